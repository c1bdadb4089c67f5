//! What stands of it. Records and health checks are kept as the inside of their XML, so that a test can put anything there.

use std::collections::BTreeMap;
use std::time::Instant;

/// Everything of an account.
#[derive(Clone, Debug)]
pub(crate) struct Routing {
    pub(crate) zones: Vec<ZoneAt>,
    /// By id.
    pub(crate) checks: BTreeMap<String, CheckAt>,
    /// By Region.
    pub(crate) balancers: BTreeMap<String, Vec<BalancerAt>>,
    /// The alarms on a health check's status, by its id.
    pub(crate) noticed_by: BTreeMap<String, Vec<String>>,
    /// How much is on a page, of whatever.
    pub(crate) page_size: usize,
    /// Whether zones of another name are left out, as moto does.
    pub(crate) has_exact_zones: bool,
    /// Whether every page of records is the first, and there is always more.
    pub(crate) repeats_pages: bool,
    /// When Route 53 was asked, each time.
    pub(crate) asked_at: Vec<Instant>,
}

impl Default for Routing {
    fn default() -> Self {
        Self {
            zones: Vec::new(),
            checks: BTreeMap::new(),
            balancers: BTreeMap::new(),
            noticed_by: BTreeMap::new(),
            page_size: 100,
            has_exact_zones: false,
            repeats_pages: false,
            asked_at: Vec::new(),
        }
    }
}

/// A hosted zone.
#[derive(Clone, Debug)]
pub(crate) struct ZoneAt {
    pub(crate) id: String,
    /// As `example.com.`.
    pub(crate) name: String,
    pub(crate) is_private: bool,
    pub(crate) accelerated: Option<String>,
    pub(crate) records: Vec<RecordAt>,
}

impl ZoneAt {
    pub(crate) fn new(id: &str, name: &str, records: Vec<RecordAt>) -> Self {
        let (id, name) = (id.to_owned(), format!("{name}."));
        Self { id, name, is_private: false, accelerated: None, records }
    }
}

/// A record set.
#[derive(Clone, Debug)]
pub(crate) struct RecordAt {
    /// As Route 53 writes it: `\052.example.com.`.
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) identifier: Option<String>,
    /// What stands beside them.
    pub(crate) rest: String,
}

impl RecordAt {
    pub(crate) fn new(name: &str, kind: &str, identifier: Option<&str>, rest: &str) -> Self {
        Self {
            name: format!("{name}."),
            kind: kind.to_owned(),
            identifier: identifier.map(str::to_owned),
            rest: rest.to_owned(),
        }
    }

    /// An alias. `before` is what stands before it, such as `<Failover>PRIMARY</Failover>`.
    pub(crate) fn alias(
        (name, kind): (&str, &str),
        identifier: Option<&str>,
        before: &str,
        (target, zone, evaluates): (&str, &str, bool),
        check: Option<&str>,
    ) -> Self {
        let check = check.map(|id| format!("<HealthCheckId>{id}</HealthCheckId>")).unwrap_or_default();
        let alias = format!(
            "<AliasTarget><HostedZoneId>{zone}</HostedZoneId><DNSName>{target}.</DNSName>\
             <EvaluateTargetHealth>{evaluates}</EvaluateTargetHealth></AliasTarget>"
        );
        Self::new(name, kind, identifier, &format!("{before}{alias}{check}"))
    }

    /// One with values.
    pub(crate) fn values((name, kind): (&str, &str), ttl_s: u32, values: &[&str]) -> Self {
        let values = values
            .iter()
            .map(|value| format!("<ResourceRecord><Value>{value}</Value></ResourceRecord>"))
            .collect::<Vec<_>>()
            .concat();
        let rest = format!("<TTL>{ttl_s}</TTL><ResourceRecords>{values}</ResourceRecords>");
        Self::new(name, kind, None, &rest)
    }
}

/// A health check.
#[derive(Clone, Debug)]
pub(crate) struct CheckAt {
    /// The inside of `HealthCheckConfig`.
    pub(crate) config: String,
    /// What checkers say: Region and status.
    pub(crate) says: Vec<(String, String)>,
    /// Why it failed last: Region and status.
    pub(crate) failed: Vec<(String, String)>,
}

impl CheckAt {
    /// An HTTPS check of `/healthz` of a host, every 30 s, three times, healthy from everywhere.
    pub(crate) fn https(host: &str) -> Self {
        let config = format!(
            "<Port>443</Port><Type>HTTPS</Type><ResourcePath>/healthz</ResourcePath>\
             <FullyQualifiedDomainName>{host}</FullyQualifiedDomainName><RequestInterval>30</RequestInterval>\
             <FailureThreshold>3</FailureThreshold><MeasureLatency>false</MeasureLatency><Inverted>false</Inverted>\
             <Disabled>false</Disabled><EnableSNI>true</EnableSNI>"
        );
        let regions = ["us-east-1", "us-west-1", "us-west-2", "eu-west-1", "ap-southeast-1", "sa-east-1"];
        let says = |region: &&str| ((*region).to_owned(), "Success: HTTP Status Code 200, OK".to_owned());
        Self { config, says: regions.iter().map(says).collect(), failed: Vec::new() }
    }

    /// Another, of which no checker says anything.
    pub(crate) fn of(config: &str) -> Self {
        Self { config: config.to_owned(), says: Vec::new(), failed: Vec::new() }
    }
}

/// A load balancer.
#[derive(Clone, Debug)]
pub(crate) struct BalancerAt {
    pub(crate) name: String,
    pub(crate) dns_name: String,
    pub(crate) scheme: String,
    pub(crate) groups: Vec<GroupAt>,
}

/// A target group.
#[derive(Clone, Debug)]
pub(crate) struct GroupAt {
    pub(crate) name: String,
    pub(crate) path: Option<String>,
    /// Each target's id and state.
    pub(crate) targets: Vec<(String, String)>,
}

impl BalancerAt {
    /// An application load balancer to the internet, with one group of healthy targets.
    pub(crate) fn healthy(name: &str, region: &str, targets: &[&str]) -> Self {
        let targets = targets.iter().map(|id| ((*id).to_owned(), "healthy".to_owned())).collect();
        Self {
            name: name.to_owned(),
            dns_name: format!("{name}-1234567890.{region}.elb.amazonaws.com"),
            scheme: "internet-facing".to_owned(),
            groups: vec![GroupAt {
                name: format!("{name}-query"),
                path: Some("/healthz".to_owned()),
                targets,
            }],
        }
    }
}
