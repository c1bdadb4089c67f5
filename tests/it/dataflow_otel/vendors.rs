//! Where exporters of every known kind send to.

use super::{collectors, said};

/// What one exporter comes to in a pipeline of a signal.
fn sent(signal: &str, exporter: &str, options: &str) -> Vec<String> {
    let text = format!(
        "receivers: {{otlp: }}\nexporters:\n  {exporter}: {options}\nservice: {{pipelines: {{{signal}: {{receivers: [otlp], exporters: [{exporter}]}}}}}}"
    );
    let lines = said(&collectors(&[("one.yaml", &text)])[0]);
    let cut = |line: &String| {
        let line = line.strip_prefix(&format!("{signal}: {exporter} = ")).unwrap_or(line);
        line.strip_suffix(&format!(" via {signal}")).unwrap_or(line).to_owned()
    };
    lines.iter().map(cut).collect()
}

/// Signal, exporter, its options, and what it comes to.
const CASES: &[[&str; 4]] = &[
    // What stays.
    ["logs", "debug", "", "nowhere nowhere"],
    ["logs", "logging", "{}", "nowhere nowhere"],
    ["logs", "nop", "{}", "nowhere nowhere"],
    ["logs", "file/disk", "{path: /tmp/x}", "nowhere nowhere"],
    ["metrics", "prometheus", "{endpoint: '0.0.0.0:8889'}", "nowhere nowhere"],
    // OTLP, whose gRPC is encrypted unless it is told otherwise.
    ["logs", "otlp", "{endpoint: 'a.example:4317'}", "a.example:4317 outside tls"],
    ["logs", "otlp", "{endpoint: 'http://a.example:4317'}", "a.example:4317 outside tls"],
    ["logs", "otlp", "{endpoint: 'a.example:4317', tls: {insecure: true}}", "a.example:4317 outside plain"],
    [
        "logs",
        "otlp",
        "{endpoint: 'a.example:4317', tls: {insecure: true, ca_file: /x}}",
        "a.example:4317 outside tls",
    ],
    [
        "logs",
        "otlp",
        "{endpoint: 'https://a.example:4317', tls: {insecure: true}}",
        "a.example:4317 outside tls",
    ],
    ["logs", "otlp", "{endpoint: 'a.example:4317', tls: {insecure: '${env:X}'}}", "a.example:4317 outside"],
    ["logs", "otlp_grpc/x", "{endpoint: 'dns:///a.example:4317'}", "a.example:4317 outside tls"],
    ["logs", "otlphttp", "{endpoint: 'http://a.example:4318'}", "a.example:4318 outside plain"],
    ["logs", "otlphttp", "{endpoint: 'a.example:4318'}", "a.example:4318 outside"],
    [
        "logs",
        "otlp_http",
        "{endpoint: 'https://a.example', logs_endpoint: 'https://b.meta.example/v1'}",
        "b.meta.example META tls",
    ],
    [
        "metrics",
        "otlp_http",
        "{endpoint: 'https://a.example', logs_endpoint: 'https://b.meta.example/v1'}",
        "a.example outside tls",
    ],
    [
        "profiles",
        "otlp_http",
        "{endpoint: 'https://a.example', profiles_endpoint: 'https://p.example/v1'}",
        "p.example outside tls",
    ],
    ["traces", "otelarrow", "{endpoint: 'a.example:4317'}", "a.example:4317 outside tls"],
    // Amazon.
    [
        "logs",
        "awscloudwatchlogs",
        "{region: us-west-2}",
        "CloudWatch Logs (logs.us-west-2.amazonaws.com) outside tls",
    ],
    [
        "metrics",
        "awsemf",
        "{region: us-east-1, proxy_address: 'http://proxy.meta.example:3128'}",
        "CloudWatch Logs (logs.us-east-1.amazonaws.com) outside tls\nproxy (proxy.meta.example:3128) META tls",
    ],
    ["metrics", "aws_emf", "{}", "CloudWatch Logs (logs.${AWS_REGION}.amazonaws.com) outside tls"],
    ["traces", "awsxray", "{region: cn-north-1}", "X-Ray (xray.cn-north-1.amazonaws.com.cn) outside tls"],
    [
        "traces",
        "awsxray",
        "{endpoint: 'https://vpce-1.xray.us-east-1.vpce.amazonaws.com'}",
        "X-Ray (vpce-1.xray.us-east-1.vpce.amazonaws.com) private tls",
    ],
    [
        "logs",
        "awskinesis",
        "{aws: {stream_name: s, region: eu-west-1}}",
        "Kinesis Data Streams (kinesis.eu-west-1.amazonaws.com) outside tls",
    ],
    // A bucket and a role are of any account, at the host that all have.
    ["logs", "awss3", "{s3uploader: {s3_bucket: b}}", "S3 (s3.us-east-1.amazonaws.com), s3://b outside tls"],
    [
        "logs",
        "awss3",
        "{s3uploader: {s3_bucket: '${env:B}', role_arn: 'arn:aws:iam::999999999999:role/x'}}",
        "S3 (s3.us-east-1.amazonaws.com), s3://${B}, account 999999999999 outside tls",
    ],
    [
        "logs",
        "awss3",
        "{s3uploader: {s3_bucket: b}, resource_attrs_to_s3: {s3_bucket: team}}",
        "S3 (s3.us-east-1.amazonaws.com), a bucket that an attribute names outside tls",
    ],
    [
        "logs",
        "awscloudwatchlogs",
        "{region: us-west-2, role_arn: 'arn:aws:iam::999999999999:role/x'}",
        "CloudWatch Logs (logs.us-west-2.amazonaws.com), account 999999999999 outside tls",
    ],
    [
        "traces",
        "awsxray",
        "{region: us-west-2, role_arn: '${env:ROLE}'}",
        "X-Ray (xray.us-west-2.amazonaws.com), the account of the role ${ROLE} outside tls",
    ],
    [
        "logs",
        "awss3",
        "{s3uploader: {endpoint: 'minio.storage.svc:9000', disable_ssl: true}}",
        "S3 (minio.storage.svc:9000) cluster plain",
    ],
    // Other clouds.
    ["logs", "googlecloud", "", "Cloud Logging (logging.googleapis.com) outside tls"],
    [
        "traces",
        "googlecloud",
        "{trace: {endpoint: 'trace.example:443', use_insecure: true}}",
        "Cloud Trace (trace.example:443) outside plain",
    ],
    [
        "metrics",
        "googlemanagedprometheus",
        "{project: telemetry}",
        "Managed Service for Prometheus (monitoring.googleapis.com), projects/telemetry outside tls",
    ],
    [
        "metrics",
        "googlemanagedprometheus",
        "{}",
        "Managed Service for Prometheus (monitoring.googleapis.com) outside tls",
    ],
    [
        "logs",
        "azuremonitor",
        "{connection_string: 'InstrumentationKey=hunter2;IngestionEndpoint=https://west.in.example/;LiveEndpoint=https://x'}",
        "Azure Monitor (west.in.example) outside tls",
    ],
    [
        "logs",
        "azuremonitor",
        "{connection_string: '${env:CS}'}",
        "not known unresolved\nlogs ? exporter `azuremonitor`: `connection_string` depends on ${CS}",
    ],
    [
        "logs",
        "azureblob",
        "{auth: {type: connection_string, connection_string: 'AccountName=acct;AccountKey=hunter2'}}",
        "Azure Blob Storage (acct.blob.core.windows.net) outside tls",
    ],
    // Kafka and its like.
    ["logs", "kafka", "{}", "localhost:9092 cluster plain"],
    [
        "logs",
        "kafka",
        "{brokers: 'a.example:9092, b.meta.example:9092'}",
        "a.example:9092 outside plain\nb.meta.example:9092 META plain",
    ],
    [
        "logs",
        "kafka",
        "{brokers: [a.example:9098], auth: {sasl: {mechanism: AWS_MSK_IAM_OAUTHBEARER}}}",
        "a.example:9098 outside",
    ],
    ["logs", "pulsar", "{endpoint: 'pulsar+ssl://a.example:6651'}", "a.example:6651 outside tls"],
    [
        "logs",
        "rabbitmq",
        "{connection: {endpoint: 'amqp://me:hunter2@a.example:5672'}}",
        "a.example:5672 outside plain",
    ],
    [
        "traces",
        "loadbalancing",
        "{protocol: {otlp: {tls: {insecure: true}}}, resolver: {static: {hostnames: [a.example, 'b.meta.example:55690']}}}",
        "a.example:4317 outside plain\nb.meta.example:55690 META plain",
    ],
    [
        "traces",
        "load_balancing",
        "{resolver: {dns: {hostname: otel-headless.observability.svc.cluster.local}}}",
        "otel-headless.observability.svc.cluster.local:4317 cluster tls",
    ],
    [
        "traces",
        "loadbalancing",
        "{resolver: {aws_cloud_map: {namespace: n, service_name: s}}}",
        "not known unresolved\ntraces ? exporter `loadbalancing`: its hosts are found in AWS Cloud Map",
    ],
    // Vendors.
    ["logs", "datadog", "{api: {key: hunter2}}", "http-intake.logs.datadoghq.com outside tls"],
    [
        "logs",
        "datadog",
        "{api: {site: datadoghq.eu}, orchestrator_explorer: {enabled: true, endpoint: 'https://o.meta.example'}}",
        "http-intake.logs.datadoghq.eu allowed tls\no.meta.example META tls",
    ],
    [
        "logs",
        "datadog",
        "{orchestrator_explorer: {enabled: '${env:X}'}}",
        "http-intake.logs.datadoghq.com outside tls\norchestrator.datadoghq.com outside tls",
    ],
    ["metrics", "datadog", "{api: {site: datadoghq.eu, key: hunter2}}", "api.datadoghq.eu allowed tls"],
    ["traces", "datadog", "{traces: {endpoint: 'https://trace.example'}}", "trace.example outside tls"],
    [
        "logs",
        "elasticsearch",
        "{endpoints: ['https://me:hunter2@es.logging.svc:9200']}",
        "es.logging.svc:9200 cluster tls",
    ],
    [
        "logs",
        "elasticsearch",
        "{cloudid: 'p:dXMtZWFzdC0xLmF3cy5mb3VuZC5pbyQwMTIzYWJjZCRraWJhbmE='}",
        "0123abcd.us-east-1.aws.found.io:443 outside tls",
    ],
    [
        "logs",
        "elasticsearch",
        "{}",
        "not known unresolved\nlogs ? exporter `elasticsearch`: it depends on ${ELASTICSEARCH_URL}",
    ],
    ["logs", "opensearch", "{http: {endpoint: 'https://os.example:9200'}}", "os.example:9200 outside tls"],
    [
        "logs",
        "splunk_hec",
        "{token: hunter2, endpoint: 'https://splunk.example:8088/services/collector'}",
        "splunk.example:8088 outside tls",
    ],
    ["metrics", "signalfx", "{realm: us1, access_token: hunter2}", "ingest.us1.signalfx.com outside tls"],
    [
        "metrics",
        "signalfx",
        "{ingest_url: 'https://ingest.example', api_url: 'https://api.meta.example'}",
        "ingest.example outside tls\napi.meta.example META tls",
    ],
    ["logs", "loki", "{endpoint: 'http://loki:3100/loki/api/v1/push'}", "loki:3100 cluster plain"],
    ["metrics", "prometheusremotewrite", "{endpoint: 'https://aps.example/api'}", "aps.example outside tls"],
    [
        "metrics",
        "prometheusremotewrite",
        "{endpoint: 'https://a.example', http: {endpoint: 'https://rw.meta.example/write'}}",
        "rw.meta.example META tls",
    ],
    [
        "logs",
        "clickhouse",
        "{endpoint: 'tcp://me:hunter2@a.example:9000,b.example:9000/otel?secure=true'}",
        "a.example:9000 outside tls\nb.example:9000 outside tls",
    ],
    ["logs", "clickhouse", "{endpoint: 'tcp://clickhouse:9000/otel'}", "clickhouse:9000 cluster plain"],
    [
        "logs",
        "clickhouse",
        "{endpoint: 'tcp://me:123/hunter2@a.example:9000'}",
        "not known unresolved\nlogs ? exporter `clickhouse`: its endpoint has an `@` behind its host: percent-encode `/`, `?` and `#` in a user or password",
    ],
    [
        "logs",
        "otlphttp",
        "{endpoint: 'https://me:123/hunter2@a.example'}",
        "not known unresolved\nlogs ? exporter `otlphttp`: `endpoint` has an `@` behind its host: percent-encode `/`, `?` and `#` in a user or password",
    ],
    [
        "logs",
        "coralogix",
        "{domain: coralogix.com, private_key: hunter2, private_link: true}",
        "ingress.private.coralogix.com:443 outside tls",
    ],
    [
        "logs",
        "coralogix",
        "{domain: coralogix.com, logs: {endpoint: 'cx.meta.example:443'}}",
        "cx.meta.example:443 META tls",
    ],
    ["logs", "logzio", "{region: eu, account_token: hunter2}", "listener-eu.logz.io:8071 outside tls"],
    [
        "logs",
        "logzio",
        "{region: eu, custom_endpoint: 'https://listener.meta.example:8071'}",
        "listener.meta.example:8071 META tls",
    ],
    [
        "logs",
        "logzio",
        "{endpoint: 'https://a.example', custom_endpoint: 'https://listener.meta.example:8071'}",
        "a.example outside tls",
    ],
    ["logs", "mezmo", "{ingest_key: hunter2}", "logs.mezmo.com outside tls"],
    [
        "logs",
        "sumologic",
        "{}",
        "not known unresolved\nlogs ? exporter `sumologic`: its endpoint is given by Sumo Logic to the `sumologic` extension",
    ],
    [
        "logs",
        "sumologic",
        "{endpoint: 'https://sumo.example/receiver/v1/http/hunter2'}",
        "sumo.example outside tls",
    ],
    [
        "traces",
        "sentry",
        "{dsn: 'https://hunter2@o1.ingest.sentry.example/2'}",
        "o1.ingest.sentry.example outside tls",
    ],
    [
        "logs",
        "syslog",
        "{endpoint: syslog.example, port: 6514, tls: {insecure: false}}",
        "syslog.example outside tls",
    ],
    ["logs", "syslog", "{endpoint: syslog.example}", "syslog.example outside tls"],
    ["logs", "syslog", "{endpoint: syslog.example, tls: {insecure: true}}", "syslog.example outside plain"],
    [
        "logs",
        "syslog",
        "{endpoint: syslog.example, tls: {insecure: true, ca_file: /x}}",
        "syslog.example outside tls",
    ],
    [
        "logs",
        "syslog",
        "{endpoint: syslog.example, network: UDP, tls: {insecure: false}}",
        "syslog.example outside",
    ],
    [
        "logs",
        "syslog",
        "{endpoint: syslog.example, network: udp, tls: {insecure: true}}",
        "syslog.example outside plain",
    ],
    ["logs", "syslog", "{endpoint: syslog.example, network: '${env:X}'}", "syslog.example outside"],
    ["metrics", "carbon", "{}", "localhost:2003 cluster plain"],
    [
        "traces",
        "zipkin",
        "{endpoint: 'http://zipkin.tracing:9411/api/v2/spans'}",
        "zipkin.tracing:9411 cluster plain",
    ],
    // What is not known is not quiet, and what it says is told all the same.
    [
        "logs",
        "homemade/x",
        "{endpoint: 'https://a.meta.example', api_key: hunter2}",
        "not known unresolved\na.meta.example META tls\nlogs ? exporter `homemade/x`: exporters of kind `homemade` are not known here; it has the options api_key, endpoint",
    ],
];

#[test]
fn each_kind_has_its_own_way() {
    for [signal, exporter, options, expected] in CASES {
        assert_eq!(sent(signal, exporter, options).join("\n"), *expected, "{signal} {exporter} {options}");
    }
}
