//! Tables, secrets, the metadata plane, and what only operators know.

use chalkstore::aws::Asked;
use chalkstore::dynamodb::evidence::{Dimension, Measure, WarmThroughput};
use chalkstore::failover::Metadata;
use chalkstore::failover::evidence::{
    DnsOutcome, DnsRecord, NameSeen, Policy, Record, RecordKind, ResolverSeen, SecretSeen,
};
use chalkstore::metrics::Series;
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::parts::metrics;
use super::seen::{
    EAST, NAME, Seen, WEST, addresses_of, balancer_name, by_latency, expect, host_name, spoiled,
};
use crate::support::asked::{absent, answer, denied};

#[test]
fn healthz_does_not_lie_about_the_store() {
    spoiled(("FO052", Pass), "", |_| {});
    spoiled(("FO052", Fail), "/healthz says 200, and the table is INACCESSIBLE", |seen| {
        seen.table_facts(WEST).status = Some("INACCESSIBLE_ENCRYPTION_CREDENTIALS".into());
    });
    spoiled(("FO052", Fail), "there is no table chalk-online-store in us-west-2", |seen| {
        seen.table(WEST).described = absent();
    });
    spoiled(("FO052", Fail), "and the replica is REPLICATION_NOT_AUTHORIZED", |seen| {
        seen.table_facts(EAST).replicas[0].status = Some("REPLICATION_NOT_AUTHORIZED".into());
    });
    spoiled(("FO052", Fail), "and the table is CREATING: it serves nothing yet", |seen| {
        seen.table_facts(WEST).status = Some("CREATING".into());
    });
    for status in [None, Some("SOMETHING_NEW")] {
        spoiled(("FO052", Unknown), "status", |seen| {
            seen.table_facts(WEST).status = status.map(Into::into);
        });
        spoiled(("FO052", Unknown), "status", |seen| {
            seen.table_facts(EAST).replicas[0].status = status.map(Into::into);
        });
    }
    spoiled(("FO052", Fail), "has no replica in us-west-2", |seen| {
        seen.table_facts(EAST).replicas.clear();
        seen.evidence.table.as_mut().expect("named").regions.truncate(1);
    });
    spoiled(("FO052", Unknown), "was not asked for in us-west-2", |seen| {
        seen.evidence.table.as_mut().expect("named").regions.truncate(1);
    });
    spoiled(("FO052", Unknown), "allow dynamodb:DescribeTable", |seen| seen.table(WEST).described = denied());
    spoiled(("FO052", Skip), "--table", |seen| seen.evidence.table = None);
    spoiled(("FO052", Skip), "FO051", |seen| {
        seen.answers(EAST, 503);
        seen.answers(WEST, 503);
    });
}

