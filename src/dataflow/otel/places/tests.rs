use super::*;

fn patterns(texts: &[&str]) -> Vec<Pattern> {
    texts.iter().map(|text| text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))).collect()
}

#[test]
fn a_host_is_what_its_name_says() {
    let none = Places::default();
    for (place, hosts) in [
        (
            Place::Cluster,
            "localhost 127.0.0.1 ::1 0.0.0.0 ::ffff:127.0.0.1 otel-gateway otel.monitoring otel.kube-system",
        ),
        (
            Place::Cluster,
            "otel.monitoring.svc otel.monitoring.svc.cluster.local 10-0-0-1.ns.pod.cluster.local ${status.podIP}",
        ),
        (Place::Cluster, "${NS}.svc otel.${NS}.svc.cluster.local"),
        (
            Place::Private,
            "10.1.2.3 172.31.0.1 192.168.0.1 100.64.3.4 169.254.169.254 fd00::1 fe80::1 a.ec2.internal",
        ),
        (Place::Private, "vpce-0123-abc.vpce-svc-0456.us-east-1.vpce.amazonaws.com"),
        (
            Place::Outside,
            "8.8.8.8 2001:db8::1 ::ffff:8.8.8.8 otlp.example.com svc.example.com a.svc.evil.example",
        ),
        (
            Place::Outside,
            "logs.${AWS_REGION}.amazonaws.com ${TENANT}.example.com a.xn--p1ai vpce.amazonaws.com.evil.example",
        ),
        (Place::Unresolved, "${HOST} otel.${NS} ${A}${B} 2130706433 127.1 0x7f.1 10.0.${X}.5 1.2.3"),
        // A variable may hold anything, however it is called; letters that DNS does not have are written otherwise there.
        (Place::Unresolved, "${MY_POD_IP} ${POD_IP} ${HOST_IP} bücher.example ingest.mеta.example"),
    ] {
        for host in hosts.split(' ') {
            assert_eq!(none.of(host), place, "{host}");
        }
    }
}

#[test]
fn what_was_declared_comes_first() {
    let places = Places {
        metadata: patterns(&[
            "api.chalk.ai",
            "*.meta.example.com",
            "10.9.0.0/16",
            "192.0.2.7",
            "2001:db8::/32",
        ]),
        allowed: patterns(&["*.datadoghq.com", "10.9.1.0/24", "*.chalk.ai"]),
    };
    for (host, place) in [
        ("api.chalk.ai", Place::MetadataPlane),
        ("other.chalk.ai", Place::Allowed),
        ("chalk.ai", Place::Outside),
        ("a.b.meta.example.com", Place::MetadataPlane),
        ("meta.example.com", Place::Outside),
        ("evilmeta.example.com", Place::Outside),
        ("10.9.1.1", Place::MetadataPlane),
        ("10.8.0.1", Place::Private),
        ("192.0.2.7", Place::MetadataPlane),
        ("192.0.2.8", Place::Outside),
        ("2001:db8:1::1", Place::MetadataPlane),
        ("::ffff:10.9.0.1", Place::MetadataPlane),
        ("${X}.meta.example.com", Place::MetadataPlane),
        ("${X}.example.com", Place::Unresolved),
        ("${X}.chalk.ai", Place::Unresolved),
        ("${X}.datadoghq.com", Place::Allowed),
        ("${X}.other.example", Place::Outside),
        ("API.Chalk.ai.", Place::MetadataPlane),
        ("api.chalk.ai.evil.example", Place::Outside),
        ("api.chalk.ai-evil.example", Place::Outside),
        ("a.meta.example.com.evil.example", Place::Outside),
        ("2001:DB8::1", Place::MetadataPlane),
    ] {
        assert_eq!(places.of(host), place, "{host}");
    }
}

#[test]
fn patterns_are_read_and_written() {
    for (text, written) in [
        ("API.Chalk.ai.", "api.chalk.ai"),
        ("*.chalk.ai", "*.chalk.ai"),
        (".chalk.ai", "*.chalk.ai"),
        ("10.1.0.0/16", "10.1.0.0/16"),
        ("192.0.2.7", "192.0.2.7/32"),
        ("123456789012", "123456789012"),
        ("s3://Logs.example", "s3://logs.example"),
        ("gs://Logs", "gs://logs"),
        ("workspaces/WS-0a1b", "workspaces/ws-0a1b"),
        ("projects/Chalk-telemetry", "projects/chalk-telemetry"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("::/0", "::/0"),
        ("[2001:db8::7]", "2001:db8::7/128"),
        ("10.1.2.3/16", "10.1.0.0/16"),
        ("::ffff:10.1.0.0/112", "10.1.0.0/16"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ] {
        assert_eq!(
            text.parse::<Pattern>().map(|pattern| pattern.to_string()),
            Ok(written.to_owned()),
            "{text}"
        );
    }
    let all = Places { metadata: patterns(&["0.0.0.0/0", "::/0"]), allowed: Vec::new() };
    assert_eq!(all.of("10.0.0.1"), Place::MetadataPlane);
    assert_eq!(all.of("fd00::1"), Place::MetadataPlane);
    for text in [
        "",
        "*",
        "*chalk.ai",
        "https://chalk.ai",
        "chalk.ai:443",
        "10.0.0.0/33",
        "10.0.0.0/x",
        "a..b",
        "a/8",
        "a@b",
        "10.0.0",
        "2130706433",
        "10.0.0.0/+8",
        "[::1]:4317",
        "s3://",
        "s3://a@b",
        "gs://",
        "workspaces/",
        "workspaces/a/b",
        "projects/",
        "projects/a/b",
        "1234567890123",
        "bücher.example",
    ] {
        assert!(text.parse::<Pattern>().is_err(), "{text}");
    }
}

#[test]
fn names_that_only_look_like_a_declared_one_are_told() {
    let places =
        Places { metadata: patterns(&["metadata.chalk.ai", "*.meta.example.com"]), ..Places::default() };
    for (host, relative, resembles) in [
        ("metadata.chalk.ai.evil.example", None, Some("metadata.chalk.ai")),
        ("metadata-chalk.ai", None, Some("metadata.chalk.ai")),
        ("metadata.cha1k.ai", None, Some("metadata.chalk.ai")),
        ("otel.metadata.chalk.ai", Some("metadata.chalk.ai"), Some("metadata.chalk.ai")),
        ("chalk.ai", Some("metadata.chalk.ai"), None),
        ("meta.example.com", Some("*.meta.example.com"), Some("*.meta.example.com")),
        ("evilmeta.example.com", Some("*.meta.example.com"), Some("*.meta.example.com")),
        ("otel.chalk.ai", Some("metadata.chalk.ai"), None),
        ("api.datadoghq.com", None, None),
        ("ai", None, None),
    ] {
        assert_eq!(places.relative(host).as_deref(), relative, "{host}");
        assert_eq!(places.resembles(host).as_deref(), resembles, "{host}");
    }
}
