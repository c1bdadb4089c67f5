//! Files that are made from the program and committed: completions, man pages, the list of checks, JSON schemas.
//!
//! `make generate` writes them anew (`CHALKSTORE_GENERATE=1`); otherwise a stale one fails here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chalkstore::report::{Category, catalogue};
use chalkstore::{cli, probe, render};

use crate::program::{chalkstore, on_terminal};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file in `folder` must be one of `files`, with exactly this content.
fn committed(folder: &str, ending: &str, files: BTreeMap<PathBuf, String>) {
    let generate = std::env::var_os("CHALKSTORE_GENERATE").is_some();
    let folder = root().join(folder);
    if generate {
        std::fs::create_dir_all(&folder).expect("can make the folder");
    }
    let listed = std::fs::read_dir(&folder).expect("the folder is there").filter_map(Result::ok);
    for path in listed.map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(ending)) {
        if !files.contains_key(&path) {
            assert!(generate, "{} is made by nothing any more: make generate", path.display());
            std::fs::remove_file(&path).expect("can remove a file that nothing makes");
        }
    }
    for (path, content) in files {
        if generate {
            std::fs::write(&path, &content).expect("can write a generated file");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == content, "{} is stale: make generate", path.display());
    }
}

#[test]
fn completions() {
    let shells = [
        ("bash", "chalkstore.bash"),
        ("zsh", "_chalkstore"),
        ("fish", "chalkstore.fish"),
        ("powershell", "_chalkstore.ps1"),
        ("elvish", "chalkstore.elv"),
        ("nushell", "chalkstore.nu"),
    ];
    let script = |shell: &str| {
        let output = chalkstore().args(["completions", shell]).output().expect("runs");
        assert!(output.status.success(), "{shell}");
        String::from_utf8(output.stdout).expect("is text")
    };
    let folder = root().join("completions");
    let files = shells.iter().map(|(shell, file)| (folder.join(file), script(shell))).collect();
    committed("completions", "", files);
}

#[test]
fn man_pages() {
    let command = cli::command();
    let folder = root().join("docs/man");
    let mut files = BTreeMap::new();
    // The version names the commit; a page that did would be stale with every commit.
    let command = command.version(env!("CARGO_PKG_VERSION"));
    let page = |command: &clap::Command| {
        let mut page = Vec::new();
        clap_mangen::Man::new(command.clone()).date("").render(&mut page).expect("writes to memory");
        String::from_utf8(page).expect("is text")
    };
    files.insert(folder.join("chalkstore.1"), page(&command));
    let mut built = command.clone();
    built.build();
    for subcommand in built.get_subcommands() {
        let name = format!("chalkstore-{}", subcommand.get_name());
        let renamed = subcommand.clone().name(name.clone()).bin_name(name.replacen('-', " ", 1));
        files.insert(folder.join(format!("{name}.1")), page(&renamed));
        for inner in subcommand.get_subcommands() {
            let name = format!("{name}-{}", inner.get_name());
            let full = format!("chalkstore {} {}", subcommand.get_name(), inner.get_name());
            let renamed = inner.clone().name(name.clone()).bin_name(full);
            files.insert(folder.join(format!("{name}.1")), page(&renamed));
        }
    }
    committed("docs/man", ".1", files);
}

/// Every command with its help, as a page. The options that all take stand under the program itself.
#[test]
fn list_of_commands() {
    let mut command = cli::command().version(env!("CARGO_PKG_VERSION")).term_width(100);
    command.build();
    let mut text =
        "# Commands\n\nEvery command with its help, as `chalkstore COMMAND --help` prints it; only the \
                    options that all commands share are told once, in the first block.\n"
            .to_owned();
    let mut describe = |name: &str, command: &clap::Command, is_shared: &dyn Fn(&clap::Arg) -> bool| {
        let shared =
            command.get_arguments().filter(|argument| is_shared(argument) && !argument.is_hide_set());
        let shared: Vec<String> =
            shared.filter_map(|argument| Some(format!("`--{}`", argument.get_long()?))).collect();
        let own = |argument: clap::Arg| if is_shared(&argument) { argument.hide(true) } else { argument };
        let mut command = command.clone().bin_name(name);
        let usage = command.render_usage().to_string();
        let mut command =
            command.override_usage(usage.trim_start_matches("Usage: ").to_owned()).mut_args(own);
        let help = command.render_long_help().to_string();
        let lines: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
        write!(text, "\n## {name}\n\n```text\n{}\n```\n", lines.join("\n")).expect("writes to memory");
        if !shared.is_empty() {
            let shared = shared.join(", ");
            writeln!(text, "\nAnd what [all commands share](#chalkstore): {shared}.")
                .expect("writes to memory");
        }
    };
    describe("chalkstore", &command, &|_| false);
    // Where a command describes one in its own way, it is its own.
    let is_shared = |argument: &clap::Arg| {
        let is_same =
            |one: &clap::Arg| one.get_id() == argument.get_id() && one.get_help() == argument.get_help();
        argument.is_global_set() && command.get_arguments().any(is_same)
    };
    for subcommand in command.get_subcommands() {
        let name = format!("chalkstore {}", subcommand.get_name());
        describe(&name, subcommand, &is_shared);
        for inner in subcommand.get_subcommands() {
            describe(&format!("{name} {}", inner.get_name()), inner, &is_shared);
        }
    }
    assert_eq!(text.matches("--save-evidence <FILE>\n").count(), 1);
    committed("docs", "commands.md", BTreeMap::from([(root().join("docs/commands.md"), text)]));
}