#[test]
fn the_table_of_every_region_takes_all_traffic() {
    // 40 units in the east and 150 in the west: more than 100 in either.
    let busy = |seen: &mut Seen| {
        seen.table(EAST).metrics = Some(Asked::Answered(metrics(40.0)));
        seen.table(WEST).metrics = Some(Asked::Answered(metrics(150.0)));
    };
    spoiled(("FO057", Warn), "has 100 read units now and scales up to 200", busy);
    spoiled(("FO057", Fail), "scales up to 150 read units", |seen| {
        busy(seen);
        let targets = answer(&mut seen.table(WEST).scaling.as_mut().expect("asked").targets);
        targets.iter_mut().filter(|one| one.dimension == Dimension::Read).for_each(|one| one.max = 150);
    });
    spoiled(("FO057", Fail), "and does not scale", |seen| {
        busy(seen);
        answer(&mut seen.table(WEST).scaling.as_mut().expect("asked").targets).clear();
    });
    spoiled(("FO057", Unknown), "how it scales could not be read", |seen| {
        busy(seen);
        seen.table(WEST).scaling.as_mut().expect("asked").targets = denied();
    });
    let on_demand = |seen: &mut Seen, most: Option<i64>, warm: i64| {
        busy(seen);
        for region in [EAST, WEST] {
            let facts = seen.table_facts(region);
            facts.billing_mode = "PAY_PER_REQUEST".into();
            facts.provisioned = None;
            let units = |read| WarmThroughput { read_units: Some(read), write_units: Some(4000) };
            facts.max_request_units = most.map(units);
            facts.warm_throughput = Some(units(warm));
        }
    };
    spoiled(("FO057", Pass), "", |seen| on_demand(seen, None, 12_000));
    spoiled(("FO057", Warn), "takes 100 read units a second at once (warm throughput)", |seen| {
        on_demand(seen, None, 100);
    });
    spoiled(("FO057", Fail), "takes 120 read units a second at most", |seen| {
        on_demand(seen, Some(120), 12_000);
    });
    // What the busy Region reads is no part of the sum, or only as far as its metrics say.
    spoiled(("FO057", Unknown), "allow dynamodb:DescribeTable", |seen| {
        seen.table(EAST).described = denied();
        seen.table(EAST).metrics = None;
    });
    spoiled(("FO057", Fail), "and does not scale; all Regions together consume 190 read units", |seen| {
        busy(seen);
        seen.table(EAST).described = denied();
        answer(&mut seen.table(WEST).scaling.as_mut().expect("asked").targets).clear();
    });
    // Where some were throttled, what was consumed is not all that a Region has to take.
    let clip = |seen: &mut Seen| {
        let metrics = answer(seen.table(EAST).metrics.as_mut().expect("was asked"));
        let (start, end) = (metrics.start_epoch_s, metrics.end_epoch_s);
        let throttled =
            metrics.measured.iter_mut().find(|one| one.measure == Measure::Throttled(Dimension::Read));
        throttled.expect("was asked").series = Series::from_points(start, end, 60, [(start, 60.0)]);
    };
    spoiled(("FO057", Unknown), "but 60 read requests were throttled: true demand was higher", clip);
    spoiled(("FO057", Unknown), "but 60 read requests were throttled: true demand was higher", |seen| {
        clip(seen);
        for region in [EAST, WEST] {
            let facts = answer(&mut seen.table(region).described);
            facts.billing_mode = "PAY_PER_REQUEST".to_owned();
            facts.warm_throughput =
                Some(WarmThroughput { read_units: Some(12_000), write_units: Some(4000) });
        }
    });
    // What is taken at once is not known, and nothing that was consumed is no idle table.
    spoiled(("FO057", Unknown), "does not tell its warm throughput", |seen| {
        on_demand(seen, None, 12_000);
        seen.table_facts(WEST).warm_throughput = None;
    });
    spoiled(("FO057", Unknown), "CloudWatch has no value of chalk-online-store in us-west-2", |seen| {
        let metrics = answer(seen.table(WEST).metrics.as_mut().expect("was asked"));
        metrics.measured.iter_mut().for_each(|one| one.series.values.clear());
    });
    spoiled(("FO057", Fail), "ask for more by an unknown amount: 60 read requests were throttled", |seen| {
        busy(seen);
        seen.table(EAST).described = denied();
        answer(&mut seen.table(WEST).scaling.as_mut().expect("asked").targets).clear();
        clip(seen);
    });
    spoiled(
        ("FO057", Unknown),
        "not all is known of what chalk-online-store consumes in us-east-1",
        |seen| {
            seen.evidence.table.as_mut().expect("named").regions.remove(0);
        },
    );
    spoiled(("FO057", Unknown), "allow cloudwatch:GetMetricData", |seen| {
        seen.table(EAST).metrics = Some(denied());
    });
}

