mod any;
mod values;

use super::read;
use crate::config::Config;
use crate::report::Problem;
use crate::valkey::Policy;

const EXAMPLE: &str = include_str!("../../../docs/examples/chalkstore.toml");

fn right(text: &str) -> Config {
    read(text, "chalkstore.toml").unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

fn wrong(text: &str) -> Vec<Problem> {
    read(text, "chalkstore.toml").expect_err(text)
}

/// The one problem: its line, its message, what stands beside the caret, and what to do.
fn one(text: &str) -> (usize, String, String, String) {
    let problems = wrong(text);
    assert_eq!(problems.len(), 1, "{text}: {problems:#?}");
    let problem = &problems[0];
    let label = problem.place.as_ref().and_then(|place| place.snippet.label.as_deref()).unwrap_or_default();
    (
        problem.line().unwrap_or(0),
        problem.message.clone(),
        label.to_owned(),
        problem.help.clone().unwrap_or_default(),
    )
}

#[test]
fn the_example_says_what_it_says() {
    let config = right(EXAMPLE);
    let names: Vec<&String> = config.environments.keys().collect();
    assert_eq!(names, ["production", "staging"]);
    let production = &config.environments["production"];
    assert_eq!(
        production.topology.as_ref().and_then(|topology| topology.policy),
        Some(Policy::ZonalAffinity)
    );
    let table = production.table.as_ref().expect("is described");
    assert_eq!(
        (table.name.as_str(), table.window().map(|window| window.as_secs())),
        ("chalk-online-store", Some(3 * 86400))
    );
    assert_eq!(table.wanted.read_scaling.map(|bounds| bounds.to_string()), Some("500-5000@70".to_owned()));
    assert_eq!(table.wanted.tags, [("team".to_owned(), "features".to_owned())]);
    let objectives = &production.objectives;
    assert_eq!(
        (objectives.rpo_ms(), objectives.rto_ms(), objectives.max_lag_ms()),
        (Some(60_000), Some(180_000), Some(5_000))
    );
    let line = 1 + EXAMPLE.lines().position(|line| line.starts_with("[[")).expect("has a skip");
    let waivers = production.waivers();
    assert_eq!(waivers[0].origin, format!("chalkstore.toml:{line}"));
    assert_eq!((waivers[0].code.as_str(), waivers[0].until.as_deref()), ("TOP021", Some("2026-12-31")));
    assert_eq!(production.contradictions(), [""; 0]);
    assert_eq!(production.undescribed(), [""; 0]);
}

#[test]
fn a_wrong_key_is_told_with_what_was_meant() {
    let (line, message, label, help) = one("[environments.p.table]\nname = \"abc\"\nreplicaz = []\n");
    assert_eq!(
        (line, message.as_str(), label.as_str()),
        (3, "unknown key `replicaz`", "did you mean `replicas`?")
    );
    assert_eq!(help, "", "what was meant says enough");
    let (.., help) = one("[environments.p.table]\nname = \"abc\"\nhunger = 1\n");
    assert!(help.starts_with("[environments.p.table] takes billing, deletion_protection, "), "{help}");
    let (_, _, label, _) = one("[environments.p.table]\nname = \"abc\"\nread-scaling = \"1-2\"\n");
    assert_eq!(label, "did you mean `read_scaling`?");
    let (.., help) = one("[environments.p.failover]\nname = \"a.b\"\npolicy = \"unset\"\n");
    assert_eq!(help, "it belongs into [environments.p.topology]");
    let (.., help) = one("[environments.p.failover]\nname = \"a.b\"\ntopology = {}\n");
    assert_eq!(help, "it belongs into [environments.p.topology]");
    let (_, message, _, help) = one("[environments.prod.eu.table]\nname = \"abc\"\n");
    assert_eq!(message, "unknown key `eu`");
    assert!(help.ends_with("[environments.\"prod.eu\"]"), "{help}");
    let problems = wrong("[production.table]\nname = \"abc\"\n");
    assert_eq!(problems.len(), 2, "{problems:#?}");
    assert!(problems[0].help.as_ref().is_some_and(|help| help.contains("environments.production")));
}

#[test]
fn a_skip_has_a_check_and_a_reason() {
    let skip = |lines: &str| one(&format!("[[environments.p.skip]]\n{lines}\n"));
    let (line, message, label, _) = skip("check = \"TOP21\"\nreason = \"x\"");
    assert_eq!(
        (line, message.as_str(), label.as_str()),
        (2, "`TOP21` is not the code or the name of a check", "did you mean `TOP021`?")
    );
    let (_, _, label, _) = skip("check = \"slot-covered\"\nreason = \"x\"");
    assert_eq!(label, "did you mean `slots-covered`?");
    let (_, message, ..) = skip("check = \"TOP021\"");
    assert_eq!(message, "[environments.p.skip] has no `reason`");
    let (_, message, ..) = skip("check = \"TOP021\"\nreason = \"  \"");
    assert_eq!(message, "this is not a reason: it says nothing, and every report shows it");
    let (_, message, label, help) = skip("check = \"CFG002\"\nreason = \"x\"");
    assert_eq!(
        message,
        "`CFG002` cannot be skipped: it is about skips themselves, and to skip it would hide what is skipped"
    );
    assert!(label.is_empty() && help.starts_with("take this skip out"), "{label}: {help}");
    for until in ["\"2026-13-01\"", "\"31.12.2026\"", "2026-12-31T10:00:00Z", "5"] {
        let (line, ..) = skip(&format!("check = \"TOP021\"\nreason = \"x\"\nuntil = {until}"));
        assert_eq!(line, 4, "{until}");
    }
    let twice = "[[environments.p.skip]]\ncheck = \"TOP021\"\nreason = \"x\"\n[[environments.p.skip]]\ncheck = \"top021\"\nreason = \"y\"\n";
    assert_eq!(one(twice).1, "TOP021 is skipped twice, at chalkstore.toml:1 and at chalkstore.toml:4");
}

/// Whatever is wrong, and wherever a password is written, it is not repeated.
#[test]
fn no_secret_is_repeated() {
    for text in [
        "[environments.p.online_store]\nuri = \"redis://:hunter2@cache.example.com:6379\"\n",
        "[environments.p.online_store]\nuri = \"rediss://cache.example.com?password=hunter2&clustered=true\"\n",
        "[environments.p.online_store]\nuri = rediss://:hunter2@h\n",
        "[environments.p.online_store]\nurl = \"rediss://:hunter2@h\"\n",
        "[environments.p.online_store]\npassword = \"hunter2\"\n",
        "[environments.p.online_store]\nsecret = \"rediss://:hunter2@h\"\n",
        "[environments.p.online_store]\nuri_env = \"rediss://h?password=hunter2\"\n",
        "[environments.p.online_store]\nuri_file = \"rediss://h?password=hunter2\"\n",
        "[environments.p.online_store]\nsecret = [\"hunter2\"]\n",
        "[environments.p.aws]\nendpoint_url = \"http://user:hunter2@localhost\"\n",
        "[environments.p.failover]\nname = \"https://user:hunter2@localhost\"\n",
        "[environments.p.skip]\nhunter2 = 1\n[[environments.q.skip]]\ncheck=\"rediss://:hunter2@h\"\nreason=\"x\"",
        "rediss://:hunter2@h\n",
        "rediss://h?password=hunter2\n",
        "[environments.\"rediss://:hunter2@h\".access]\n",
        "x = \"rediss://:hunter2@h\n",
    ] {
        for problem in wrong(text) {
            let place = problem.place.as_ref();
            let shown = [
                problem.message.as_str(),
                problem.help.as_deref().unwrap_or_default(),
                place.map_or("", |place| place.snippet.text.as_str()),
            ];
            // A word as a key is no secret.
            let told = shown.concat();
            assert!(
                !told.contains("hunter2") || told.contains("hunter2 = 1") || text.contains("hunter2 = 1"),
                "{text}: {problem:#?}"
            );
        }
    }
    let (_, message, _, help) =
        one("[environments.p.online_store]\nuri = \"redis://:hunter2@cache.example.com:6379\"\n");
    assert_eq!(message, "this URI holds a password, or may do so");
    assert!(
        help.contains("secret = \"NAME\"") && help.contains("uri_env") && help.contains("uri_file"),
        "{help}"
    );
}

#[test]
fn everything_is_told_at_once_and_in_order() {
    let text = "[environments.p.table]\nnam = \"abc\"\nbilling = \"on-demnd\"\nreplicas = [\"us-west-2\", \"west\"]\n\
                [environments.p.objectives]\nrpo = 5\n[environments.q]\nx = 1\n[environments.q]\n";
    let told: Vec<(usize, String)> =
        wrong(text).iter().map(|problem| (problem.line().unwrap_or(0), problem.message.clone())).collect();
    let told: Vec<(usize, &str)> = told.iter().map(|(line, message)| (*line, message.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, "unknown key `nam`"),
            (3, "`billing` cannot be `on-demnd`"),
            (4, "`west` is not REGION or REGION=MIN-MAX[@TARGET]"),
            (6, "`rpo` takes a text in quotes, and this is a whole number"),
            (8, "unknown key `x`"),
            (9, "this key or table stands here for the second time"),
        ]
    );
}

