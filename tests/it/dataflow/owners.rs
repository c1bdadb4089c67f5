//! Whose a place is that stands at a host of all of a cloud's customers, from a configuration to the verdict.

use super::{Files, METADATA_HOST, dataflow, state};

/// Logs by a configuration, with the metadata plane's hosts and networks declared.
fn logs(text: &str, arguments: &[&str]) -> String {
    let files = Files::new();
    let file = files.write("collector.yaml", text);
    let declared = ["--metadata-host", METADATA_HOST, "--metadata-host", "203.0.113.0/24"];
    let ran = dataflow(&[&["--otel-config", &file], &declared[..], arguments].concat());
    state(&ran, "logs")
}

/// A configuration whose logs leave by one exporter.
fn exporter(kind: &str, options: &str) -> String {
    format!(
        "receivers: {{otlp: {{protocols: {{grpc: {{}}}}}}}}\nexporters: {{{kind}: {options}}}\nextensions: {{sigv4auth: {{region: us-east-1}}}}\n\
         service: {{extensions: [sigv4auth], pipelines: {{logs: {{receivers: [otlp], exporters: [{kind}]}}}}}}\n"
    )
}

fn pod(env: &str, config: &str) -> String {
    let config = config.replace('\n', "\n          ");
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n  - name: c\n    image: otel/opentelemetry-collector-contrib:1\n    \
         args: ['--config=env:CONFIG']\n    env:\n    - {{name: X, value: x}}\n    - name: CONFIG\n      value: |\n          {config}\n{env}"
    )
}

/// A container may be given the role that it signs with by variables.
#[test]
fn a_role_of_the_environment_counts() {
    let role = "    - {name: AWS_ROLE_ARN, value: 'arn:aws:iam::999999999999:role/telemetry'}\n";
    let secret = "    - {name: AWS_ROLE_ARN, valueFrom: {secretKeyRef: {name: s, key: k}}}\n";
    let key = "    - {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: s, key: k}}}\n";
    let logs_of =
        |env: &str, kind: &str, options: &str, more: &[&str]| logs(&pod(env, &exporter(kind, options)), more);
    let plain = "{region: us-east-1, log_group_name: x, log_stream_name: y}";
    let signed =
        "{logs_endpoint: 'https://logs.us-east-1.amazonaws.com/v1/logs', auth: {authenticator: sigv4auth}}";
    for (kind, options) in [("awscloudwatchlogs", plain), ("otlp_http", signed)] {
        let of = |env: &str, more: &[&str]| logs_of(env, kind, options, more);
        assert_eq!(of("", &[]), "off", "{kind}");
        assert_eq!(of(role, &[]), "unknown", "{kind}");
        assert_eq!(of(role, &["--metadata-host", "999999999999"]), "on", "{kind}");
        assert_eq!(of(role, &["--allow-host", "999999999999"]), "off", "{kind}");
        assert_eq!(of(secret, &[]), "unknown", "{kind}");
        assert_eq!(of(key, &[]), "unknown", "{kind}");
    }
    // A role that the exporter names comes before that.
    let named = plain.replace('}', ", role_arn: 'arn:aws:iam::111111111111:role/x'}");
    for env in [role, key] {
        assert_eq!(logs_of(env, "awscloudwatchlogs", &named, &["--allow-host", "111111111111"]), "off");
    }
    // Who does not sign needs no role.
    assert_eq!(logs_of(role, "otlp_http", "{endpoint: 'https://vendor.example.net'}", &[]), "off");
}

/// Clients of AWS may sign by a profile or by a file of their own: whose the account is stands there.
#[test]
fn a_profile_and_a_file_of_credentials_count() {
    let with =
        |more: &str| logs(&exporter("awscloudwatchlogs", &format!("{{region: us-east-1{more}}}")), &[]);
    assert_eq!(with(""), "off");
    assert_eq!(with(", profile: metadata"), "unknown");
    assert_eq!(with(", shared_credentials_file: [/etc/credentials]"), "unknown");
    let profile = "    - {name: AWS_PROFILE, value: metadata}\n";
    assert_eq!(logs(&pod(profile, &exporter("awscloudwatchlogs", "{region: us-east-1}")), &[]), "unknown");
    // A role that is taken on with them says whose it is.
    let role = ", profile: x, role_arn: 'arn:aws:iam::111111111111:role/x'";
    let config = exporter("awscloudwatchlogs", &format!("{{region: us-east-1{role}}}"));
    assert_eq!(logs(&config, &["--allow-host", "111111111111"]), "off");
}

