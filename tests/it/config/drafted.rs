//! The text of a first chalkstore.toml: whatever was seen, it is right, and so is every example in it.

use chalkstore::aws::Options;
use chalkstore::config;
use chalkstore::config::draft::{Origin, Seen, StoreSeen, draft};

/// The text with every example taken for said: `# key = value` and `# [table]`.
pub(super) fn uncommented(text: &str) -> String {
    let is_key = |rest: &str| {
        rest.split_once(" = ").is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-\"".contains(&byte))
        })
    };
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(rest)
            if is_key(rest) || rest.starts_with("[environments") || rest.starts_with("[[environments") =>
        {
            rest.to_owned()
        }
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn seen(environment: &str, region: Option<&str>) -> Seen {
    let aws =
        Options { region: region.map(str::to_owned), profile: None, endpoint_url: None, command: "init" };
    Seen { environment: environment.to_owned(), aws, store: None, table: None, failover: None }
}

#[track_caller]
fn right(seen: &Seen) -> String {
    let text = draft(seen).text;
    for text in [text.clone(), uncommented(&text)] {
        let problems = config::read(&text, "chalkstore.toml").err();
        assert_eq!(problems, None, "{text}");
    }
    text
}

#[test]
fn a_draft_of_nothing_is_right() {
    for name in ["production", "prod.eu", "1", "_-."] {
        let text = right(&seen(name, None));
        let config = config::read(&text, "chalkstore.toml").expect("is right");
        assert!(config.environments.contains_key(name), "{text}");
    }
    let told = uncommented(&right(&seen("production", Some("eu-west-1"))));
    let config = config::read(&told, "chalkstore.toml").expect("is right");
    assert_eq!(config.environments["production"].undescribed(), [""; 0], "every part is shown: {told}");
}

/// What a peer or a file says cannot become a key of the file.
#[test]
fn hostile_text_stays_a_comment_or_a_value() {
    let hostile = "x\"\n[environments.p.access]\nrole = \"y\u{1b}[2J\u{2028}";
    let with =
        |origin: Origin, store: StoreSeen| Seen { store: Some((origin, store)), ..seen("p", Some(hostile)) };
    for (origin, store) in [
        (Origin::Secret("online-store-uri".into()), StoreSeen::Unseen(hostile.into())),
        (Origin::Variable("REDIS_URI".into()), StoreSeen::Table(hostile.into())),
        (Origin::File("a b/\"c\".uri".into()), StoreSeen::Unseen(hostile.repeat(100))),
    ] {
        let text = right(&with(origin, store));
        let config = config::read(&text, "chalkstore.toml").expect("is right");
        assert!(config.environments["p"].access.is_none(), "{text}");
        assert!(!text.contains('\u{1b}') && !text.contains('\u{2028}'), "{text}");
    }
}

#[test]
fn what_could_not_be_observed_is_told_once_more() {
    let seen = Seen {
        store: Some((Origin::Secret("s".into()), StoreSeen::Unseen("AccessDeniedException: no".into()))),
        ..seen("p", Some("us-east-1"))
    };
    let told = draft(&seen).unobserved;
    assert_eq!(told, ["the store could not be observed: AccessDeniedException: no"]);
    right(&seen);
}
