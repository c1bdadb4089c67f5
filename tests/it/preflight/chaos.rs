//! A thousand preflights in which every observation may be late, refused, garbled, cut off, killed or left hanging, by a
//! seed and each by itself: none hangs, none panics, none passes what it could not know, and the exit code is always that
//! of the table.

mod servers;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use self::servers::{Environment, Kind, Servers, described};
use super::{Statuses, names_no_option_of_another_command, results};
use crate::program::{Ran, run_with};
use crate::support::{Fate, Fates};

/// Runs, and environments in each: a thousand together.
const RUNS: u64 = 20;
const EACH: u64 = 50;
/// Every so many environments one has a failover name: Route 53 is asked at its pace.
const ROUTED: u64 = 10;
/// How many runs go on at once.
const AT_ONCE: usize = 4;
/// A run's deadlines (3 s for each environment, 2 s beyond for what does not keep it, and turns at Route 53, at which it
/// stands for some 10 s) with room for a busy machine.
const LIMIT: Duration = Duration::from_mins(2);

/// What nobody can know who did not get this answer: these checks must not pass. `*` is any node, or any Region.
const NEEDS: &[(&str, &[&str])] = &[
    (
        "secretsmanager:getsecretvalue us-east-1",
        &["SEC002", "URI001", "NET002", "TOP001", "TOP002", "TOP031"],
    ),
    (
        "dynamodb:describetable us-east-1",
        &["LAG010", "TBL001", "TBL002", "TBL003", "TBL007", "TBL010", "TBL011", "TBL013"],
    ),
    ("dynamodb:describecontinuousbackups *", &["TBL007"]),
    ("dynamodb:describetable us-west-2", &["TBL001", "TBL010", "TBL011", "TBL017"]),
    ("dynamodb:describetimetolive us-east-1", &["TBL009"]),
    ("dynamodb:listtagsofresource *", &["TBL010"]),
    ("cloudwatch:describealarms *", &["TBL017"]),
    (
        "cloudwatch:getmetricdata us-west-2",
        &["LAG001", "LAG002", "LAG003", "LAG021", "LAG051", "TBL015", "TBL016"],
    ),
    ("cloudwatch:getmetricdata *", &["LAG001", "LAG002", "LAG003", "LAG051", "TBL015", "TBL016"]),
    ("cloudwatch:listmetrics us-west-2", &["LAG001", "LAG003", "LAG051"]),
    ("kafka:describereplicator us-west-2", &["LAG020", "LAG022", "LAG023"]),
    ("rds:describedbclusters us-west-2", &["LAG030", "LAG031", "LAG032"]),
    ("rds:describedbclusters *", &["LAG031", "LAG032"]),
    ("iam:simulateprincipalpolicy us-east-1", &["IAM001", "IAM002", "IAM003"]),
    ("eks:describecluster us-east-1", &["FLOW001", "FLOW005", "FLOW006", "FLOW007", "FLOW008", "FLOW009"]),
    ("route53:listhostedzonesbyname us-east-1", &["FO001", "FO002", "FO003", "FO006"]),
    ("route53:listresourcerecordsets us-east-1", &["FO001", "FO002", "FO003", "FO006"]),
    ("route53:gethealthcheck us-east-1", &["FO021", "FO022", "FO026", "FO030"]),
    ("route53:gethealthcheckstatus us-east-1", &["FO032"]),
    ("elasticloadbalancing:describeloadbalancers *", &["FO050"]),
    ("elasticloadbalancing:describetargetgroups *", &["FO050"]),
    ("elasticloadbalancing:describetargethealth *", &["FO050"]),
    ("cloudwatch:describealarmsformetric us-east-1", &["FO038"]),
    ("dns", &["FO051", "FO054"]),
    ("healthz east", &["FO051"]),
    ("healthz west", &["FO051"]),
    ("node 0 ping", &["NET012"]),
    ("node 0 info memory", &["NET015", "TOP014"]),
    ("node 0 info replication", &["NET015", "TOP010"]),
    ("node 0 info server", &["NET014", "TOP012", "TOP031"]),
    ("node *", &["TOP004", "TOP006", "TOP012", "TOP031"]),
    ("node * cluster info", &["TOP006"]),
    ("node * cluster nodes", &["TOP008"]),
    ("node * cluster shards", &["TOP003"]),
    ("node * config get cluster-*", &["TOP018"]),
    ("node * info clients", &["TOP015", "TOP016"]),
    ("node * info memory", &["TOP014"]),
    ("node * info server", &["TOP012", "TOP031"]),
];

/// Whether a pattern means an observation.
fn means(pattern: &str, observation: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => {
            let named = observation.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            named.is_some_and(|named| !named.contains(' '))
        }
        None => observation == pattern,
    }
}