/// A workspace of Amazon Managed Service for Prometheus may let in roles of other accounts than its own.
#[test]
fn a_workspace_is_somebodys() {
    let endpoint = "https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-0a1b/api/v1/remote_write";
    let roles = ["assume_role", "assume_role_with_web_identity"]
        .map(|role| format!(", {role}: {{arn: 'arn:aws:iam::999999999999:role/x'}}"));
    let options = [
        format!("{{endpoint: '{endpoint}', auth: {{authenticator: sigv4auth}}}}"),
        format!("{{http: {{endpoint: '{endpoint}', auth: {{authenticator: sigv4auth}}}}}}"),
    ];
    for options in &options {
        let of = |role: &str, more: &[&str]| {
            let config = exporter("prometheusremotewrite", options)
                .replace("us-east-1}}", &format!("us-east-1{role}}}}}"));
            logs(&config, more)
        };
        assert_eq!(of("", &[]), "unknown");
        assert_eq!(of("", &["--allow-host", "aps-workspaces.us-east-1.amazonaws.com"]), "unknown");
        assert_eq!(of("", &["--allow-host", "workspaces/ws-0a1b"]), "off");
        assert_eq!(of("", &["--metadata-host", "workspaces/WS-0A1B"]), "on");
        for role in &roles {
            assert_eq!(of(role, &["--allow-host", "workspaces/ws-0a1b"]), "off");
            assert_eq!(of(role, &["--metadata-host", "999999999999"]), "on");
        }
    }
}

/// EKS gives a pod the role of its service account, which the chart's values name.
#[test]
fn a_role_of_a_service_account_counts() {
    let values = |account: &str| {
        format!(
            "mode: deployment\n{account}config:\n  exporters: {{awscloudwatchlogs: {{region: us-east-1}}}}\n  \
             service: {{pipelines: {{logs: {{exporters: [awscloudwatchlogs]}}}}}}\n"
        )
    };
    let role =
        "serviceAccount: {annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::999999999999:role/x'}}\n";
    assert_eq!(logs(&values(""), &[]), "off");
    assert_eq!(logs(&values(role), &[]), "unknown");
    assert_eq!(logs(&values(role), &["--metadata-host", "999999999999"]), "on");
    assert_eq!(logs(&values(role), &["--allow-host", "999999999999"]), "off");
}

/// Google Cloud's exporters take another project by an attribute of what they send.
#[test]
fn an_attribute_may_name_the_project() {
    let processed = |options: &str| {
        let config = exporter("googlecloud", "{project: own}")
            .replace("receivers: [otlp],", "receivers: [otlp], processors: [resource],");
        logs(&format!("{config}processors: {{resource: {options}}}\n"), &["--allow-host", "projects/own"])
    };
    assert_eq!(processed("{attributes: [{key: team, value: x, action: upsert}]}"), "off");
    assert_eq!(processed("{attributes: [{key: gcp.project.id, value: x, action: upsert}]}"), "unknown");
}

/// At Google's hosts and at those of Azure Monitor are the metadata plane's projects as well as anybody's.
#[test]
fn hosts_of_other_clouds_say_nothing_of_whose_a_place_is() {
    let project = exporter("googlecloud", "{project: chalk-metadata-prod}");
    assert_eq!(logs(&project, &[]), "unknown");
    assert_eq!(logs(&project, &["--allow-host", "logging.googleapis.com"]), "unknown");
    assert_eq!(logs(&project, &["--metadata-host", "projects/chalk-metadata-prod"]), "on");
    assert_eq!(logs(&project, &["--allow-host", "projects/chalk-metadata-prod"]), "off");
    assert_eq!(logs(&project, &["--allow-host", "projects/chalk"]), "unknown");
    let bucket = exporter("googlecloudstorage", "{bucket: {name: logs, project_id: own}}");
    for allowed in ["storage.googleapis.com", "projects/own", "s3://logs"] {
        assert_eq!(logs(&bucket, &["--allow-host", allowed]), "unknown", "{allowed}");
    }
    assert_eq!(logs(&bucket, &["--allow-host", "gs://logs"]), "off");
    assert_eq!(logs(&bucket, &["--metadata-host", "projects/own"]), "on");
    for (kind, options, host) in [
        ("googlecloud", "{}", "logging.googleapis.com"),
        ("otlp_http/storage", "{endpoint: 'https://storage.googleapis.com'}", "storage.googleapis.com"),
        ("otlp_http", "{endpoint: 'https://telemetry.googleapis.com'}", "telemetry.googleapis.com"),
        (
            "azuremonitor",
            "{connection_string: 'InstrumentationKey=0000;IngestionEndpoint=https://eastus-0.in.applicationinsights.azure.com/'}",
            "eastus-0.in.applicationinsights.azure.com",
        ),
        ("azuremonitor", "{connection_string: 'InstrumentationKey=0000'}", "dc.services.visualstudio.com"),
    ] {
        let config = exporter(kind, options);
        assert_eq!(logs(&config, &[]), "unknown", "{kind}");
        assert_eq!(logs(&config, &["--allow-host", host]), "off", "{kind}");
    }
}
