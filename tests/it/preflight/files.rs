//! What is wrong with a file is told by the environment and the key that name it.

use super::Described;

#[test]
fn a_file_is_told_by_its_key() {
    let topology = "uri = \"redis://h:1/0?clustered=true\"\n[environments.p.topology]\n";
    for (part, key, value) in [
        ("dataflow", "dataflow.otel_configs", "otel_configs = [\"FILE\"]"),
        ("dataflow", "dataflow.eks_json", "eks_json = \"FILE\""),
        ("dataflow", "dataflow.vpc_endpoints", "vpc_endpoints = [\"FILE\"]"),
        ("online_store", "topology.zone_map", &format!("{topology}zone_map = \"FILE\"")),
        ("online_store", "online_store.uri_file", "uri_file = \"FILE\""),
    ] {
        for (file, said) in [("gone", "gone"), ("wrong", "wrong")] {
            let described =
                Described::new(&format!("[environments.p.{part}]\n{}\n", value.replace("FILE", file)));
            std::fs::write(described.file("wrong"), "{[\n}\n").expect("it can be written");
            let ran = described.run(&["--timeout", "5s"]);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{key} {file}: {ran:?}");
            let key = format!("environments.p.{key}");
            assert!(ran.stderr.contains(&key) && ran.stderr.contains(said), "{key} {file}: {ran:?}");
            assert!(!ran.stderr.contains("--otel") && !ran.stderr.contains("--eks"), "{ran:?}");
        }
    }
}
