//! The five flows against a table of truth that was written from the product's document, over random settings of both planes.
//! The settings are drawn from a fixed seed; each becomes files, which are read as the program reads them.

use std::collections::BTreeMap;

use chalkstore::dataflow::evidence::Evidence;
use chalkstore::dataflow::flows::{Name, State, decide};
use chalkstore::dataflow::{Expectations, OtherPath, otel, read};
use serde_json::{Value, json};

use crate::support::random::Random;

const SETTINGS: usize = 5_000;
const SEED: u64 = 0x5eed_0007;
const ALL: [State; 3] = [State::On, State::Off, State::Unknown];
const OURS: &str = "vpce-svc-0aaaaaaaaaaaaaaaa";
const THEIRS: &str = "vpce-svc-0bbbbbbbbbbbbbbbb";

/// One block on the list of who reaches the Kubernetes API.
#[derive(Clone, Copy, Debug)]
struct Block {
    text: &'static str,
    /// Which quarters of 203.0.113.0/24, the metadata plane's network, it lets in.
    quarters: u8,
    /// Whether it lets in every address of IPv4.
    all_v4: bool,
    /// Whether it lets in next to every address of IPv6.
    all_v6: bool,
    is_read: bool,
}

const fn block(text: &'static str, quarters: u8) -> Block {
    Block { text, quarters, all_v4: false, all_v6: false, is_read: true }
}

const BLOCKS: [Block; 8] = [
    block("203.0.113.0/24", 0b1111),
    block("203.0.113.0/25", 0b0011),
    block("203.0.113.128/25", 0b1100),
    block("198.51.100.0/24", 0),
    block("128.0.0.0/1", 0b1111),
    Block { all_v4: true, ..block("0.0.0.0/0", 0b1111) },
    Block { all_v6: true, ..block("::/0", 0) },
    Block { is_read: false, ..block("everybody", 0) },
];

/// What is behind an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behind {
    Ours,
    Theirs,
    Aws,
    /// A resource or a service network: the list does not say where it leads.
    Untold,
}

const STATES: [&str; 8] =
    ["available", "Available", "partial", "pendingAcceptance", "deleting", "rejected", "Failed", "asleep"];

/// What the collector's pipelines of a signal send to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    NoPipeline,
    Debug,
    Metadata,
    Other,
    Allowed,
    Unresolved,
}

const SENT: [Sent; 6] =
    [Sent::NoPipeline, Sent::Debug, Sent::Metadata, Sent::Other, Sent::Allowed, Sent::Unresolved];

