//! What a connection test saw, as plain data: it can be saved, sent, and judged where there is no network.
//!
//! Nothing in here is a secret. The host, the port and what the peer said are kept as text, control characters
//! escaped, with every occurrence of the URI's user and password masked.

mod address;
mod session;
mod stage;
mod store;
mod table;
mod tls;

pub use address::{Attempt, Dial, Family, Resolve, Tcp};
pub use session::{
    Answer, Answered, Banner, ClientFacts, ClusterSection, ClusterState, Facts, Greeting, Lost, MemoryFacts,
    PersistenceFacts, Refusal, Rehearsal, ReplicationFacts, Selected, ServerFacts, TlsProbe,
};
pub use stage::Stage;
pub use store::{Evidence, Login, ServerStore, Store};
pub use table::{Credentials, Described, Key, KeyType, Listed, TableFacts, TableStore};
pub use tls::{Certificate, Handshake, NameMatch, RootSet, Tls, TlsFailure, TlsFault, Trust};
