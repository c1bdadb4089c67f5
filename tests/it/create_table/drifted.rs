//! Every attribute of the plan, changed by somebody else: it is put back, by these calls and no others.

use std::fmt::Write as _;
use std::thread;

use super::{EAST, EXPLICIT, NAME, WEST, complete, create, created, stands};
use crate::support::fake_aws::{FakeAws, State, Throughput};

const READ: &str = "dynamodb:table:ReadCapacityUnits";
const WRITE: &str = "dynamodb:table:WriteCapacityUnits";

type Drift = (&'static str, fn(&mut State));

/// What is put back.
const MENDED: [Drift; 21] = [
    ("on demand", |state| {
        for region in [EAST, WEST] {
            state.table_mut(region, NAME).provisioned = None;
            state.table_mut(region, NAME).was_on_demand = true;
        }
    }),
    ("capacity below the bounds", |state| {
        for region in [EAST, WEST] {
            state.table_mut(region, NAME).provisioned = Some(Throughput { read: 1000, write: 5 });
        }
    }),
    ("bounds of writes", |state| bound(state, EAST, WRITE)),
    ("bounds of writes there", |state| bound(state, WEST, WRITE)),
    ("bounds of reads", |state| bound(state, EAST, READ)),
    ("bounds of reads there", |state| bound(state, WEST, READ)),
    ("target of writes", |state| aim(state, EAST, WRITE)),
    ("target of writes there", |state| aim(state, WEST, WRITE)),
    ("target of reads", |state| aim(state, EAST, READ)),
    ("target of reads there", |state| aim(state, WEST, READ)),
    ("no policy of reads", |state| state.policies.retain(|(_, _, dimension, _), _| dimension != READ)),
    ("no scaling there", |state| {
        state.policies.retain(|(region, ..), _| region != WEST);
        state.targets.retain(|(region, ..), _| region != WEST);
    }),
    ("table class", |state| {
        for region in [EAST, WEST] {
            "STANDARD_INFREQUENT_ACCESS".clone_into(&mut state.table_mut(region, NAME).class);
        }
    }),
    ("deletion protection", |state| state.table_mut(EAST, NAME).deletion_protection = false),
    ("deletion protection there", |state| state.table_mut(WEST, NAME).deletion_protection = false),
    ("recovery", |state| state.table_mut(EAST, NAME).point_in_time_recovery = false),
    ("recovery there", |state| state.table_mut(WEST, NAME).point_in_time_recovery = false),
    ("tags", |state| state.table_mut(EAST, NAME).tags.clear()),
    ("tags there", |state| {
        state.table_mut(WEST, NAME).tags.insert("chalk_environment".to_owned(), "other".to_owned());
    }),
    ("expiry", |state| {
        for region in [EAST, WEST] {
            let table = state.table_mut(region, NAME);
            (table.ttl, table.ttl_changed_at) = (None, None);
        }
    }),
    ("no replica", |state| {
        state.tables.remove(&(WEST.to_owned(), NAME.to_owned()));
        state.table_mut(EAST, NAME).replicas.clear();
    }),
];

fn bound(state: &mut State, region: &str, dimension: &str) {
    let key = (region.to_owned(), format!("table/{NAME}"), dimension.to_owned());
    let target = state.targets.get_mut(&key).expect("it scales");
    (target.min, target.max) = (target.min + 1, target.max + 1);
}

fn aim(state: &mut State, region: &str, dimension: &str) {
    let mut policies = state.policies.iter_mut();
    let found = policies.find(|((at, _, of, _), _)| at == region && of == dimension);
    found.expect("it scales").1.target = 50.0;
}

#[test]
fn what_drifted_is_put_back_and_nothing_else() {
    let complete = complete();
    let base = complete.state().clone();
    let wanted = stands(&complete);
    let mended: Vec<(&str, Vec<String>)> = thread::scope(|scope| {
        let runs: Vec<_> = MENDED
            .iter()
            .map(|(name, drift)| {
                let (base, wanted) = (base.clone(), wanted.as_str());
                scope.spawn(move || {
                    let aws = FakeAws::start();
                    *aws.state() = base;
                    drift(&mut aws.state());
                    created(&aws, &EXPLICIT);
                    // A capacity within its bounds is autoscaling's to choose.
                    for region in [EAST, WEST] {
                        let mut state = aws.state();
                        let units = state.table_mut(region, NAME).provisioned.as_mut().expect("it has one");
                        assert!((250..=2500).contains(&units.write), "{name}: {units:?}");
                        units.write = 500;
                    }
                    assert_eq!(stands(&aws), *wanted, "{name}");
                    (*name, aws.changes())
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().expect("it is put back")).collect()
    });
    let mut text = String::new();
    for (name, changes) in mended {
        assert!(!changes.is_empty(), "{name}");
        writeln!(text, "{name}\n  {}", changes.join("\n  ")).expect("a string takes everything");
    }
    insta::assert_snapshot!(text);
}

/// What is not put back is said with what a person can do, and the rest is done all the same.
const BY_HAND: [Drift; 4] = [
    ("encryption", |state| state.table_mut(EAST, NAME).encryption = None),
    ("expires by `old`", |state| {
        for region in [EAST, WEST] {
            state.table_mut(region, NAME).ttl = Some("old".to_owned());
        }
    }),
    ("is CREATION_FAILED", |state| {
        let replicas = &mut state.table_mut(EAST, NAME).replicas;
        "CREATION_FAILED".clone_into(&mut replicas.get_mut(WEST).expect("there is one").status);
    }),
    ("policies", |state| {
        let key = (EAST.to_owned(), format!("table/{NAME}"), WRITE.to_owned());
        let (region, resource, dimension) = key;
        let policy = state.policies.values().next().expect("there is one").clone();
        state.policies.insert((region, resource, dimension, "second".to_owned()), policy);
    }),
];

#[test]
fn what_is_not_put_back_is_said_and_the_rest_is_done() {
    let base = complete().state().clone();
    thread::scope(|scope| {
        for (name, drift) in &BY_HAND {
            let base = base.clone();
            scope.spawn(move || {
                let aws = FakeAws::start();
                *aws.state() = base;
                drift(&mut aws.state());
                aws.state().table_mut(EAST, NAME).point_in_time_recovery = false;
                let ran = create(&aws, &EXPLICIT);
                assert_eq!(ran.statuses("TBL031"), ["fail"], "{name}: {}", ran.stdout);
                let changes = aws.changes();
                assert_eq!(changes.len(), 1, "{name}: {changes:?}");
                assert!(changes[0].starts_with("us-east-1 dynamodb:UpdateContinuousBackups"), "{changes:?}");
            });
        }
    });
}

/// Encryption of a table of one Region is put back; a table with other keys is left alone altogether.
#[test]
fn encryption_of_one_region_and_keys() {
    let arguments = [
        "--layout",
        "vendored",
        "--billing",
        "on-demand",
        "--deletion-protection",
        "on",
        "--encryption=aws-managed",
    ];
    let aws = FakeAws::start();
    created(&aws, &arguments);
    aws.forget_calls();
    aws.state().table_mut(EAST, NAME).encryption = None;
    created(&aws, &arguments);
    let line = "us-east-1 dynamodb:UpdateTable SSESpecification.Enabled=true SSESpecification.SSEType=KMS";
    assert_eq!(aws.changes(), [line]);
    aws.forget_calls();
    aws.state().table_mut(EAST, NAME).keys[0].0 = "id".to_owned();
    aws.state().table_mut(EAST, NAME).deletion_protection = false;
    let ran = create(&aws, &arguments);
    // What differs, and that it stops everything, are said once.
    assert_eq!(ran.statuses("TBL031"), ["fail"], "{}", ran.stdout);
    assert!(ran.stdout.contains("nothing of it is changed: keys are id and __ns__"), "{}", ran.stdout);
    assert_eq!(aws.attempts(), [""; 0]);
}

/// Where nobody said which keys the deployment reads, those that stand are taken only if a deployment can read them.
#[test]
fn keys_of_no_layout() {
    let aws = FakeAws::start();
    created(&aws, &["--layout=documented", "--billing=on-demand"]);
    aws.forget_calls();
    aws.state().table_mut(EAST, NAME).keys =
        vec![("entity".to_owned(), "S".to_owned()), ("ts".to_owned(), "N".to_owned())];
    let ran = create(&aws, &["--billing=on-demand"]);
    assert_eq!((ran.code, ran.statuses("TBL031")), (1, vec!["fail".to_owned()]), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("those that stand are of no layout, and pk and sk are taken"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("no deployment reads these"), "{}", ran.stdout);
    assert_eq!(aws.attempts(), [""; 0]);
}

/// A default completes what is missing, and sets nothing back that somebody has chosen otherwise.
#[test]
fn what_nobody_said_stays_as_it_stands() {
    let base = complete().state().clone();
    for (name, drift) in MENDED {
        let aws = FakeAws::start();
        *aws.state() = base.clone();
        drift(&mut aws.state());
        created(&aws, &["--layout", "vendored", "--tag", "team=features"]);
        let changes: Vec<String> =
            aws.changes().into_iter().filter(|call| !call.contains("Tags.team=features")).collect();
        let is_completed = matches!(
            name,
            "no policy of reads"
                | "no scaling there"
                | "deletion protection"
                | "deletion protection there"
                | "recovery"
                | "recovery there"
                | "expiry"
        );
        // Capacity below the bounds is no choice, for autoscaling does not lift it by itself; and the group's writes
        // follow one policy, that of the table's own Region.
        let is_evened = name == "capacity below the bounds"
            || name.contains("of writes")
            || name.starts_with("bounds of");
        assert!(is_evened || changes.is_empty() != is_completed, "{name}: {changes:?}");
        assert!(
            !changes.iter().any(|call| call.contains("BillingMode") || call.contains("TableClass")),
            "{name}"
        );
    }
}

/// The bounds of a busy table, and a table on demand, are nobody's to set to the documentation's.
#[test]
fn a_busy_table_is_not_cut_down_by_a_tag() {
    let aws = FakeAws::start();
    let busy = ["--layout=vendored", "--read-scaling=10000-40000@60", "--write-scaling=5000-20000@55"];
    created(&aws, &busy);
    aws.forget_calls();
    let tagged = ["--layout=vendored", "--environment=production"];
    created(&aws, &tagged);
    assert_eq!(aws.changes().len(), 1, "{:?}", aws.changes());
    assert!(aws.changes()[0].contains("Tags.chalk_environment=production"));

    let aws = FakeAws::start();
    created(&aws, &["--layout=vendored", "--billing=on-demand", "--encryption=aws-owned"]);
    aws.forget_calls();
    created(&aws, &tagged);
    assert_eq!(aws.changes().len(), 1, "{:?}", aws.changes());
    // A change of mode has to say with which capacity it goes on.
    let ran = create(&aws, &["--layout=vendored", "--billing=autoscaling"]);
    assert_eq!((ran.code, ran.statuses("TBL031")), (1, vec!["fail".to_owned()]), "{ran:?}");
    assert!(ran.stdout.contains("--read-capacity"), "{ran:?}");
    let ran = create(&aws, &["--layout=vendored", "--read-scaling=5-10"]);
    assert!(ran.code == 1 && ran.stdout.contains("--billing autoscaling"), "{ran:?}");
}

/// A capacity that somebody has fixed, a policy that never scales in, and a replica's own class are choices.
#[test]
fn what_somebody_has_chosen_is_left_alone() {
    let tagged = ["--layout=vendored", "--environment=production"];
    let aws = FakeAws::start();
    created(
        &aws,
        &["--layout=vendored", "--billing=provisioned", "--read-capacity=4000", "--write-capacity=2000"],
    );
    aws.forget_calls();
    created(&aws, &tagged);
    assert_eq!(aws.changes().len(), 1, "{:?}", aws.changes());
    aws.forget_calls();
    // Another capacity is another fixed one.
    created(&aws, &["--layout=vendored", "--read-capacity=4100"]);
    assert_eq!(aws.changes().len(), 1, "{:?}", aws.changes());
    assert!(aws.changes()[0].contains("ReadCapacityUnits=4100"), "{:?}", aws.changes());

    // Reads are fixed, and writes scale.
    let aws = FakeAws::start();
    created(&aws, &["--layout=vendored"]);
    {
        let mut state = aws.state();
        state.targets.retain(|(_, _, dimension), _| dimension != READ);
        state.policies.retain(|(_, _, dimension, _), _| dimension != READ);
        state.table_mut(EAST, NAME).provisioned = Some(Throughput { read: 4000, write: 500 });
    }
    aws.forget_calls();
    created(&aws, &tagged);
    assert_eq!(aws.changes().len(), 1, "{:?}", aws.changes());

    let aws = complete();
    "STANDARD_INFREQUENT_ACCESS".clone_into(&mut aws.state().table_mut(WEST, NAME).class);
    created(&aws, &["--layout=vendored", "--environment=test"]);
    assert_eq!(aws.changes(), [""; 0]);
    // One key's name that was said holds.
    let ran = create(&aws, &["--partition-key=other"]);
    assert_eq!((ran.code, ran.statuses("TBL031")), (1, vec!["fail".to_owned()]), "{ran:?}");
    assert_eq!(aws.attempts(), [""; 0]);
}

/// The group's write policy is the same, whichever Region is asked.
#[test]
fn a_region_without_the_mirror_gets_the_groups_policy() {
    let aws = FakeAws::start();
    let bounds = [
        "--layout=vendored",
        "--replica=us-west-2",
        "--write-scaling=1000-20000@60",
        "--write-capacity=1000",
    ];
    created(&aws, &bounds);
    {
        let mut state = aws.state();
        state.targets.retain(|(region, _, dimension), _| region != WEST || dimension != WRITE);
        state.policies.retain(|(region, _, dimension, _), _| region != WEST || dimension != WRITE);
    }
    aws.forget_calls();
    let mut command = crate::program::chalkstore();
    command.env("AWS_ENDPOINT_URL", aws.url());
    command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "s");
    let arguments = ["create-table", NAME, "--region", WEST, "--layout", "vendored", "--yes"];
    let ran = crate::program::run_with(command, &arguments, b"");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(aws.changes().iter().any(|call| call.contains("MaxCapacity=20000")), "{:?}", aws.changes());
    assert!(!aws.changes().iter().any(|call| call.contains("MaxCapacity=2500")), "{:?}", aws.changes());
}

/// Replicas that stand belong to the table, whoever names them.
#[test]
fn a_replica_that_nobody_named_is_not_forgotten() {
    let aws = complete();
    aws.state().table_mut(WEST, NAME).deletion_protection = false;
    created(&aws, &["--layout=vendored", "--environment=test"]);
    assert_eq!(aws.changes(), ["us-west-2 dynamodb:UpdateTable DeletionProtectionEnabled=true"]);
    aws.forget_calls();
    for wrong in [&["--billing=provisioned"][..], &["--encryption=aws-owned"]] {
        let ran = create(&aws, &[&["--layout=vendored"], wrong].concat());
        assert_eq!(ran.statuses("TBL031")[0], "fail", "{wrong:?}: {ran:?}");
        assert_eq!(aws.attempts(), [""; 0], "{wrong:?}");
    }
}
