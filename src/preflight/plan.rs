//! What there is to look at in an environment, and what it is judged by.

use std::path::Path;
use std::time::Duration;

use super::Part;
use crate::aws;
use crate::config::{self, Environment};
use crate::dynamodb::spec::TableRef;
use crate::failover::observe::{HostAddress, ResolverAddress};
use crate::iam::access;
use crate::probe::{Selection, Terms};
use crate::replication::{self, Named};
use crate::report::Check;
use crate::report::catalogue::Basis;
use crate::secrets::Secret;
use crate::store_ref::Source;
use crate::valkey::ZoneMap;
use crate::{dataflow, dynamodb, failover};

/// The command, as AWS sees it.
const COMMAND: &str = "preflight";

/// What an environment is planned with beside its description.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// The directory of `chalkstore.toml`, to which its paths are relative.
    pub folder: &'a Path,
    /// The day, as `2026-11-21`: skips end.
    pub day: String,
    /// The zone that this runs in (`CHALK_AVAILABILITY_ZONE`).
    pub zone: Option<String>,
    /// The checks that were asked for; nothing where all were.
    pub selection: Option<Selection>,
}

/// All that is looked at in an environment. What is not described is not there, and what stands in other files and in
/// variables is added to it, where [`Plan::needs`] says so.
#[derive(Clone)]
pub struct Plan {
    /// The environment's name.
    pub name: String,
    /// How AWS is reached.
    pub aws: aws::Options,
    /// The description itself, which may contradict what is found.
    pub described: Environment,
    /// Where the online store's URI comes from.
    pub store: Option<Source>,
    /// The URI, where it does not come from a secret. Nothing before it was read.
    pub uri: Option<Secret>,
    /// The table.
    pub table: Option<Table>,
    /// The role, and what it is to have access to.
    pub access: Option<access::Target>,
    /// What replicates.
    pub replication: Option<Replicated>,
    /// The failover name, and what is looked at beside it.
    pub failover: Option<(HostAddress, failover::observe::Wanted)>,
    /// What the flows are read from. Nothing before it was read.
    pub dataflow: Option<dataflow::observe::Given>,
    /// What it is judged by.
    pub terms: Terms,
}

/// A table to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its Region, where an ARN names it.
    pub region: Option<String>,
    /// What of it is looked at.
    pub wanted: dynamodb::observe::Wanted,
}

/// What replicates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replicated {
    /// What of AWS's.
    pub wanted: replication::observe::Wanted,
    /// Whether the online store's replicas are looked at, too.
    pub store: bool,
    /// What of it is named, so that only checks that apply are planned.
    pub named: Named,
}

impl Plan {
    /// Whether a part is described.
    pub const fn has(&self, part: Part) -> bool {
        match part {
            Part::Configuration => true,
            Part::Store => self.store.is_some(),
            Part::Table => self.table.is_some(),
            Part::Access => self.access.is_some(),
            Part::Replication => self.replication.is_some(),
            Part::Failover => self.failover.is_some(),
            Part::Dataflow => self.described.dataflow.is_some(),
        }
    }

    /// Whether a part is looked at: a check of it was asked for, or one that cannot be made without it.
    pub fn needs(&self, part: Part) -> bool {
        // Whose replicas are looked at has to be found, and what the description is compared with.
        let is_replicated = self.replication.as_ref().is_some_and(|one| one.store);
        let is_found = is_replicated && self.asks_for(Part::Replication)
            || self.described.is_compared_with_store() && self.takes(&compared_with_store());
        self.asks_for(part) || part == Part::Store && is_found
    }

    /// Whether any check of a part was asked for.
    fn asks_for(&self, part: Part) -> bool {
        self.takes(&part.checks())
    }