/// The checks that need an observation.
fn needs(observation: &str) -> &'static [&'static str] {
    NEEDS.iter().find(|(of, _)| means(of, observation)).map_or(&[], |(_, codes)| codes)
}

/// What is run: environments, and how much fails a run.
struct Run {
    environments: Vec<(String, Fates, Kind)>,
    fail_on: &'static str,
    timeout: &'static str,
}

/// What became of an environment; its servers are gone.
struct Seen {
    name: String,
    kind: Kind,
    /// Every observation that was made, and its fate.
    met: BTreeMap<String, Fate>,
    statuses: Statuses,
}

fn count(counts: &Value, status: &str) -> u64 {
    counts[status].as_u64().expect("a number")
}

/// What the table says of these counts.
fn expected_exit(counts: &Value, fail_on: &str) -> u64 {
    let failing = match fail_on {
        "warn" => count(counts, "fail") + count(counts, "warn"),
        "never" => 0,
        _ => count(counts, "fail"),
    };
    if failing > 0 {
        1
    } else if count(counts, "unknown") > 0 {
        3
    } else {
        0
    }
}

/// Runs environments, and gives each with its results.
#[track_caller]
fn ran(servers: &Servers, run: Run) -> Vec<Seen> {
    let mut text = String::new();
    let all = run.environments.into_iter();
    let environments: Vec<Environment> =
        all.map(|(name, fates, kind)| servers.environment(&mut text, name, fates, kind)).collect();
    let described = described(&text);
    let mut command = described.command();
    command.env("CHALK_AVAILABILITY_ZONE", "us-east-1a");
    let begun = Instant::now();
    let arguments =
        ["preflight", "--output", "ndjson", "-v", "--timeout", run.timeout, "--fail-on", run.fail_on];
    let ran = run_with(command, &arguments, b"");
    let took = begun.elapsed();
    let of_run = format!("{} and on: {}", environments[0].name, ran.stderr);
    assert!(took < LIMIT, "{took:?}, {of_run}");
    told(&ran, run.fail_on, &of_run);
    let (mut statuses, _) = results(&ran.stdout);
    assert_eq!(statuses.len(), environments.len(), "{of_run}");
    let with = |environment: Environment| {
        let (statuses, _) = statuses.remove(&environment.name).expect("each is told of");
        Seen { met: environment.fates.met(), name: environment.name, kind: environment.kind, statuses }
    };
    environments.into_iter().map(with).collect()
}

/// What every run has to say.
#[track_caller]
fn told(ran: &Ran, fail_on: &str, of_run: &str) {
    let bugs: Vec<&str> =
        ran.stdout.split("a bug in chalkstore").skip(1).map(|rest| &rest[..80.min(rest.len())]).collect();
    assert!(bugs.is_empty() && !ran.stderr.contains("has a bug"), "{bugs:?} {of_run}");
    names_no_option_of_another_command(ran);
    assert!(!ran.stdout.contains("c4n4ry") && !ran.stderr.contains("c4n4ry"), "a secret came out: {of_run}");
    let (environments, summary) = results(&ran.stdout);
    let exit = expected_exit(&summary["counts"], fail_on);
    assert_eq!((i64::from(ran.code), &summary["exit_code"]), (exit.cast_signed(), &exit.into()), "{of_run}");
    for status in ["pass", "warn", "fail", "skip", "unknown"] {
        let sum: u64 = environments.values().map(|(_, counts)| count(counts, status)).sum();
        assert_eq!(sum, count(&summary["counts"], status), "{status}, {of_run}");
    }
}

/// Everything that passes and could not be known, or is not so where all is well.
fn wrong_passes(seen: &Seen, clean: &Statuses) -> Vec<String> {
    let Seen { name, met, statuses, .. } = seen;
    let mut wrong = Vec::new();
    for (code, status) in statuses.iter().filter(|(_, status)| *status == "pass") {
        if clean.get(code) != Some(status) {
            wrong.push(format!("{name}: {code} passes in chaos alone: {met:?}"));
        }
        let broken = met
            .iter()
            .filter(|(observation, fate)| fate.is_broken() && needs(observation).contains(&code.as_str()));
        wrong.extend(broken.map(|(of, fate)| format!("{name}: {code} passes, and {of} was {fate:?}")));
    }
    wrong
}

/// What is observed for a failover name alone.
fn is_of_failover(observation: &str) -> bool {
    let of_it = ["route53:", "elasticloadbalancing:", "cloudwatch:describealarmsformetric", "healthz", "dns"];
    of_it.iter().any(|one| observation.starts_with(one))
        || observation == "secretsmanager:getsecretvalue us-west-2"
}