#[test]
fn what_is_no_toml_is_told_with_its_place() {
    let (line, message, _, help) = one("[environments.p.objectives]\nrto = 3m\n");
    assert_eq!(line, 2);
    assert!(message.starts_with("this is no TOML: "), "{message} {help}");
    let (line, message, _, help) = one("[environments.p.topology]\npolicy = ZONAL_AFFINITY\n");
    assert_eq!((line, help.as_str()), (2, "write it in quotes: key = \"value\""), "{message}");
    // What stands before it is told all the same; behind it, nothing is where it seems to be.
    let problems =
        wrong("[environments.p.topology]\npolicyy = \"unset\"\nclients_per_server = \"1\n[x]\ny = 1\n");
    let lines: Vec<Option<usize>> = problems.iter().map(Problem::line).collect();
    assert_eq!(lines, [Some(2), Some(3)], "{problems:#?}");
    let (line, message, ..) = one("[environments.p.access\nrole = 1\n");
    assert_eq!(line, 1, "{message}");
}

#[test]
fn an_empty_file_describes_nothing() {
    for text in ["", "\n# nothing\n", "[environments]\n", "environments = {}\n", "\u{feff}"] {
        let (_, message, _, help) = one(text);
        assert_eq!(message, "no environment is described", "{text:?}");
        assert!(help.starts_with("describe one: [environments.production.online_store]"), "{help}");
    }
    // An environment of which nothing is said is one.
    assert_eq!(right("[environments.p]\n").environments.len(), 1);
}

