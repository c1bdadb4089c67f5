//! A store that is well, made by hand, to be spoilt in one way at a time.

use chalkstore::connect::evidence::{
    Answered, ClientFacts, ClusterState, MemoryFacts, PersistenceFacts, Refusal, ServerFacts,
};
use chalkstore::report::{Finding, Status};
use chalkstore::valkey::evidence::{
    Answers, Evidence, Health, Member, Node, Origin, Outcome, Role, ShardView, Stage, Unreached, View,
    ViewSource,
};
use chalkstore::valkey::reply::{Gossip, ReplicaLine, Replication, Settings, SlotRow};
use chalkstore::valkey::{Address, Expectations, Policy, QueryServers, SLOTS, Slots, assess};

/// A store, and what its operator says.
#[derive(Clone, Debug)]
pub(super) struct Store {
    pub(super) evidence: Evidence,
    pub(super) expected: Expectations,
}

const MIB: u64 = 1 << 20;

/// The address of a node: shards count from 0, nodes of a shard from 1, the primary first.
pub(super) fn at(shard: usize, node: usize) -> Address {
    Address::new(format!("10.0.{shard}.{node}"), 6379)
}

fn id(address: &Address) -> String {
    format!("id-{}", address.host)
}

/// Three shards of three nodes in three zones, with query servers in one of them.
pub(super) fn good() -> Store {
    let mut store = cluster(&[&["a", "b", "c"], &["b", "c", "a"], &["c", "a", "b"]]);
    store.expected.query_servers = vec![QueryServers { zone: None, count: 40 }];
    store
}

/// A cluster of Valkey 9.1.2 whose nodes stand in these zones, shard by shard. `-` is no zone.
pub(super) fn cluster(zones: &[&[&str]]) -> Store {
    let mut shards = Vec::new();
    let (count, all) = (zones.len() as u64, u64::from(SLOTS));
    for (shard, nodes) in zones.iter().enumerate() {
        let bound = |number: usize| number as u64 * all / count;
        let slots = Slots::from_ranges([(bound(shard), bound(shard + 1) - 1)]).expect("slots");
        let members = nodes.iter().enumerate().map(|(index, zone)| {
            let address = at(shard, index + 1);
            Member {
                id: id(&address),
                address,
                hostname: None,
                role: if index == 0 { Role::Primary } else { Role::Replica },
                health: Health::Online,
                zone: Some((*zone).to_owned()).filter(|zone| zone != "-"),
            }
        });
        shards.push(ShardView { slots, members: members.collect() });
    }
    let view = View::sorted(ViewSource::Shards, shards);
    let seed = at(0, 1);
    let nodes = view.shards.iter().flat_map(|shard| shard.members.iter().map(move |member| (shard, member)));
    let nodes = nodes.map(|(shard, member)| {
        let mut answers = answers(shard, member, view.members().count());
        answers.slots = (member.address == seed).then(|| Answered::Known(rows(&view)));
        Node { address: member.address.clone(), outcome: Outcome::Answered(Box::new(answers)) }
    });
    let evidence = Evidence {
        observed_at: "2026-01-01T00:00:00.000Z".to_owned(),
        timeout_ms: 2000,
        origin: Origin::Store { seed: seed.clone(), tls: false, clustered: true },
        nodes: nodes.collect(),
        views: vec![view],
    };
    Store { evidence, expected: Expectations::default() }
}

fn rows(view: &View) -> Vec<SlotRow> {
    let row = |shard: &ShardView| SlotRow {
        slots: shard.slots.clone(),
        primary: shard.members[0].id.clone(),
        replicas: shard.members[1..].iter().map(|member| member.id.clone()).collect(),
        addresses: shard.members.iter().map(|member| member.address.clone()).collect(),
    };
    view.shards.iter().map(row).collect()
}

