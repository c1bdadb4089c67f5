//! Flags and files that make no sense: a message that names the flag, the key or the line, and never a number.

use super::{Folder, expect_refusal, refused, report, size};
use crate::program::{chalkstore, run_with};

#[test]
fn numbers_out_of_their_range_name_their_flag() {
    for (flag, most) in [
        ("--read-qps", "100,000,000"),
        ("--write-qps", "100,000,000"),
        ("--entities-per-query", "1,000,000"),
        ("--items-per-entity", "1,000,000"),
        ("--peak-to-trough", "1,000,000"),
        ("--item-bytes", "1,000,000,000"),
        ("--entities", "10,000,000,000,000"),
        ("--backups", "1,000,000"),
        ("--stream-reads", "100,000,000"),
    ] {
        for (value, shown) in [("-5", "-5"), ("NaN", "NaN"), ("inf", "inf"), ("1e300", "1e300")] {
            let told = format!("{flag}: {shown} is not from ");
            let argument = format!("{flag}={value}");
            expect_refusal(
                &["--read-qps", "1", &argument][2 * usize::from(flag == "--read-qps")..],
                &[&told, &format!("to {most}\n"), "chalkstore size --help"],
            );
        }
        let told = refused(&[&format!("{flag}=many")]);
        let takes =
            if flag == "--item-bytes" { "write bytes such as" } else { "write a number, such as 2000" };
        assert!(told.contains(flag) && told.contains(takes), "{told}");
    }
    expect_refusal(&["--read-qps", "-1", "--write-qps", "NaN"], &["--read-qps: -1", "; --write-qps: NaN"]);
}

/// The environment's Region; a flag and a scenario beat it. No file of AWS is opened for it.
#[test]
fn the_region_is_that_of_the_surroundings() {
    let folder = Folder::new();
    let scenario = folder.write("s.toml", "read_qps = 10\nregion = \"us-west-2\"\n");
    let qps = ["--read-qps", "10"];
    for (variables, arguments, region, told) in [
        (&[("AWS_REGION", "eu-west-1")][..], &qps[..], "eu-west-1", "from the environment"),
        (&[("AWS_DEFAULT_REGION", "eu-west-3")], &qps, "eu-west-3", "from the environment"),
        (&[("AWS_REGION", "eu-west-1")], &["--read-qps", "10", "--region", "us-west-1"], "us-west-1", ""),
        (&[("AWS_REGION", "eu-west-1")], &["--scenario", &scenario], "us-west-2", ""),
        (&[], &qps, "us-east-1", ""),
    ] {
        let mut command = chalkstore();
        command.envs(variables.iter().copied());
        let ran = run_with(command, &[&["size", "--output", "json"], arguments].concat(), b"");
        assert_eq!(ran.json()["data"]["per_region"][0]["region"], region, "{ran:?}");
        let note = format!("note: --region was not given: {region} is taken, {told}\n");
        assert_eq!(ran.stderr, if told.is_empty() { "" } else { &note });
        let assumes = ran.stdout.contains("AWS_REGION is not set: us-east-1 is taken");
        assert_eq!(assumes, variables.is_empty(), "{ran:?}");
    }
    let mut wrong = chalkstore();
    wrong.env("AWS_REGION", "Ohio");
    let ran = run_with(wrong, &["size", "--read-qps", "10"], b"");
    assert!(
        ran.code == 2 && ran.stderr.contains("the Region from the environment is no Region's name: `Ohio`"),
        "{ran:?}"
    );
}

#[test]
fn flags_that_contradict_each_other() {
    let qps = ["--read-qps", "10"];
    for (arguments, said) in [
        (&["--cache-entries", "10", "--entities", "100", "--cache-hit-rate", "0.5"][..], "leave one out"),
        (&["--cache-entries", "10"], "--cache-entries: needs --entities"),
        (&["--zipf", "1"], "--zipf: needs --entities"),
        (&["--bloom-fpr", "0.01"], "--bloom-fpr: needs --absent-share"),
        (&["--transactions", "all", "--read-pattern", "query"], "no transaction queries"),
        (&["--transactions", "reads", "--consistency", "eventual"], "--consistency: is eventual, but"),
        (&["--replica", "us-east-1"], "--replica: us-east-1 is the main Region already"),
        (&["--replica", "us-west-2", "--replica", "us-west-2"], "--replica: us-west-2 is given twice"),
        (&["--region", "Ohio"], "--region: `Ohio` is no Region's name, such as us-east-1"),
        (&["--ttl", "5"], "it has no unit: write for example 500ms, 60s, 5m or 14d"),
        (&["--latency", "5"], "'5' for '--latency <DURATION>': it has no unit"),
        (&["--latency", "1h"], "it has to be more than 0 and at most 1000s"),
        (&["--cache-hit-rate", "130%"], "'130%' for '--cache-hit-rate <SHARE>': write a share from 0 to 1"),
        (&["--absent-share", "-5"], "write a share from 0 to 1"),
        (&["--bloom-fpr", "5"], "write a share from 0 to 1"),
        (&["--sort-key", "pk"], "--sort-key: `pk` is the partition key's name too"),
        (&["--optimize"], "--optimize looks for policies over a trace, and no --trace was given"),
        (&["--max-throttle", "5"], "write a share from 0 to 1, or a percentage such as 0.1%"),
        (&["--max-throttle", "-1%"], "write a share from 0 to 1"),
        (&["--max-throttle", "NaN"], "write a share from 0 to 1"),
        (&["--gaps", "zero"], "--trace <FILE>"),
        (&["--trace-period", "60s"], "--trace <FILE>"),
        (&["--as-documented"], "--emit"),
        (&["--table-name", "x"], "--emit"),
        (&["--tag", "a=b"], "--emit"),
        (&["--emit", "pulumi"], "the languages are terraform, cloudformation, toml and aws-cli"),
        (
            &["--emit", "terraform", "--output", "json"],
            "--emit and --output cannot both go to standard output",
        ),
        (&["--emit", "terraform", "--table-name", "a b"], "3 to 255 letters, digits"),
    ] {
        expect_refusal(&[&qps, arguments].concat(), &[said]);
    }
    expect_refusal(&[], &["no workload was given", "--read-qps and --write-qps", "--trace FILE"]);
    expect_refusal(&["--item-bytes", "900"], &["--read-qps: neither it nor --write-qps was given"]);
}