#[derive(Debug)]
struct Setting {
    /// Public and private endpoint, and the list; nothing where no cluster is given.
    cluster: Option<(bool, bool, Option<Vec<Block>>)>,
    /// Nothing where none are given.
    endpoints: Option<Vec<(Behind, &'static str)>>,
    is_page: bool,
    /// The state of a peering in the same file.
    peering: Option<&'static str>,
    /// The state of the endpoints of ECR and S3, and whether the first has private DNS.
    pulls: Option<(&'static str, bool)>,
    /// Logs and metrics; nothing where no collector is given.
    sent: Option<[Sent; 2]>,
    has_network: bool,
    has_private_network: bool,
    has_hosts: bool,
    has_own_service: bool,
    is_theirs_allowed: bool,
    is_peering_allowed: bool,
    other_path: Option<OtherPath>,
}

impl Setting {
    fn drawn(dice: &mut Random) -> Self {
        let is_so = [false, true];
        let services = [Behind::Ours, Behind::Theirs, Behind::Aws, Behind::Untold];
        let maybe = |dice: &mut Random| dice.below(5) > 0;
        Self {
            cluster: maybe(dice).then(|| {
                let list = maybe(dice).then(|| dice.some(&BLOCKS, 3));
                (dice.of(&is_so), dice.of(&is_so), list)
            }),
            endpoints: maybe(dice).then(|| {
                let services = dice.some(&services, 2);
                services.into_iter().map(|service| (service, dice.of(&STATES))).collect()
            }),
            is_page: dice.below(6) == 0,
            peering: dice.of(&[None, None, Some("active"), Some("pending-acceptance"), Some("deleted")]),
            pulls: dice.of(&[
                None,
                Some(("available", true)),
                Some(("failed", true)),
                Some(("failed", false)),
                Some(("pending", true)),
            ]),
            sent: maybe(dice).then(|| [dice.of(&SENT), dice.of(&SENT)]),
            has_network: dice.of(&is_so),
            has_private_network: dice.of(&is_so),
            has_hosts: dice.of(&is_so),
            has_own_service: dice.of(&is_so),
            is_theirs_allowed: dice.of(&is_so),
            is_peering_allowed: dice.of(&is_so),
            other_path: dice.of(&[
                None,
                Some(OtherPath::None),
                Some(OtherPath::None),
                Some(OtherPath::Private),
                Some(OtherPath::Public),
                Some(OtherPath::Api),
            ]),
        }
    }

    fn expectations(&self) -> Expectations {
        let texts = |given: &[(bool, &str)]| -> Vec<String> {
            given.iter().filter(|(is_given, _)| *is_given).map(|(_, text)| (*text).to_owned()).collect()
        };
        Expectations {
            metadata_hosts: texts(&[
                (self.has_network, "203.0.113.0/24"),
                (self.has_private_network, "10.9.0.0/16"),
                (self.has_hosts, "*.metadata.example.com"),
                (self.has_own_service, &format!("com.amazonaws.vpce.us-east-1.{OURS}")),
            ]),
            allow_hosts: texts(&[
                (true, "*.tools.example.org"),
                (self.is_theirs_allowed, &format!("vpce-0a-0b.{THEIRS}.us-east-1.vpce.amazonaws.com")),
                (self.is_peering_allowed, "pcx-1"),
            ]),
            other_path: self.other_path,
            ..Expectations::default()
        }
    }

    fn cluster_file(&self) -> Option<String> {
        let (is_public, is_private, list) = self.cluster.as_ref()?;
        let blocks = list.as_ref().map(|list| list.iter().map(|block| block.text).collect::<Vec<_>>());
        let mut cluster: Value =
            serde_json::from_str(&super::eks(*is_public, *is_private, &[])).expect("is JSON");
        cluster["cluster"]["resourcesVpcConfig"]["publicAccessCidrs"] = json!(blocks);
        Some(cluster.to_string())
    }

    fn endpoints_file(&self) -> Option<String> {
        let endpoints = self.endpoints.as_ref()?;
        let service = |name: &str| format!("com.amazonaws.vpce.us-east-1.{name}");
        let mut list: Vec<Value> = endpoints.iter().enumerate().map(|(at, (behind, state))| {
            let (kind, name) = match behind {
                Behind::Ours => ("Interface", json!(service(OURS))),
                Behind::Theirs => ("Interface", json!(service(THEIRS))),
                Behind::Aws => ("Interface", json!("com.amazonaws.us-east-1.sts")),
                Behind::Untold => ("Resource", Value::Null),
            };
            json!({"VpcEndpointId": format!("vpce-{at}"), "VpcEndpointType": kind, "ServiceName": name, "State": state})
        }).collect();
        if let Some((state, private_dns)) = self.pulls {
            for (name, state, private_dns) in
                [("ecr.api", state, private_dns), ("ecr.dkr", "available", true)]
            {
                list.push(json!({"VpcEndpointId": format!("vpce-{name}"), "VpcEndpointType": "Interface", "VpcId": "vpc-1",
                    "ServiceName": format!("com.amazonaws.us-east-1.{name}"), "State": state, "PrivateDnsEnabled": private_dns}));
            }
        }
        let mut file = json!({ "VpcEndpoints": list });
        if self.is_page {
            file["NextToken"] = json!("abc");
        }
        if let Some(state) = self.peering {
            file["VpcPeeringConnections"] =
                json!([{"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": state}}]);
        }
        Some(file.to_string())
    }

    fn collector_file(&self) -> Option<String> {
        let host = |sent| match sent {
            Sent::Metadata => "otlp.metadata.example.com",
            Sent::Other => "collector.example.net",
            Sent::Allowed => "collector.tools.example.org",
            _ => "${env:ENDPOINT_OF_NOBODY}",
        };
        let exporter = |sent| match sent {
            Sent::Debug => "debug".to_owned(),
            sent => format!("otlp_http/{sent:?}"),
        };
        let (mut exporters, mut pipelines) =
            (json!({}), json!({"traces": {"receivers": ["otlp"], "exporters": ["nop"]}}));
        exporters["nop"] = Value::Null;
        for (signal, sent) in ["logs", "metrics"].into_iter().zip(self.sent?) {
            if sent == Sent::NoPipeline {
                continue;
            }
            exporters[exporter(sent)] = if sent == Sent::Debug {
                Value::Null
            } else {
                json!({"endpoint": format!("https://{}", host(sent))})
            };
            pipelines[signal] = json!({"receivers": ["otlp"], "exporters": [exporter(sent)]});
        }
        Some(
            json!({
                "receivers": {"otlp": {"protocols": {"grpc": null}}}, "exporters": exporters,
                "service": {"pipelines": pipelines, "telemetry": {"metrics": {"level": "none"}}},
            })
            .to_string(),
        )
    }

    fn evidence(&self) -> Evidence {
        let places = self.expectations().places();
        Evidence {
            observed_at: String::new(),
            collectors: self.collector_file().map(|text| {
                otel::collectors(&otel::read("collector", &text).expect("is a configuration"), &places)
            }),
            cluster: self.cluster_file().map(|text| read::cluster("cluster", &text).expect("is a cluster")),
            endpoints: self
                .endpoints_file()
                .map(|text| read::endpoints("endpoints", &text).expect("is a list"))
                .unwrap_or_default(),
        }
    }
}

/// What the document says of logs and metrics: on where they arrive at the metadata plane, off where it is known that they end
/// elsewhere. Without the names of the metadata plane's hosts no host outside is known not to be one of them.
fn telemetry(setting: &Setting, sent: Option<Sent>) -> State {
    match sent {
        Some(Sent::NoPipeline | Sent::Debug | Sent::Allowed) => State::Off,
        Some(Sent::Metadata) if setting.has_hosts => State::On,
        Some(Sent::Other) if setting.has_hosts => State::Off,
        _ => State::Unknown,
    }
}

/// Endpoints that may carry queries: to anybody's service but AWS's and a named vendor's.
fn carriers(setting: &Setting) -> Vec<(Behind, &'static str)> {
    let is_carrier = |(behind, _): &(Behind, &str)| match behind {
        Behind::Aws => false,
        Behind::Theirs => !setting.is_theirs_allowed,
        Behind::Ours | Behind::Untold => true,
    };
    setting.endpoints.iter().flatten().copied().filter(is_carrier).collect()
}

fn is_shut(state: &str) -> bool {
    ["rejected", "failed"].contains(&state.to_lowercase().as_str())
}

/// Whether something that was seen stands against the word that no other path exists.
fn is_contradicted(setting: &Setting) -> bool {
    let is_there = setting.peering.is_some_and(|state| state != "deleted");
    setting.endpoints.is_some() && is_there && !setting.is_peering_allowed
}

/// The flow needs an endpoint between the planes, or another path: on with one, off where both are known to be missing.
fn query(setting: &Setting) -> State {
    let is_known = |behind: Behind| match behind {
        Behind::Ours => true,
        Behind::Theirs => !setting.has_own_service,
        _ => false,
    };
    let carriers = carriers(setting);
    let is_open = |(behind, state): &(Behind, &str)| {
        is_known(*behind) && ["available", "partial"].contains(&state.to_lowercase().as_str())
    };
    let leads = matches!(setting.other_path, Some(OtherPath::Private | OtherPath::Public));
    if carriers.iter().any(is_open) || leads {
        State::On
    } else if setting.endpoints.is_some()
        && matches!(setting.other_path, Some(OtherPath::None | OtherPath::Api))
        && carriers.iter().all(|(_, state)| is_shut(state))
        && !setting.is_page
        && !is_contradicted(setting)
    {
        State::Off
    } else {
        State::Unknown
    }
}

/// Option A by the list, option B by the paths into the VPC.
fn api(setting: &Setting) -> State {
    let Some((is_public, is_private, list)) = &setting.cluster else { return State::Unknown };
    let nothing_leads_there = setting.other_path == Some(OtherPath::None)
        && !is_contradicted(setting)
        && carriers(setting).iter().all(|(_, state)| is_shut(state))
        && !(setting.is_page && setting.endpoints.is_some());
    // Whatever the list says, the private endpoint is reached by the path that was declared.
    if *is_private && matches!(setting.other_path, Some(OtherPath::Private | OtherPath::Api)) {
        return State::On;
    }
    let privately = if nothing_leads_there { State::Off } else { State::Unknown };
    if !is_public {
        return if *is_private { privately } else { State::Unknown };
    }
    let Some(list) = list.as_ref().filter(|list| !list.is_empty()) else { return State::Unknown };
    let any = |is_so: fn(&Block) -> bool| list.iter().any(is_so);
    let is_in = list.iter().any(|block| block.quarters != 0);
    let is_maybe = any(|block| block.all_v6) || any(|block| !block.is_read);
    match (setting.has_network, is_in) {
        (true, true) => State::On,
        (true, false) if is_maybe => State::Unknown,
        (true, false) if *is_private => privately,
        (true, false) => State::Off,
        (false, _) if any(|block| block.all_v4) => State::On,
        (false, _) => State::Unknown,
    }
}

/// Required, and on: unless names lead to an endpoint through which nothing passes.
fn images(setting: &Setting) -> State {
    let is_broken = setting.endpoints.is_some() && setting.pulls == Some(("failed", true));
    if is_broken { State::Unknown } else { State::On }
}

#[test]
fn every_flow_is_what_the_document_says() {
    let mut dice = Random::new(SEED);
    let mut seen: BTreeMap<(Name, &str), usize> = BTreeMap::new();
    for _ in 0..SETTINGS {
        let setting = Setting::drawn(&mut dice);
        let decided = decide(&setting.evidence(), &setting.expectations());
        let [logs, metrics] = setting.sent.map_or([None, None], |sent| sent.map(Some));
        for (name, truth) in [
            (Name::Logs, telemetry(&setting, logs)),
            (Name::Metrics, telemetry(&setting, metrics)),
            (Name::QueryExecution, query(&setting)),
            (Name::EksApi, api(&setting)),
            (Name::ContainerImages, images(&setting)),
        ] {
            let flow = decided.flow(name);
            assert_eq!(flow.state, truth, "{name:?}: {}\n{setting:#?}", flow.here);
            *seen.entry((name, truth.as_str())).or_default() += 1;
        }
    }
    // Every verdict came up often, so that each was compared: image pulls alone are never off.
    for name in Name::ALL {
        for state in ALL.into_iter().filter(|state| (name, *state) != (Name::ContainerImages, State::Off)) {
            let count = seen.get(&(name, state.as_str())).copied().unwrap_or_default();
            assert!(count > SETTINGS / 50, "{name:?} was {} {count} times", state.as_str());
        }
    }
}