#[test]
fn no_file_is_told_without_end() {
    let many = (0..10_000).map(|number| format!("k{number} = 1")).collect::<Vec<_>>().join("\n");
    assert_eq!(wrong(&many).len(), 51);
    let deep = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(!wrong(&deep).is_empty());
    let dotted = vec!["a"; 50_000].join(".") + " = 1\n";
    assert!(!wrong(&dotted).is_empty());
}

/// A slip in any line of the example is told in that line.
#[test]
fn a_slip_is_told_where_it_is() {
    let lines: Vec<&str> = EXAMPLE.lines().collect();
    let mut slips = 0;
    for (index, line) in lines.iter().enumerate() {
        let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with(['#', '['])) else {
            continue;
        };
        for slip in [format!("qqqqqqq = \"{key}\""), format!("{key} = {{ qqq = [1] }}"), format!("{key} = ")]
        {
            let mut text: Vec<&str> = lines.clone();
            text[index] = &slip;
            let problems = wrong(&text.join("\n"));
            let is_told = problems.iter().any(|problem| problem.line() == Some(index + 1));
            assert!(is_told, "{slip} in line {}: {problems:#?}", index + 1);
            slips += 1;
        }
    }
    assert!(slips > 90, "{slips}");
}

#[test]
fn an_environment_says_where_it_is_first_named() {
    let text = "# two\n[environments.b.aws]\nregion = \"us-east-1\"\n\n[environments.\"a\".table]\nname = \"abc\"\n\
                [environments.b.table]\nname = \"abc\"\n";
    let config = read(text, "deploy/chalkstore.toml").expect("it is right");
    let origin = |name: &str| config.environments[name].origin.clone();
    assert_eq!(origin("b").as_deref(), Some("deploy/chalkstore.toml:2"));
    assert_eq!(origin("a").as_deref(), Some("deploy/chalkstore.toml:5"));
    let inline = "[environments]\na = { table = { name = \"abc\" } }\n";
    let config = read(inline, "x.toml").expect("it is right");
    assert_eq!(config.environments["a"].origin.as_deref(), Some("x.toml:2"));
}
