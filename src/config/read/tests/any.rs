//! Any text, however wrong.

use proptest::prelude::*;

use crate::config::read::read;

/// Pieces of which files are made, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "environments",
        "p",
        "table",
        "skip",
        "name",
        "reason",
        "check",
        "until",
        "query_servers",
        "uri",
        "secret",
        "aws",
        "region",
        "=",
        ".",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        ",",
        "\n",
        "\n",
        " ",
        "\"",
        "'",
        "\"\"\"",
        "#",
        "\"us-east-1\"",
        "\"redis://:hunter2@h\"",
        "5",
        "-1",
        "1.5",
        "true",
        "2026-12-31",
        "0x",
        "é",
        "\u{0}",
        "\\",
        "99999999999999999999",
        "[environments.p.table]\n",
        "[[environments.p.skip]]\n",
        "name = \"abc\"\n",
    ];
    prop_oneof![4 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

proptest! {
    /// Any text is read or refused, with places that are in it.
    #[test]
    fn any_text_is_read_or_refused(pieces in proptest::collection::vec(piece(), 0..60)) {
        let text = pieces.concat();
        if let Err(problems) = read(&text, "chalkstore.toml") {
            prop_assert!(!problems.is_empty());
            for problem in &problems {
                prop_assert!(!problem.message.contains("for a reason that chalkstore does not know"), "{text:?}");
                if let Some(place) = &problem.place {
                    prop_assert!((1..=text.split('\n').count()).contains(&place.line), "{text:?}: {problem:?}");
                    prop_assert!(place.snippet.span.end <= place.snippet.text.len(), "{text:?}: {problem:?}");
                    prop_assert!(!place.snippet.text.contains(":hunter2@"), "{text:?}: {problem:?}");
                }
            }
        }
    }

    #[test]
    fn any_characters_are_read_or_refused(text in any::<String>()) {
        let told = read(&text, "chalkstore.toml").is_err();
        prop_assert!(told);
    }
}