#[test]
fn a_trace_tells_the_traffic_itself() {
    let folder = Folder::new();
    let trace = folder.write("trace.csv", super::flat());
    let several = ["--trace", &trace, "--consistency", "strong", "--bloom-fpr", "0.01"];
    let told = ["--consistency, --bloom-fpr contradict --trace", "leave them out: it is measured"];
    expect_refusal(&several, &told);
    for flag in [
        "--read-qps=5",
        "--write-qps=5",
        "--peak-to-trough=2",
        "--entities-per-query=2",
        "--read-pattern=get",
        "--transactions=all",
        "--cache-hit-rate=0.5",
        "--cache-entries=5",
        "--absent-share=0.5",
    ] {
        let name = flag.split('=').next().expect("has one");
        expect_refusal(
            &["--trace", &trace, flag],
            &[&format!("{name} contradicts --trace"), "leave it out: it is measured"],
        );
    }
    let told = ["--replica contradicts --trace", "give each Region's own trace its own run"];
    expect_refusal(&["--trace", &trace, "--replica", "us-west-2"], &told);
    expect_refusal(&["--trace", &trace, "--scenario", "x.toml"], &["cannot be used with"]);
    expect_refusal(&["--trace", &trace, "--item-bytes=-1"], &["--item-bytes: -1 is not from 1"]);
}

#[test]
fn scenario_files_name_their_line_and_key() {
    let folder = Folder::new();
    for (name, content, said) in [
        (
            "key.toml",
            "name = \"a\"\nreed_qps = 1\n",
            "line 2: `reed_qps` is no key here; did you mean `read_qps`?",
        ),
        ("far.toml", "uri = 1\n", "line 1: `uri` is no key here; there are name, read_qps"),
        ("text.toml", "read_qps = \"many\"\n", "line 1: `read_qps` is the text \"many\", and takes a number"),
        ("list.toml", "\nread_qps = [1]\n", "line 2: `read_qps` is a list, and takes a number"),
        (
            "choice.toml",
            "read_pattern = \"scan\"\n",
            "line 1: `read_pattern` is `scan`; it takes get, batch-get, query",
        ),
        ("size.toml", "item_bytes = \"big\"\n", "line 1: `big` is no size"),
        (
            "inner.toml",
            "[[replicas]]\nregoin = \"us-west-2\"\n",
            "line 2: `regoin` is no key here; did you mean `region`?",
        ),
        ("range.toml", "read_qps = -1\n", "--read-qps: -1 is not from 0 to 100,000,000"),
        ("nan.toml", "read_qps = nan\n", "--read-qps: NaN is not from 0"),
        ("none.toml", "", "neither it nor --write-qps was given"),
        ("cut.toml", "read_qps = \n", "line 1: "),
        (
            "text.json",
            "{\n\"read_qps\": \"many\"\n}",
            "line 2: `read_qps` is the text \"many\", and takes a number",
        ),
        ("cut.json", "{\"read_qps\": 1", "line 1: EOF while parsing an object"),
    ] {
        let path = folder.write(name, content);
        expect_refusal(&["--scenario", &path], &[&format!("--scenario: {path}: "), said]);
    }
    let absent = folder.path("absent.toml");
    expect_refusal(&["--scenario", &absent], &["--scenario: cannot read", "absent.toml", "No such file"]);
    expect_refusal(
        &["--scenario", &folder.write("latin.toml", b"name = \"\xe9\"\n")],
        &["is not UTF-8 text"],
    );
}

