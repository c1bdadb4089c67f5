//! What is particular about a check, for those who treat checks differently without knowing any.

use super::Category;

/// What is particular about a check. Its declaration names what differs from the rest of its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Properties {
    /// What it is made from.
    pub basis: Basis,
    /// What it means that a failure tells of more.
    pub direction: Direction,
    /// Whether what it tells is measured. What a person wrote is not: another figure or day is another thing there.
    pub is_measured: bool,
    /// Whether it tells what a loss that has not happened would come to. What is wrong already is often the cause, and
    /// stands before it in what people read.
    pub looks_ahead: bool,
    /// Whether an address in what it tells is that of a node, which is another when the node is replaced. Of other checks it
    /// is the name of a thing, or the very fault: a network that is let in, a place that telemetry goes to.
    pub tells_of_nodes: bool,
}

/// What a check is made from, as far as it decides whether another look may come to something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// `chalkstore.toml` alone.
    Description,
    /// `chalkstore.toml`, and where the store's URI leads.
    Agreement,
    /// The text of the store's URI.
    Uri,
    /// Files that the description names.
    Files,
    /// These files, and what EKS says of the cluster.
    Cluster,
    /// What AWS answers to these inquiries.
    Aws(&'static [Inquiry]),
    /// What servers and resolvers answer.
    Servers,
    /// What each Region's host answers, where a host is known: named, or found behind Route 53's records.
    Hosts,
}

/// What AWS is asked about, for each with a Region and credentials that are found anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inquiry {
    /// The store: the secret that holds its URI, or the table that its URI names.
    Store,
    /// The table's settings and its use.
    Table,
    /// What the role may do.
    Access,
    /// How far replicas are behind.
    Replication,
    /// The failover name's records, and what stands behind them.
    Failover,
    /// The cluster that the flows are between.
    Dataflow,
}

/// What it means that a check which fails tells of more: more things in its list, or a higher figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It tells what is wrong: nodes that are down, a lag.
    MoreIsWorse,
    /// It tells what is left: the days of a certificate.
    LessIsWorse,
    /// Nobody has said so, and nothing is guessed.
    Unsaid,
}

impl Properties {
    /// What holds for a check of a family whose declaration says nothing.
    pub(super) const fn of(category: Category) -> Self {
        Self {
            basis: Basis::of(category),
            direction: Direction::Unsaid,
            is_measured: !matches!(category, Category::Configuration),
            looks_ahead: false,
            tells_of_nodes: matches!(category, Category::Network | Category::Topology),
        }
    }
}

impl Basis {
    const fn of(category: Category) -> Self {
        match category {
            Category::Uri => Self::Uri,
            Category::Network | Category::Topology => Self::Servers,
            Category::Secrets => Self::Aws(&[Inquiry::Store]),
            Category::Tables | Category::Capacity => Self::Aws(&[Inquiry::Table]),
            Category::Access => Self::Aws(&[Inquiry::Access]),
            // A sum over all replicas is unknown where one of them is, and one of them may be the store's.
            Category::Replication => Self::Aws(&[Inquiry::Replication, Inquiry::Store]),
            Category::Failover => Self::Aws(&[Inquiry::Failover]),
            Category::Flows => Self::Cluster,
            Category::Configuration => Self::Description,
        }
    }
}