/// Each observation broken by itself, in one way after another.
fn alone(observations: &BTreeSet<String>, timeout: &'static str) -> Vec<Run> {
    let (routed, others): (Vec<_>, Vec<_>) =
        observations.iter().enumerate().partition(|(_, name)| is_of_failover(name));
    let environment = |(at, name): &(usize, &String), kind: Kind| {
        (format!("alone-{at:03}"), Fates::alone(name, Fate::BROKEN[at % Fate::BROKEN.len()]), kind)
    };
    let run = |environments: Vec<_>| Run { environments, fail_on: "fail", timeout };
    let routed =
        routed.chunks(4).map(|few| run(few.iter().map(|one| environment(one, Kind::Routed)).collect()));
    let others =
        others.chunks(10).map(|few| run(few.iter().map(|one| environment(one, Kind::Unrouted)).collect()));
    routed.chain(others).collect()
}

/// A thousand environments, each with a seed of its own.
fn chaos() -> Vec<Run> {
    let kind = |number: u64| match (number % ROUTED, number % 3) {
        (0, _) => Kind::Routed,
        (_, 0) => Kind::Unrouted,
        (_, 1) => Kind::Store,
        _ => Kind::Table,
    };
    let run = |run: u64| {
        let environment = |number: u64| {
            let seed = run * EACH + number;
            (format!("seed-{seed:04}"), Fates::seeded(seed), kind(number))
        };
        let fail_on = ["fail", "never", "warn"][usize::try_from(run % 3).unwrap_or_default()];
        Run { environments: (0..EACH).map(environment).collect(), fail_on, timeout: "3s" }
    };
    (0..RUNS).map(run).collect()
}

/// Does all runs, some at once.
fn all(servers: &Servers, runs: Vec<Run>) -> Vec<Seen> {
    let (open, done) = (Mutex::new(runs), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some(run) = open.lock().unwrap_or_else(PoisonError::into_inner).pop() else { break };
                    let ran = ran(servers, run);
                    done.lock().unwrap_or_else(PoisonError::into_inner).extend(ran);
                }
            });
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn nothing_passes_that_nobody_could_know() {
    let servers = Servers::start();
    let whole = |kind: Kind| (format!("{kind:?}"), Fates::whole(), kind);
    let whole = Run { environments: Kind::ALL.map(whole).into(), fail_on: "fail", timeout: "60s" };
    let whole = ran(&servers, whole);
    let observations: BTreeSet<String> = whole[0].met.keys().cloned().collect();
    let clean: BTreeMap<Kind, Statuses> = whole.into_iter().map(|seen| (seen.kind, seen.statuses)).collect();
    let passing: BTreeSet<&str> = clean[&Kind::Routed]
        .iter()
        .filter_map(|(code, status)| (status == "pass").then_some(code.as_str()))
        .collect();
    // There is something to pass, all of what is needed for it is made, and there is something that must not.
    assert!(passing.len() > 80 && clean[&Kind::Routed].values().any(|status| status == "fail"), "{clean:#?}");
    let is_idle = |pattern: &&str| !observations.iter().any(|one| means(pattern, one));
    let idle: Vec<&str> = NEEDS.iter().map(|(pattern, _)| *pattern).filter(is_idle).collect();
    assert!(idle.is_empty(), "nothing of {idle:?} is observed: {observations:#?}");
    for observation in &observations {
        let lost: Vec<_> = needs(observation).iter().filter(|code| !passing.contains(**code)).collect();
        assert!(
            lost.is_empty(),
            "{lost:?} do not pass where all is well, and {observation} is to decide about it"
        );
    }

    let mut runs = alone(&observations, "10s");
    runs.extend(chaos());
    let mut ran = all(&servers, runs);
    let without_turn = |ran: &[Seen]| -> BTreeSet<String> {
        let met = ran.iter().flat_map(|seen| &seen.met).filter(|(_, fate)| fate.is_broken());
        let broken: BTreeSet<&String> = met.map(|(observation, _)| observation).collect();
        observations.iter().filter(|one| !broken.contains(one)).cloned().collect()
    };
    // On a machine that is very busy, the end may come before an observation's turn: it gets another, and time for it.
    ran.extend(all(&servers, alone(&without_turn(&ran), "60s")));

    let wrong = ran.iter().flat_map(|seen| wrong_passes(seen, &clean[&seen.kind])).collect::<Vec<_>>();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(without_turn(&ran), BTreeSet::new());
    let seeds: Vec<&Seen> = ran.iter().filter(|seen| seen.name.starts_with("seed-")).collect();
    assert_eq!(seeds.len() as u64, RUNS * EACH);
    // Much was left to pass.
    let passes =
        seeds.iter().flat_map(|seen| seen.statuses.values()).filter(|status| *status == "pass").count();
    assert!(passes > 2_000, "{passes}");
}