#[test]
fn schema_files_name_their_line_and_feature() {
    let folder = Folder::new();
    for (name, content, said) in [
        ("none.toml", "", "line 1: `features` is missing"),
        ("empty.toml", "features = []\n", "`features` is empty"),
        (
            "dtype.toml",
            "[[features]]\nname = \"a\"\ndtype = \"flot\"\n",
            "line 3: `flot` is no dtype: there are int, float",
        ),
        ("no-dtype.toml", "[[features]]\nname = \"a\"\n", "`dtype` is missing"),
        (
            "length.toml",
            "[[features]]\nname = \"a\"\ndtype = \"str\"\nlength = -5\n",
            "features.a.length: -5 is not from 0",
        ),
        (
            "twice.toml",
            "[[features]]\nname = \"a\"\ndtype = \"str\"\n[[features]]\nname = \"a\"\ndtype = \"str\"\n",
            "features.a: is there twice",
        ),
    ] {
        let path = folder.write(name, content);
        expect_refusal(&["--read-qps", "1", "--schema", &path], &[said]);
    }
    let good = folder.write("good.toml", "[[features]]\nname = \"a\"\ndtype = \"int\"\n");
    expect_refusal(&["--read-qps", "1", "--schema", &good, "--item-bytes", "5"], &["--item-bytes"]);
}

#[test]
fn flags_beat_a_scenario() {
    let folder = Folder::new();
    let path = folder.write("today.toml", "read_qps = 10\nwrite_qps = 4\nitem_bytes = 900\n");
    let report = report(&["--scenario", &path, "--read-qps", "2000"]);
    let region = &report["data"]["per_region"][0];
    assert_eq!((&region["rcu"], &region["wcu"]), (&1000.0.into(), &4.0.into()));
    assert_eq!(report["subject"], "today");
}

#[test]
fn scenarios_of_one_name_are_told_apart() {
    let folder = Folder::new();
    let names = |arguments: &[&str]| -> Vec<String> {
        let rows = report(arguments)["data"]["scenarios"].clone();
        let rows = rows.as_array().expect("a table").clone();
        rows.iter().map(|row| row["name"].as_str().expect("is text").to_owned()).collect()
    };
    let first = folder.write("first.toml", "name = \"store\"\nread_qps = 10\n");
    let second = folder.write("second.toml", "name = \"store\"\nread_qps = 20\n");
    let other = folder.write("other.toml", "read_qps = 20\n");
    assert_eq!(names(&["--scenario", &first, "--scenario", &other]), ["store", "other"]);
    let all = ["--scenario", &first, "--scenario", &second, "--scenario", &second];
    assert_eq!(names(&all), [first.clone(), second.clone(), format!("{second} (2)")]);
}

#[test]
fn several_scenarios_are_no_one_table() {
    let folder = Folder::new();
    let (one, two) = (folder.write("one.toml", "read_qps = 1\n"), folder.write("two.toml", "read_qps = 2\n"));
    let both = ["--scenario", &one, "--scenario", &two];
    let said = ["--emit writes one table, and 2 scenarios were given", "give the one --scenario"];
    expect_refusal(&[&both[..], &["--emit", "toml"]].concat(), &said);
    let saved = folder.path("saved.toml");
    expect_refusal(
        &[&both[..], &["--save-scenario", &saved]].concat(),
        &["--save-scenario saves one workload"],
    );
    expect_refusal(&[&both[..], &["--interactive"]].concat(), &["--interactive asks for one workload"]);
}

/// What was asked and read is kept, and read back gives the same report.
#[test]
fn a_saved_scenario_gives_the_same_report() {
    let folder = Folder::new();
    let saved = folder.path("saved.toml");
    let schema = "[[features]]\nname = \"user.age\"\ndtype = \"int\"\n[[features]]\nname = \"user.tags\"\ndtype = \"list<str>\"\nlist_length = 5\n";
    let schema = folder.write("features.toml", schema);
    let all = [
        "--read-qps",
        "2000",
        "--write-qps",
        "500",
        "--peak-to-trough",
        "3",
        "--ttl",
        "30d",
        "--entities",
        "1e6",
        "--zipf",
        "0.9",
        "--cache-entries",
        "1000",
        "--replica",
        "us-west-2=200,50",
        "--point-in-time-recovery=off",
        "--valkey-memory",
        "64GB",
    ];
    let live = report(&[&all[..], &["--schema", &schema, "--save-scenario", &saved]].concat());
    let again = report(&["--scenario", &saved]);
    let text =
        |report: &serde_json::Value| report["data"].to_string().replace("\"the workload\"", "\"saved\"");
    assert_eq!(text(&live), text(&again));
    // What is read is not written over.
    expect_refusal(&["--scenario", &saved, "--save-scenario", &saved], &["saved.toml"]);
    let ran = size(&["--read-qps", "1", "--save-scenario", "/does/not/exist/x"]);
    assert_eq!(ran.code, 74, "{ran:?}");
}

/// As everywhere else: what is said, the environment, the profile; and only then a default, which is told.
#[test]
fn a_scenario_may_come_from_standard_input() {
    let ran = run_with(chalkstore(), &["size", "--scenario", "-", "--output", "json"], b"read_qps = 2000\n");
    assert_eq!(ran.json()["data"]["per_region"][0]["rcu"], 1000.0);
}
