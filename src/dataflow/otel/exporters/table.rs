//! Exporters that name their destination in one field.

/// How it can be told whether an exporter encrypts.
#[derive(Clone, Copy)]
pub(super) enum Wire {
    /// By the options of a gRPC client, whose TLS section stands at this path.
    Grpc(&'static str),
    /// By the scheme.
    Url,
    /// By what a syslog exporter says of its transport and its TLS section.
    Syslog,
    /// It never does.
    Plain,
}

/// Where exporters of some kinds name their destination.
pub(super) struct Rule {
    /// The kinds, without underscores.
    pub(super) kinds: &'static [&'static str],
    /// Paths of options, the one that counts first. `{signal}` is `logs`, `metrics`, `traces` or `profiles`.
    pub(super) fields: &'static [&'static str],
    /// Where it sends if there is none of them.
    pub(super) default: Option<&'static str>,
    pub(super) wire: Wire,
}

/// Kinds that send nothing: `prometheus` is fetched from.
pub(super) const NOWHERE: [&str; 5] = ["debug", "logging", "nop", "file", "prometheus"];

const fn rule(
    kinds: &'static [&'static str],
    fields: &'static [&'static str],
    default: Option<&'static str>,
    wire: Wire,
) -> Rule {
    Rule { kinds, fields, default, wire }
}

pub(super) const RULES: [Rule; 23] = [
    rule(
        &["otlp", "otlpgrpc", "otelarrow", "opencensus", "jaeger", "skywalking", "stef"],
        &["endpoint"],
        None,
        Wire::Grpc("tls"),
    ),
    rule(&["otlphttp"], &["{signal}_endpoint", "endpoint"], None, Wire::Url),
    rule(
        &[
            "alertmanager",
            "awsprometheusremotewrite",
            "bmchelix",
            "doris",
            "f5cloud",
            "faro",
            "influxdb",
            "instana",
            "jaegerthrift",
            "logicmonitor",
            "loki",
            "sapm",
            "splunkhec",
            "tinybird",
            "zipkin",
        ],
        &["endpoint"],
        None,
        Wire::Url,
    ),
    // What stands in the section comes before what stands beside it.
    rule(&["prometheusremotewrite"], &["http.endpoint", "endpoint"], None, Wire::Url),
    rule(&["jaegerthrifthttp"], &["endpoint", "url"], None, Wire::Url),
    rule(&["alibabacloudlogservice"], &["endpoint"], None, Wire::Url),
    rule(&["dynatrace"], &["endpoint"], Some("http://localhost:14499"), Wire::Url),
    rule(&["humio"], &["{signal}.endpoint", "endpoint"], None, Wire::Url),
    rule(&["tanzuobservability"], &["{signal}.endpoint"], None, Wire::Url),
    rule(&["opensearch"], &["http.endpoint"], None, Wire::Url),
    rule(&["dataset"], &["dataset_url"], None, Wire::Url),
    rule(&["mezmo"], &["ingest_url"], Some("https://logs.mezmo.com"), Wire::Url),
    rule(&["honeycombmarker"], &["api_url"], Some("https://api.honeycomb.io"), Wire::Url),
    rule(&["azuredataexplorer"], &["cluster_uri"], None, Wire::Url),
    rule(&["sentry"], &["dsn", "url"], None, Wire::Url),
    rule(&["googlecloudpubsub"], &["endpoint"], Some("https://pubsub.googleapis.com"), Wire::Url),
    rule(&["googlecloudstorage"], &[], Some("https://storage.googleapis.com"), Wire::Url),
    rule(&["pulsar"], &["endpoint"], Some("pulsar://localhost:6650"), Wire::Url),
    rule(&["rabbitmq"], &["connection.endpoint"], None, Wire::Url),
    rule(&["kinetica"], &["host"], None, Wire::Url),
    rule(&["cassandra"], &["dsn"], Some("127.0.0.1"), Wire::Plain),
    rule(&["carbon"], &["endpoint"], Some("localhost:2003"), Wire::Plain),
    rule(&["syslog"], &["endpoint"], None, Wire::Syslog),
];
