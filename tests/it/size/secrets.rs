//! A URI with a password, pasted where it does not belong, is not quoted.

use super::{Folder, size};

const CANARY: &str = "c4n4ry";

#[test]
fn a_secret_as_a_value_is_not_quoted() {
    for secret in [
        format!("rediss://:{CANARY}@h"),
        format!("rediss://h?password=x {CANARY}"),
        format!("h.x:6379?token={CANARY}"),
        format!("{{\"uri\":\"rediss://u:{CANARY}@h\"}}"),
    ] {
        for flag in [
            "--read-qps",
            "--write-qps",
            "--entities",
            "--item-bytes",
            "--valkey-memory",
            "--ttl",
            "--read-pattern",
            "--consistency",
            "--layout",
            "--partition-key",
            "--sort-key",
            "--region",
            "--replica",
            "--point-in-time-recovery",
            "--scenario",
            "--schema",
            "--save-scenario",
            "--trace",
            "--prices",
            "--max-throttle",
            "--gaps",
            "--trace-unit",
            "--trace-period",
            "--table-name",
            "--emit",
            "--step",
        ] {
            let argument = format!("{flag}={secret}");
            let ran = size(&["--read-qps", "1", &argument][2 * usize::from(flag == "--read-qps")..]);
            let told = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!told.contains(CANARY), "{argument}: {ran:?}");
            let is_a_name = ["--partition-key", "--sort-key"].contains(&flag)
                && !secret.contains("://")
                && !secret.contains('?');
            assert!(ran.code == 2 || is_a_name, "{argument}: {ran:?}");
        }
        let emitted = size(&["--read-qps", "1", "--emit", "toml", "--table-name", &secret]);
        assert!(emitted.code == 2 && !emitted.stderr.contains(CANARY), "{emitted:?}");
        let item = size(&["item", &secret]);
        assert!(item.code == 2 && !format!("{}{}", item.stdout, item.stderr).contains(CANARY), "{item:?}");
    }
}

#[test]
fn a_secret_in_a_file_is_not_quoted() {
    let folder = Folder::new();
    let uri = format!("rediss://:{CANARY}@h");
    let in_scenario = [
        format!("uri = \"{uri}\"\n"),
        format!("\"{uri}\" = 1\n"),
        format!("{uri}\n"),
        format!("read_qps = \"{uri}\"\n"),
        format!("read_qps = \"h?password=x {CANARY}\"\n"),
        format!("read_pattern = \"{uri}\"\n"),
        format!("read_pattern = \"h?password=x {CANARY}\"\n"),
        format!("item_bytes = \"{CANARY} {CANARY}\"\n"),
        format!("ttl = \"{uri}\"\n"),
        format!("read_qps = 1\nregion = \"{uri}\"\n"),
        format!("read_qps = 1\nname = \"{uri}\"\n"),
        format!("read_qps = 1\npartition_key = \"{uri}\"\n"),
        format!("read_qps = 1\n[[features]]\nname = \"{uri}\"\ndtype = \"int\"\n"),
        format!("{{\"read_qps\": \"{uri}\"}}"),
        format!("{{\"{uri}\": 1}}"),
    ];
    let in_trace = [
        format!("timestamp,read_units\n{uri},1\n"),
        format!("timestamp,read_units\n2026-11-01T00:00:00Z,{uri}\n"),
        format!("timestamp,{uri}\n2026-11-01T00:00:00Z,1\n"),
        format!("timestamp,metric,value\n2026-11-01T00:00:00Z,{uri},1\n"),
        uri.clone(),
    ];
    let in_prices = [
        format!("{{\"{uri}\": 1}}"),
        format!("{{\"regions\": {{\"{uri}\": 1}}}}"),
        format!("{{\"regions\": {{\"us-east-1\": {{\"{uri}\": 1}}}}}}"),
        format!("{{\"regions\": {{\"us-east-1\": {{\"storage\": {{\"usd\": \"{uri}\"}}}}}}}}"),
        uri.clone(),
    ];
    let cases = [
        (&in_scenario[..], &["--scenario"][..]),
        (&in_trace, &["--trace"]),
        (&in_prices, &["--read-qps=1", "--prices"]),
    ];
    for (contents, arguments) in cases {
        for content in contents {
            let path = folder.write("file", content);
            let ran = size(&[arguments, &[&path]].concat());
            assert_eq!(ran.code, 2, "{content}: {ran:?}");
            assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(CANARY), "{content}: {ran:?}");
        }
    }
}