    /// Whether any of these checks was asked for.
    pub fn takes(&self, checks: &[&'static Check]) -> bool {
        self.terms.selection.as_ref().is_none_or(|selection| selection.takes_any(checks))
    }

    /// Those of these checks that somebody chose to skip.
    pub fn skipped(&self, checks: &[&'static Check]) -> Vec<&'static Check> {
        self.terms.selection.as_ref().map(|selection| selection.skipped(checks)).unwrap_or_default()
    }

    /// The checks of a part that apply, as far as that is known before anything was seen.
    pub fn planned(&self, part: Part) -> Vec<&'static Check> {
        match (part, &self.replication) {
            (Part::Replication, Some(replicated)) => replication::plan(&replicated.named),
            _ => part.checks(),
        }
    }

    /// How AWS is reached where the table is.
    pub fn aws_of_table(&self) -> aws::Options {
        let own = self.table.as_ref().and_then(|table| table.region.clone());
        aws::Options { region: own.or_else(|| self.aws.region.clone()), ..self.aws.clone() }
    }

    /// Whether checks were named to be made alone.
    pub fn is_narrowed(&self) -> bool {
        self.terms.selection.as_ref().is_some_and(|selection| selection.only.is_some())
    }
}

/// Plans an environment.
///
/// # Errors
/// Values in its description that cannot be meant, with the key that they stand at.
pub fn plan(name: &str, environment: &Environment, given: &Given<'_>) -> Result<Plan, Vec<String>> {
    let mut wrong = Vec::new();
    let wanted = environment.table.as_ref().map(|table| table.wanted.clone()).unwrap_or_default();
    let regions: Vec<String> = wanted.replicas.iter().map(|replica| replica.region.clone()).collect();
    let mut expected = environment.expected(ZoneMap::default());
    expected.topology.zone.clone_from(&given.zone);
    let config::Aws { region, profile, endpoint_url } = environment.aws.clone();
    let aws = aws::Options { region, profile, endpoint_url, command: COMMAND };
    let table = environment.table.as_ref().map(table_ref);
    let plan = Plan {
        name: name.to_owned(),
        aws,
        described: environment.clone(),
        store: environment.online_store.as_ref().and_then(|store| source(store, given.folder)),
        uri: None,
        table: environment.table.as_ref().zip(table).map(|(described, table)| Table {
            name: table.name,
            region: table.region,
            wanted: dynamodb::observe::Wanted::for_check(described.window(), regions.clone()),
        }),
        access: environment.access.as_ref().and_then(|role| access(role, environment, &mut wrong)),
        replication: replication(environment, &regions),
        failover: environment.failover.as_ref().and_then(|failover| {
            let wanted = look_at(failover, environment, &mut wrong);
            Some((host("failover.name", &failover.name, &mut wrong)?, wanted))
        }),
        dataflow: None,
        terms: Terms {
            day: given.day.clone(),
            expectations: expected.into(),
            waivers: environment.waivers(),
            selection: given.selection.clone(),
            baseline: None,
        },
    };
    if wrong.is_empty() { Ok(plan) } else { Err(wrong) }
}

/// The checks that hold the description against the store.
fn compared_with_store() -> Vec<&'static Check> {
    let checks = Part::Configuration.checks().into_iter();
    checks.filter(|check| check.properties.basis == Basis::Agreement).collect()
}

/// A table's name, where its ARN or its URI may stand, and the Region that an ARN names.
fn table_ref(table: &config::Table) -> TableRef {
    table.name.parse().unwrap_or_else(|_| TableRef { name: table.name.clone(), region: None })
}

/// Where a URI comes from. Paths are relative to `folder`.
fn source(store: &config::OnlineStore, folder: &Path) -> Option<Source> {
    let config::OnlineStore { secret, uri_env, uri_file, uri } = store.clone();
    secret
        .map(Source::Secret)
        .or_else(|| uri_env.map(Source::Variable))
        .or_else(|| uri_file.map(|path| Source::File(folder.join(path))))
        .or_else(|| uri.map(|uri| Source::Argument(uri.into())))
}

fn access(
    role: &config::Access,
    environment: &Environment,
    wrong: &mut Vec<String>,
) -> Option<access::Target> {
    let role = match role.role.parse() {
        Ok(role) => role,
        Err(reason) => {
            wrong.push(format!("access.role: {reason}"));
            return None;
        }
    };
    let table = environment.table.as_ref();
    let keys = table.iter().flat_map(|table| &table.wanted.kms_keys);
    let replicas = table.iter().flat_map(|table| &table.wanted.replicas);
    let table = table.map(table_ref);
    Some(access::Target {
        role,
        table_region: table.as_ref().and_then(|table| table.region.clone()),
        table: table.map(|table| table.name),
        secret: environment.online_store.as_ref().and_then(|store| store.secret.clone()),
        replicas: replicas.map(|replica| replica.region.clone()).collect(),
        keys: keys.map(|key| (key.region.clone(), key.key.clone())).collect(),
        secret_key: None,
    })
}

/// What replicates: what is named, and the table and the store where that is said of them.
fn replication(environment: &Environment, replicas: &[String]) -> Option<Replicated> {
    let named = environment.replication.clone();
    let replicating = environment.replicating(None);
    if named.is_none() && !replicating.any() {
        return None;
    }
    let window = named.as_ref().and_then(config::Replication::window);
    let named = named.unwrap_or_default();
    let table = environment.table.as_ref().filter(|_| replicating.table).map(table_ref);
    let store = replicating.store;
    let wanted = replication::observe::Wanted {
        table: table.map(|table| {
            let mut regions: Vec<String> = Vec::new();
            let own = table.region.as_ref().or(environment.aws.region.as_ref());
            for region in own.into_iter().chain(replicas) {
                if !regions.contains(region) {
                    regions.push(region.clone());
                }
            }
            (table.name, regions)
        }),
        replicators: named.msk_replicators,
        aurora: named.aurora_globals,
        datastores: named.global_datastores,
        regions: named.regions,
        window: window.unwrap_or(replication::observe::WINDOW),
    };
    let named = Named {
        table: wanted.table.is_some(),
        msk: !wanted.replicators.is_empty(),
        aurora: !wanted.aurora.is_empty(),
        datastore: !wanted.datastores.is_empty(),
        valkey: store,
        canary: false,
        max_lag: environment.objectives.max_lag.is_some(),
    };
    Some(Replicated { wanted, store, named })
}

fn look_at(
    failover: &config::Failover,
    environment: &Environment,
    wrong: &mut Vec<String>,
) -> failover::observe::Wanted {
    let hosts = failover.region_hosts.iter();
    let hosts = hosts.filter_map(|(region, text)| {
        Some((region.clone(), host(&format!("failover.region_hosts.{region}"), text, wrong)?))
    });
    let region_hosts = hosts.collect();
    let mut resolvers: Vec<ResolverAddress> = Vec::new();
    for text in &failover.resolvers {
        match text.parse::<ResolverAddress>() {
            Ok(resolver) if !resolvers.contains(&resolver) => resolvers.push(resolver),
            Ok(_) => {}
            Err(reason) => wrong.push(format!("failover.resolvers: {reason}")),
        }
    }
    let mut offline_hosts: Vec<String> = Vec::new();
    for text in &failover.offline_hosts {
        match host("failover.offline_hosts", text, wrong) {
            Some(named) if !offline_hosts.contains(&named.host) => offline_hosts.push(named.host),
            _ => {}
        }
    }
    let secret = environment.online_store.as_ref().and_then(|store| store.secret.as_deref());
    failover::observe::Wanted {
        region_hosts,
        resolvers,
        offline_hosts,
        table: environment.table.as_ref().map(|table| table_ref(table).name),
        secret: secret.map(in_any_region),
        aurora: environment.replication.as_ref().and_then(|named| named.aurora_globals.first().cloned()),
    }
}

fn host(key: &str, text: &str, wrong: &mut Vec<String>) -> Option<HostAddress> {
    text.parse().map_err(|reason| wrong.push(format!("{key}: {reason}"))).ok()
}

/// A secret's name, which is the same in every Region; behind it an ARN has a hyphen and six characters.
fn in_any_region(secret: &str) -> String {
    let Some(name) = secret.strip_prefix("arn:").and_then(|arn| arn.splitn(6, ':').nth(5)) else {
        return secret.to_owned();
    };
    name.rsplit_once('-').filter(|(_, random)| random.len() == 6).map_or(name, |(name, _)| name).to_owned()
}

/// The longest that one round over these environments can take: each has `timeout`, and those with a failover name may
/// have to wait for each other's turns at Route 53.
pub(super) fn longest(plans: &[Plan], timeout: Duration) -> Duration {
    let waiting = plans.iter().filter(|plan| plan.failover.is_some()).count();
    timeout.saturating_mul(u32::try_from(waiting).unwrap_or(u32::MAX).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::{CheckCode, named};

    fn planned(text: &str, only: Option<&str>) -> Plan {
        let config = config::read(text, "chalkstore.toml").unwrap_or_else(|problems| panic!("{problems:?}"));
        let only = only.map(|word| CheckCode::all(named(word).expect("there is one")));
        let given = Given {
            folder: Path::new(""),
            day: "2026-11-21".to_owned(),
            zone: None,
            selection: only.map(|only| Selection { only: Some(only), ..Selection::default() }),
        };
        plan("p", &config.environments["p"], &given).expect("it can be meant")
    }

    #[test]
    fn a_table_is_looked_at_in_the_region_of_its_arn() {
        let plan = planned(
            "[environments.p.aws]\nregion = \"us-east-1\"\n\
             [environments.p.table]\nname = \"arn:aws:dynamodb:eu-west-1:123456789012:table/features\"\n\
             replicas = [\"us-west-2\", \"eu-west-1\"]\n\
             [environments.p.access]\nrole = \"arn:aws:iam::123456789012:role/chalk\"\n",
            None,
        );
        assert_eq!(plan.aws_of_table().region.as_deref(), Some("eu-west-1"));
        let regions = ["eu-west-1", "us-west-2"].map(str::to_owned).to_vec();
        let replicated = plan.replication.expect("the table is");
        assert_eq!(replicated.wanted.table, Some(("features".to_owned(), regions)));
        let access = plan.access.expect("it is described");
        assert_eq!(access.table.as_deref(), Some("features"));
        assert_eq!(access.table_region.as_deref(), Some("eu-west-1"));
    }

    #[test]
    fn the_store_is_needed_for_what_cannot_be_made_without_it() {
        let text = "[environments.p.online_store]\nuri = \"redis://h:1/0?clustered=false\"\n\
                    [environments.p.table]\nname = \"features\"\n\
                    [environments.p.objectives]\nmax_lag = \"5s\"\n";
        let needed = |only: &str| {
            let plan = planned(text, Some(only));
            let parts = Part::ALL.into_iter().filter(|part| plan.has(*part) && plan.needs(*part));
            parts.map(Part::as_str).collect::<Vec<_>>()
        };
        assert_eq!(needed("NET002"), ["online_store"]);
        assert_eq!(needed("TBL001"), ["table"]);
        assert_eq!(needed("CFG001"), ["configuration"]);
        assert_eq!(needed("CFG004"), ["configuration", "online_store"]);
        assert_eq!(needed("LAG040"), ["online_store", "replication"]);
        let alone = planned("[environments.p.online_store]\nsecret = \"s\"\n", Some("CFG004"));
        assert!(!alone.needs(Part::Store), "nothing is compared with it");
    }
}