fn answers(shard: &ShardView, member: &Member, count: usize) -> Answers {
    let is_primary = member.role == Role::Primary;
    let replicas = shard.members[1..].iter().map(|replica| ReplicaLine {
        address: replica.address.clone(),
        state: "online".to_owned(),
        offset: Some(1000),
        lag_s: Some(1),
    });
    let up = (!is_primary).then(|| "up".to_owned());
    Answers {
        connect_us: 300,
        rtt_us: vec![300],
        login: None,
        shards: Answered::Known(0),
        other_view: None,
        gossip: Answered::Known(Gossip { myself: member.id.clone(), ..Gossip::default() }),
        slots: None,
        cluster: Answered::Known(ClusterState {
            state: Some("ok".to_owned()),
            slots_assigned: Some(u64::from(SLOTS)),
            slots_ok: Some(u64::from(SLOTS)),
            slots_pfail: Some(0),
            slots_fail: Some(0),
            known_nodes: Some(count as u64),
            size: Some(3),
        }),
        server: Answered::Known(version("9.1.2", member.zone.as_deref())),
        clients: Answered::Known(ClientFacts {
            connected_clients: Some(10),
            cluster_connections: Some(2 * (count as u64 - 1)),
            maxclients: Some(10_000),
        }),
        replication: Answered::Known(Replication {
            role: Some(if is_primary { "master" } else { "slave" }.to_owned()),
            primary: (!is_primary).then(|| shard.members[0].address.clone()),
            link_status: up,
            last_io_s: (!is_primary).then_some(1),
            link_down_since_s: None,
            is_syncing: (!is_primary).then_some(false),
            offset: Some(1000),
            replicas: if is_primary { replicas.collect() } else { Vec::new() },
        }),
        memory: Answered::Known(MemoryFacts {
            used_bytes: Some(1024 * MIB),
            max_bytes: Some(4096 * MIB),
            not_counted_bytes: Some(0),
            policy: Some("noeviction".into()),
        }),
        persistence: Answered::Known(PersistenceFacts {
            loading: Some(false),
            ..PersistenceFacts::default()
        }),
        settings: Answered::Known(Settings {
            node_timeout_ms: Some(5000),
            require_full_coverage: Some(false),
            allow_reads_when_down: Some(false),
            replica_validity_factor: Some(10),
            replica_no_failover: Some(false),
            allow_replica_migration: Some(true),
            migration_barrier: Some(1),
            ping_period_s: Some(10),
        }),
    }
}

/// `INFO server` of Valkey.
pub(super) fn version(valkey: &str, zone: Option<&str>) -> ServerFacts {
    ServerFacts {
        server_name: Some("valkey".to_owned()),
        valkey_version: Some(valkey.to_owned()),
        redis_version: Some("7.2.4".to_owned()),
        mode: Some("cluster".to_owned()),
        availability_zone: zone.map(str::to_owned),
        ..ServerFacts::default()
    }
}

/// A refusal.
pub(super) fn refused<T>(text: &str) -> Answered<T> {
    let code = text.split(' ').next().unwrap_or_default().to_owned();
    Answered::Refused(Refusal { code, text: text.to_owned() })
}

/// A primary that stands alone, with this many replicas.
pub(super) fn standalone(replicas: usize) -> Store {
    let zones = ["a", "b", "c", "d"];
    let mut store = cluster(&[&zones[..=replicas]]);
    let view = &mut store.evidence.views[0];
    view.source = ViewSource::Replication;
    view.shards[0].slots = Slots::default();
    for member in &mut view.shards[0].members {
        member.id = member.address.to_string();
        member.zone = None;
    }
    store.evidence.origin = Origin::Store { seed: at(0, 1), tls: false, clustered: false };
    for answers in store.all() {
        let disabled = "ERR This instance has cluster support disabled";
        (answers.shards, answers.other_view) = (refused(disabled), Some(0));
        answers.gossip = refused(disabled);
        answers.cluster = refused(disabled);
        answers.slots = answers.slots.as_ref().map(|_| refused(disabled));
    }
    store
}

impl Store {
    /// What every node that answers answered.
    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Answers> {
        self.evidence.nodes.iter_mut().filter_map(|node| match &mut node.outcome {
            Outcome::Answered(answers) => Some(&mut **answers),
            Outcome::Unreached(_) => None,
        })
    }

    /// What a node answered.
    pub(super) fn answers(&mut self, shard: usize, node: usize) -> &mut Answers {
        let address = at(shard, node);
        let own = self.evidence.nodes.iter_mut().find(|own| own.address == address).expect("a node");
        match &mut own.outcome {
            Outcome::Answered(answers) => answers,
            Outcome::Unreached(_) => panic!("{address} answers nothing"),
        }
    }