/// The table of contents of the site. A page that is not named here is found by `ci::book`.
#[test]
fn table_of_contents() {
    let mut text = "\
# Summary

[chalkstore](../README.md)

# Using it

- [Cookbook](cookbook.md)
- [In pipelines and clusters](ci.md)
- [Commands](commands.md)
- [Glossary](glossary.md)

# Looking things up

- [Checks](checks.md)
"
    .to_owned();
    let mut category: Option<Category> = None;
    for check in catalogue::ALL {
        if category != Some(check.category) {
            category = Some(check.category);
            writeln!(text, "  - [{}]()", check.category.title()).expect("writes to memory");
        }
        writeln!(text, "    - [{code}](../explain/{code}.md)", code = check.code).expect("writes to memory");
    }
    text += "\
- [Limits](limits.md)
- [Security](security.md)
- [Reliability](reliability.md)
- [Performance](performance.md)
- [Architecture](architecture.md)
- [Decisions](decisions.md)
- [Contributing](../CONTRIBUTING.md)
- [Changes](../CHANGELOG.md)
";
    committed("docs", "SUMMARY.md", BTreeMap::from([(root().join("docs/SUMMARY.md"), text)]));
}

#[test]
fn list_of_checks() {
    let mut text =
        "# Checks\n\nEvery check that chalkstore makes. `chalkstore explain CODE` prints its page.\n"
            .to_owned();
    let mut category: Option<Category> = None;
    for check in catalogue::ALL {
        if category != Some(check.category) {
            category = Some(check.category);
            let title = check.category.title();
            write!(
                text,
                "\n## {title}\n\n| code | name | severity | since | what passes |\n|---|---|---|---|---|\n"
            )
            .expect("writes to memory");
        }
        let severity = check.severity.as_str();
        writeln!(
            text,
            "| [{code}](../explain/{code}.md) | `{}` | {severity} | {} | {} |",
            check.name,
            check.since,
            check.passing,
            code = check.code
        )
        .expect("writes to memory");
    }
    committed("docs", "checks.md", BTreeMap::from([(root().join("docs/checks.md"), text)]));
}

#[test]
fn schemas() {
    let evidence = serde_json::to_value(probe::evidence_schema()).expect("a schema is JSON");
    let schemas = [
        ("report", render::report_schema()),
        ("ndjson-line", render::line_schema()),
        ("evidence-line", evidence),
        ("bundle-manifest", serde_json::to_value(probe::manifest_schema()).expect("a schema is JSON")),
        ("bundle-redaction", serde_json::to_value(probe::redaction_schema()).expect("a schema is JSON")),
        ("diff-data", serde_json::to_value(probe::diff::diff_schema()).expect("a schema is JSON")),
        ("chalkstore-toml", chalkstore::config::schema()),
    ];
    let folder = root().join("docs/schemas");
    let files = schemas.into_iter().map(|(name, schema)| {
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
        (folder.join(format!("{name}.schema.json")), text)
    });
    committed("docs/schemas", ".schema.json", files.collect());
}

/// The README's pictures that are made of text alone: what the program prints on a terminal of 100 columns, and a drawing
/// of what was seen of a real cluster. Those of a browser are `make pictures`.
#[test]
fn pictures() {
    let mut command = chalkstore();
    command.env("COLUMNS", "100").env("TERM", "xterm-256color");
    command.env("REDIS_URI", "rediss://cache.internal:6379/0?pasword=hunter2&clustered=yes");
    let shown = "chalkstore validate-uri --uri-env REDIS_URI";
    let arguments: Vec<&str> = shown.split(' ').skip(1).chain(["--color", "always"]).collect();
    let printed = on_terminal(&command, &arguments, &[]).stdout.replace('\r', "");
    assert!(printed.matches("\x1b[").count() > 10 && !printed.contains("hunter2"), "{printed:?}");
    let terminal = format!("\x1b[1m$ {shown}\x1b[0m\n{printed}");
    let topology = ["topology", "--evidence", "docs/examples/topology.jsonl", "--output", "svg"];
    let drawn = chalkstore().args(topology).current_dir(root()).output().expect("runs");
    let folder = root().join("docs/images");
    let files = BTreeMap::from([
        (
            folder.join("terminal.svg"),
            anstyle_svg::Term::new().palette(anstyle_svg::WIN10_CONSOLE).render_svg(&terminal),
        ),
        (folder.join("topology.svg"), String::from_utf8(drawn.stdout).expect("is text")),
    ]);
    committed("docs/images", ".svg", files);
}
