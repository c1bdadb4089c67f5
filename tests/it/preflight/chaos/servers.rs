//! Everything that an environment consists of, with a fate for each observation of it.

use std::fmt::Write as _;
use std::sync::Arc;

use chalkstore::failover::evidence::RecordKind;
use serde_json::json;

use crate::check_access::allowed;
use crate::failover::deployment::{EAST, EAST_HOST, WEST, WEST_HOST, stand};
use crate::preflight::Described;
use crate::replication_aws::{NAME as TABLE, aurora, datastore, msk, replicated};
use crate::support::fake_aws::FakeAws;
use crate::support::{
    ChaosDns, ChaosHttp, ChaosStore, Cluster, DnsServer, Fate, Fates, HttpAnswer, StoreAnswers, Version,
};

const ZONES: [&str; 2] = ["us-east-1a", "us-east-1b"];
const PASSWORD: &str = "c4n4ry-of-the-store";
const NAME: &str = "chalk.example.com";
const HOSTS: [(&str, &str); 2] = [(EAST, "east.example.com"), (WEST, "west.example.com")];

/// A collector that sends logs and metrics to the metadata plane.
const COLLECTOR: &str = "\
receivers: { otlp: { protocols: { grpc: {} } } }
exporters: { otlp: { endpoint: 'otel.metadata.example.com:4317' } }
service:
  pipelines:
    logs: { receivers: [otlp], exporters: [otlp] }
    metrics: { receivers: [otlp], exporters: [otlp] }
";

const STORE: &str = "online_store]\nsecret = \"store\"";
const TOPOLOGY: &str = "topology]\nshards = 3\nreplicas_per_shard = 1\nserver_version = \"Valkey 9.1\"\n\
                        policy = \"ZONAL_AFFINITY\"\nquery_servers = { us-east-1a = 2 }";
const TABLE_PART: &str = "table]\nname = \"features\"\nbilling = \"on-demand\"\nreplicas = [\"us-west-2\"]\n\
                          point_in_time_recovery = \"on\"";
const REPLICATION: &str =
    "replication]\nregions = [\"us-east-1\", \"us-west-2\"]\nglobal_datastores = [\"online-west\"]";
const DATAFLOW: &str = "dataflow]\notel_configs = [\"collector.yaml\"]\neks_cluster = \"chalk-prod\"\n\
                        metadata_hosts = [\"*.metadata.example.com\", \"203.0.113.0/24\"]";

/// Which parts of an environment are described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// All of them.
    Routed,
    /// All but the failover name, for which Route 53 is asked at its pace.
    Unrouted,
    /// The store, the role and the flows.
    Store,
    /// The table, the role and what replicates.
    Table,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Routed, Self::Unrouted, Self::Store, Self::Table];
}

/// For how long metrics go on, in minutes.
const COMING_MINUTES: i64 = 20;

/// What stands behind all environments.
pub(super) struct Servers {
    store: Arc<StoreAnswers>,
    aws: FakeAws,
    _dns: DnsServer,
    /// A resolver for each fate.
    resolvers: Vec<(Fate, ChaosDns)>,
}

/// An environment's own servers, and what became of each observation.
pub(super) struct Environment {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) fates: Arc<Fates>,
    _store: ChaosStore,
    _http: Vec<ChaosHttp>,
}