    /// A node, as all know it.
    pub(super) fn member(&mut self, shard: usize, node: usize) -> &mut Member {
        self.evidence.views[0].shards[shard].members.get_mut(node - 1).expect("a member")
    }

    /// Changes `INFO replication` of a node.
    pub(super) fn replication(&mut self, shard: usize, node: usize) -> &mut Replication {
        known(&mut self.answers(shard, node).replication)
    }

    /// Changes a node's settings.
    pub(super) fn settings(&mut self, shard: usize, node: usize) -> &mut Settings {
        known(&mut self.answers(shard, node).settings)
    }

    /// A node answers nothing any more.
    pub(super) fn silence(&mut self, shard: usize, node: usize, stage: Stage, reason: &str, timed_out: bool) {
        let address = at(shard, node);
        let own = self.evidence.nodes.iter_mut().find(|own| own.address == address).expect("a node");
        let reason = reason.to_owned();
        own.outcome = Outcome::Unreached(Unreached { stage, reason, timed_out, after_us: 1 });
    }

    /// A node is dead, and all know it.
    pub(super) fn kill(&mut self, shard: usize, node: usize) {
        self.silence(shard, node, Stage::Connect, "refused", false);
        self.member(shard, node).health = Health::Failed;
    }

    /// A node gets a view of its own.
    pub(super) fn sees(&mut self, shard: usize, node: usize, change: impl FnOnce(&mut View)) {
        let mut view = self.evidence.views[0].clone();
        change(&mut view);
        self.evidence.views.push(view);
        let own = self.evidence.views.len() - 1;
        self.answers(shard, node).shards = Answered::Known(own);
    }

    /// All nodes run a version; before Valkey 9.1 `CLUSTER SHARDS` has no zones.
    pub(super) fn runs(&mut self, valkey: &str) {
        for answers in self.all() {
            let zone = answers.server.known().and_then(|server| server.availability_zone.clone());
            answers.server = Answered::Known(version(valkey, zone.as_deref()));
        }
        if !valkey.starts_with("9.1") {
            for member in self.evidence.views[0].shards.iter_mut().flat_map(|shard| &mut shard.members) {
                member.zone = None;
            }
        }
    }

    /// The query servers use a policy, in a zone.
    pub(super) fn zonal(&mut self, zone: &str) {
        self.expected.policy = Some(Policy::ZonalAffinity);
        self.expected.zone = Some(zone.to_owned());
    }

    /// What the checks say.
    pub(super) fn findings(&self) -> Vec<Finding> {
        assess(&self.evidence, &self.expected).findings
    }
}

/// The answer that is there.
pub(super) fn known<T>(answered: &mut Answered<T>) -> &mut T {
    match answered {
        Answered::Known(known) => known,
        Answered::Refused(_) | Answered::Lost(_) => panic!("it was not told"),
    }
}

/// Spoils a store, and expects a finding of this status that says this somewhere.
pub(super) fn expect(
    code: &str,
    status: Status,
    said: &str,
    mut store: Store,
    spoil: impl FnOnce(&mut Store),
) {
    spoil(&mut store);
    let findings = store.findings();
    let own: Vec<&Finding> = findings.iter().filter(|finding| finding.check.code == code).collect();
    let text = |finding: &Finding| {
        format!(
            "{} | {} | {}",
            finding.message(),
            finding.help_text().unwrap_or_default(),
            finding.notes().join(" | ")
        )
    };
    let all: Vec<String> =
        own.iter().map(|finding| format!("{} {}", finding.status.as_str(), text(finding))).collect();
    let is_it = |finding: &&&Finding| finding.status == status && text(finding).contains(said);
    assert!(own.iter().any(|finding| is_it(&finding)), "{code} {status:?} `{said}`:\n{}", all.join("\n"));
    let is_told_how = |finding: &&&Finding| {
        !matches!(finding.status, Status::Fail | Status::Warn) || finding.help_text().is_some()
    };
    assert!(own.iter().all(|finding| is_told_how(&finding)), "{code} gives no help:\n{}", all.join("\n"));
}

/// A set of slots.
pub(super) fn slots(text: &str) -> Slots {
    text.parse().expect("slots")
}