#[test]
fn tables_are_set_alike() {
    spoiled(("FO058", Pass), "", |_| {});
    spoiled(("FO058", Fail), "keys: id (S) and sk (S) in us-west-2", |seen| {
        seen.table_facts(WEST).hash_key.as_mut().expect("a key").name = "id".into();
    });
    spoiled(("FO058", Fail), "billing mode: PAY_PER_REQUEST in us-west-2", |seen| {
        seen.table_facts(WEST).billing_mode = "PAY_PER_REQUEST".into();
    });
    spoiled(("FO058", Warn), "table class: STANDARD_INFREQUENT_ACCESS", |seen| {
        seen.table_facts(WEST).table_class = "STANDARD_INFREQUENT_ACCESS".into();
    });
    spoiled(("FO058", Fail), "expiry: off in us-west-2, by ttl in us-east-1", |seen| {
        answer(&mut seen.table(WEST).settings.as_mut().expect("asked").ttl).status = "DISABLED".into();
    });
    spoiled(("FO058", Warn), "point-in-time recovery: off in us-west-2", |seen| {
        answer(&mut seen.table(WEST).settings.as_mut().expect("asked").recovery).status = "DISABLED".into();
    });
    spoiled(("FO058", Warn), "scaling of reads: 5-100 units at 70 % in us-west-2", |seen| {
        let targets = answer(&mut seen.table(WEST).scaling.as_mut().expect("asked").targets);
        targets.iter_mut().filter(|one| one.dimension == Dimension::Read).for_each(|one| one.max = 100);
    });
    spoiled(("FO058", Fail), "does not stand in us-west-2", |seen| seen.table(WEST).described = absent());
    spoiled(("FO058", Unknown), "allow dynamodb:DescribeContinuousBackups", |seen| {
        seen.table(WEST).settings.as_mut().expect("asked").recovery = denied();
    });
    spoiled(("FO058", Unknown), "allow dynamodb:DescribeTable", |seen| seen.table(WEST).described = denied());
    spoiled(("FO058", Fail), "are two tables: neither is a replica of the other", |seen| {
        for region in [EAST, WEST] {
            seen.table_facts(region).replicas.clear();
        }
    });
    spoiled(("FO058", Skip), "--table", |seen| seen.evidence.table = None);
}

#[test]
fn secrets_name_the_same_store() {
    let uri = |table: &str, is_valid| SecretSeen::Uri {
        scheme: "dynamodb".into(),
        table: Some(table.into()),
        is_valid,
    };
    let set = |secret: SecretSeen| {
        move |seen: &mut Seen| {
            seen.evidence.secrets.insert(WEST.into(), secret);
        }
    };
    let unread = |asked: Asked<()>| SecretSeen::Unread(asked.failure().expect("a failure").clone());
    spoiled(("FO059", Pass), "", |_| {});
    spoiled(
        ("FO059", Fail),
        "names the table other, that of us-east-1 the table chalk-online-store",
        set(uri("other", true)),
    );
    spoiled(("FO059", Fail), "holds no valid URI", set(uri("chalk-online-store", false)));
    spoiled(("FO059", Fail), "there is no secret of this name in us-west-2", set(unread(absent())));
    spoiled(("FO059", Unknown), "allow secretsmanager:GetSecretValue", set(unread(denied())));
    spoiled(("FO059", Unknown), "was not read in us-west-2", |seen| {
        seen.evidence.secrets.remove(WEST);
    });
    spoiled(("FO059", Skip), "--secret", |seen| seen.evidence.secrets.clear());
}