impl Servers {
    pub(super) fn start() -> Self {
        let aws = replicated();
        msk::stand(&aws);
        aurora::stand(&aws);
        datastore::stand(&aws);
        stand(&mut aws.state());
        let now = aws.state().now_s / 60 * 60;
        // There are points of minutes to come, too: the runs take some, and what is asked for ends with the minute that is.
        for metric in &mut aws.state().replicated.metrics {
            let newest = metric.points.iter().copied().max_by_key(|(at, _)| *at);
            let (last, value) = newest.expect("every metric has points");
            metric.points.extend((1..COMING_MINUTES).map(|minute| (last + 60 * minute, value)));
        }
        for region in [EAST, WEST] {
            let mut state = aws.state();
            let table = state.table_mut(region, TABLE);
            (table.point_in_time_recovery, table.deletion_protection) = (true, true);
            table.ttl = Some("expires_at".to_owned());
            table.tags.insert("chalk_environment".to_owned(), "production".to_owned());
            for metric in ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"] {
                let points = (1 - COMING_MINUTES..180).map(|minute| (now - 60 * minute, 600.0)).collect();
                state.metrics.insert((region.to_owned(), TABLE.to_owned(), metric.to_owned()), points);
            }
        }
        let dns = DnsServer::start();
        for (name, address) in [
            (NAME, "127.0.0.1"),
            (HOSTS[0].1, "127.0.0.1"),
            (EAST_HOST, "127.0.0.1"),
            (HOSTS[1].1, "127.0.0.2"),
            (WEST_HOST, "127.0.0.2"),
        ] {
            dns.set(name, RecordKind::A, vec![(address, 60)]);
            dns.set(name, RecordKind::Aaaa, vec![("::1", 60)]);
        }
        let fates = [Fate::Whole, Fate::Late(std::time::Duration::from_millis(300)), Fate::Scrambled(20)];
        let resolvers = fates.into_iter().chain(Fate::BROKEN);
        let resolvers = resolvers.map(|fate| (fate, ChaosDns::new(dns.address(), fate))).collect();
        let cluster = Cluster::builder(Version::Valkey912, 3, 1).zones(&ZONES).start();
        Self { store: ChaosStore::answers(cluster), aws, _dns: dns, resolvers }
    }

    /// Starts an environment's servers, and writes its description.
    pub(super) fn environment(
        &self,
        text: &mut String,
        name: String,
        fates: Fates,
        kind: Kind,
    ) -> Environment {
        let fates = Arc::new(fates);
        let store = ChaosStore::new(&self.store, &fates, PASSWORD);
        let uri = format!("redis://127.0.0.1:{}/0?clustered=true&password={PASSWORD}", store.port(0));
        let aws = self.cloud(&fates, uri);
        let regions = [("healthz east", 1), ("healthz west", 2)]
            .map(|(name, last)| ChaosHttp::healthy(Arc::clone(&fates), name, last));
        let parts = [
            format!("aws]\nregion = \"us-east-1\"\nendpoint_url = \"http://127.0.0.1:{}\"", aws.port()),
            "access]\nrole = \"arn:aws:iam::123456789012:role/chalk\"".to_owned(),
            "objectives]\nmax_lag = \"1m\"".to_owned(),
        ];
        let of_store = [STORE, TOPOLOGY, DATAFLOW].iter().filter(|_| kind != Kind::Table);
        let of_table = [TABLE_PART, REPLICATION].iter().filter(|_| kind != Kind::Store);
        for part in parts.iter().map(String::as_str).chain(of_store.chain(of_table).copied()) {
            writeln!(text, "[environments.{name}.{part}").expect("a string takes it");
        }
        if kind != Kind::Store {
            let (replicator, database) = (msk::ARN, aurora::ID);
            writeln!(text, "msk_replicators = [{replicator:?}]\naurora_globals = [{database:?}]")
                .expect("a string takes it");
        }
        let is_routed = kind == Kind::Routed;
        if is_routed {
            let fate = fates.of("dns");
            let is_it = |of: Fate| std::mem::discriminant(&of) == std::mem::discriminant(&fate);
            let way = self.resolvers.iter().find(|(of, _)| is_it(*of)).expect("there is one for each");
            let [east, west] = [regions[0].port(), regions[1].port()];
            write!(
                text,
                "[environments.{name}.failover]\nname = \"http://{NAME}:{east}\"\nresolvers = [\"{}\"]\n\
                 active = \"us-east-1\"\nmetadata = \"active-passive\"\n\
                 region_hosts = {{ us-east-1 = \"http://{}:{east}\", us-west-2 = \"http://{}:{west}\" }}\n",
                way.1.address(),
                HOSTS[0].1,
                HOSTS[1].1,
            )
            .expect("a string takes it");
        }
        let http = regions.into_iter().chain([aws]).collect();
        Environment { name, kind, fates, _store: store, _http: http }
    }

    /// AWS, with a secret of the environment's own.
    fn cloud(&self, fates: &Arc<Fates>, uri: String) -> ChaosHttp {
        let others = self.aws.answers();
        ChaosHttp::aws(Arc::clone(fates), move |action, request| match action {
            "secretsmanager:getsecretvalue" => {
                let secret = json!({
                    "ARN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:store-a1B2c3", "Name": "store",
                    "VersionId": "v-1", "SecretString": uri, "VersionStages": ["AWSCURRENT"],
                });
                Some((200, "Content-Type: application/x-amz-json-1.1", secret.to_string().into_bytes()))
            }
            "iam:simulateprincipalpolicy" => Some(allowed(request)),
            "eks:describecluster" => Some(cluster()),
            _ => others(request),
        })
    }
}

fn cluster() -> HttpAnswer {
    let told = json!({"cluster": {
        "name": "chalk-prod", "arn": "arn:aws:eks:us-east-1:123456789012:cluster/chalk-prod", "status": "ACTIVE",
        "endpoint": "https://ABCDEF.gr7.us-east-1.eks.amazonaws.com",
        "resourcesVpcConfig": {
            "subnetIds": ["subnet-1"], "securityGroupIds": [], "vpcId": "vpc-1", "endpointPublicAccess": true,
            "endpointPrivateAccess": true, "publicAccessCidrs": ["203.0.113.0/24"],
        },
    }});
    (200, "Content-Type: application/json", told.to_string().into_bytes())
}

/// A folder with the descriptions, and what they name.
pub(super) fn described(text: &str) -> Described {
    let described = Described::new(text);
    std::fs::write(described.file("collector.yaml"), COLLECTOR).expect("it can be written");
    described
}