#[test]
fn the_metadata_plane_lives_as_the_routing_does() {
    let declared = |mode| {
        move |seen: &mut Seen| {
            seen.evidence.aurora = None;
            seen.expected.metadata = Some(mode);
        }
    };
    spoiled(("FO060", Pass), "", |_| {});
    spoiled(("FO060", Pass), "", declared(Metadata::ActivePassive));
    spoiled(
        ("FO060", Warn),
        "is active-active, the routing is active-passive",
        declared(Metadata::ActiveActive),
    );
    spoiled(("FO060", Fail), "in one Region alone", declared(Metadata::SingleRegion));
    let mut seen = by_latency();
    declared(Metadata::ActivePassive)(&mut seen);
    expect(&seen, ("FO060", Warn), "is active-passive, the routing is active-active");
    // What is seen counts more than what is said.
    spoiled(
        ("FO060", Warn),
        "declared: active-active; the Aurora Global Database is active-passive",
        |seen| {
            seen.expected.metadata = Some(Metadata::ActiveActive);
        },
    );
    spoiled(("FO060", Fail), "in one Region alone", |seen| {
        answer(&mut seen.evidence.aurora.as_mut().expect("named").described).members.truncate(1);
    });
    spoiled(("FO060", Fail), "no member of the Aurora Global Database chalk-metadata takes writes", |seen| {
        let aurora = seen.evidence.aurora.as_mut().expect("named");
        answer(&mut aurora.described).members.iter_mut().for_each(|member| member.is_writer = false);
    });
    spoiled(("FO060", Unknown), "allow rds:DescribeGlobalClusters", |seen| {
        seen.evidence.aurora.as_mut().expect("named").described = denied();
        seen.expected.metadata = None;
    });
    spoiled(("FO060", Skip), "--metadata", |seen| {
        seen.evidence.aurora = None;
        seen.expected.metadata = None;
    });
}

#[test]
fn offline_consumers_stay_in_their_region() {
    let at = |host: &str| {
        let host = host.to_owned();
        move |seen: &mut Seen| seen.expected.offline_hosts = vec![host]
    };
    spoiled(("FO061", Pass), "", |_| {});
    spoiled(("FO061", Pass), "", at(&balancer_name(WEST)));
    spoiled(("FO061", Fail), "the failover name chalk-failover.example.com itself", at(NAME));
    spoiled(("FO061", Unknown), "it was not looked up", at("train.example.com"));
    spoiled(("FO061", Unknown), "--region-host REGION=train.example.com", at("train.example.com"));
    spoiled(("FO061", Unknown), "which Region 203.0.113.7 stands in is not known", at("203.0.113.7"));
    spoiled(("FO061", Pass), "", at(addresses_of(WEST)[0]));
    let cname = |value: &str| Record {
        name: "train.example.com".into(),
        kind: "CNAME".into(),
        set_identifier: None,
        policy: Policy::Simple,
        ttl_s: Some(60),
        values: vec![value.into()],
        alias: None,
        health_check: None,
    };
    for (value, expected, said) in [
        ("Chalk-Failover.example.com.", ("FO061", Fail), "train.example.com leads to the failover name"),
        ("prod-east.query.example.com", ("FO061", Pass), ""),
        // Beyond the zone anything may follow.
        ("train.other.example.net", ("FO061", Unknown), "where train.example.com leads to is not known"),
        // A circle comes to an end.
        ("train.example.com", ("FO061", Unknown), ""),
    ] {
        spoiled(expected, said, |seen| {
            at("train.example.com")(seen);
            seen.records_mut().push(cname(value));
        });
    }
    spoiled(("FO061", Skip), "--offline-host", |seen| seen.expected.offline_hosts.clear());
}

/// What resolvers say of the host itself, where no record of the zone tells.
#[test]
fn offline_consumers_are_looked_up() {
    const TRAIN: &str = "train.example.com";
    // Resolver, names on the way, addresses; or why there are none.
    type Said<'a> = (&'a str, Result<(&'a [&'a str], &'a [&'a str]), DnsOutcome>);
    let said = |resolver: &str, said: Result<(&[&str], &[&str]), DnsOutcome>| {
        let record =
            |kind, value: &str| DnsRecord { name: TRAIN.into(), kind, value: value.into(), ttl_s: 60 };
        let outcome = match said {
            Err(outcome) => outcome,
            Ok((names, addresses)) => {
                let names = names.iter().map(|name| record(RecordKind::Cname, name));
                let addresses = addresses.iter().map(|address| record(RecordKind::A, address));
                DnsOutcome::Answered(names.chain(addresses).collect())
            }
        };
        ResolverSeen { resolver: resolver.into(), kind: RecordKind::A, outcome, took_us: 900 }
    };
    let looked_up = |expected, words: &str, all: &[Said<'_>]| {
        spoiled(expected, words, |seen| {
            seen.expected.offline_hosts = vec![TRAIN.into()];
            let resolvers = all.iter().map(|(resolver, told)| said(resolver, told.clone())).collect();
            seen.evidence.offline = vec![NameSeen { host: TRAIN.into(), resolvers }];
        });
    };
    let (east, west) = (balancer_name(EAST), balancer_name(WEST));
    let (east, west): (&[&str], &[&str]) = (&[&east], &[&west]);
    let [in_east, in_west] = [EAST, WEST].map(|region| addresses_of(region)[0]);
    let (here, there) = ("system", "192.0.2.53:53");
    let own = host_name(EAST);
    looked_up(("FO061", Pass), "train.example.com leads to us-east-1", &[(here, Ok((&[&own], &[in_east])))]);
    looked_up(("FO061", Pass), "", &[(here, Ok((east, &[in_east])))]);
    looked_up(
        ("FO061", Fail),
        "leads to the failover name chalk-failover.example.com: system answers",
        &[(here, Ok((&[NAME, east[0]], &[in_east])))],
    );
    // One of them is enough.
    looked_up(
        ("FO061", Fail),
        "leads to the failover name",
        &[(here, Ok((east, &[in_east]))), (there, Ok((&[NAME], &[in_east])))],
    );
    looked_up(
        ("FO061", Fail),
        "more than one Region: us-east-1 (system answers",
        &[(here, Ok((east, &[]))), (there, Ok((west, &[])))],
    );
    // Addresses alone: the failover name leads to the east now.
    looked_up(("FO061", Unknown), "DNS does not tell", &[(here, Ok((&[], &[in_east])))]);
    looked_up(("FO061", Pass), "", &[(here, Ok((&[], &[in_west])))]);
    looked_up(("FO061", Fail), "more than one Region", &[(here, Ok((&[], &[in_east, in_west])))]);
    looked_up(
        ("FO061", Unknown),
        "no Region's host that is known: system answers train.example.net, 203.0.113.9",
        &[(here, Ok((&["train.example.net"], &["203.0.113.9"])))],
    );
    looked_up(
        ("FO061", Unknown),
        "system says that there is no such name",
        &[(here, Err(DnsOutcome::NoName))],
    );
    // Who does not answer may lead elsewhere; who does not know the name leads nowhere.
    looked_up(
        ("FO061", Unknown),
        "192.0.2.53:53 did not answer within 2 s",
        &[(here, Ok((east, &[]))), (there, Err(DnsOutcome::TimedOut(2000)))],
    );
    looked_up(("FO061", Pass), "", &[(here, Ok((east, &[]))), (there, Err(DnsOutcome::NoName))]);
    // What was declared holds, unless it leads to the failover name.
    spoiled(("FO061", Fail), "leads to the failover name", |seen| {
        let resolvers = vec![said(here, Ok((&[NAME], &[in_east])))];
        seen.evidence.offline = vec![NameSeen { host: host_name(EAST), resolvers }];
    });
}

#[test]
fn the_same_is_deployed_everywhere() {
    spoiled(("FO062", Pass), "", |_| {});
    spoiled(("FO062", Fail), "4f2c1aa in us-east-1, 0000000 in us-west-2", |seen| {
        seen.expected.deployed.insert(WEST.into(), "0000000".into());
    });
    spoiled(("FO062", Unknown), "what is deployed in us-west-2 was not declared", |seen| {
        seen.expected.deployed.remove(WEST);
    });
    spoiled(("FO062", Unknown), "was not declared", |seen| seen.expected.deployed.clear());
}
