//! The documentation as a site: every page is in its table of contents, and no link leads nowhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chalkstore::report::catalogue;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{committed, root};
use crate::program::Ran;
use crate::support::fetched;

/// Where the links of a page lead to, but for those out into the world.
fn links(page: &str) -> Vec<String> {
    let text = committed(page);
    let links = Parser::new(&text).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    });
    // A heading of the table of contents leads nowhere on purpose.
    let inside = |link: &String| !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:");
    links.filter(inside).collect()
}

/// The file that a link on a page means, from the repository's root.
fn target(page: &str, link: &str) -> PathBuf {
    let path = link.split('#').next().unwrap_or_default();
    let folder = Path::new(page).parent().expect("is in a folder");
    let mut target = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            std::path::Component::ParentDir => assert!(target.pop(), "{page}: {link} leaves the repository"),
            part => target.push(part),
        }
    }
    target
}

fn pages(folder: &str) -> BTreeSet<PathBuf> {
    let files = fs::read_dir(root().join(folder)).expect("is there").filter_map(Result::ok);
    let names = files.map(|file| Path::new(folder).join(file.file_name()));
    names.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect()
}

#[test]
fn every_page_is_in_the_table_of_contents_and_there() {
    let listed: Vec<PathBuf> =
        links("docs/SUMMARY.md").iter().map(|link| target("docs/SUMMARY.md", link)).collect();
    let distinct: BTreeSet<&PathBuf> = listed.iter().collect();
    assert_eq!(distinct.len(), listed.len(), "no page stands there twice");
    for page in &listed {
        assert!(root().join(page).is_file(), "{} is listed and not there", page.display());
    }
    let summary = PathBuf::from("docs/SUMMARY.md");
    for page in pages("docs").iter().chain(&pages("explain")) {
        assert!(*page == summary || distinct.contains(page), "{} is not listed", page.display());
    }
    assert!(distinct.contains(&PathBuf::from("README.md")));
    assert_eq!(pages("explain").len(), catalogue::ALL.len(), "a page for each check and no other");
}

/// Links of all pages, to files and to headings.
#[test]
fn no_link_leads_nowhere() {
    let mut followed = 0;
    let all = pages("docs").into_iter().chain(pages("explain")).chain([PathBuf::from("README.md")]);
    for page in all {
        let page = page.to_str().expect("text");
        for link in links(page) {
            let (path, heading) = link.split_once('#').unwrap_or((&link, ""));
            let file = if path.is_empty() { PathBuf::from(page) } else { target(page, path) };
            assert!(root().join(&file).exists(), "{page}: {link} leads nowhere");
            if !heading.is_empty() && file.extension().is_some_and(|ending| ending == "md") {
                let headings = headings(file.to_str().expect("text"));
                assert!(headings.iter().any(|one| one == heading), "{page}: {link}: there are {headings:?}");
            }
            followed += 1;
        }
    }
    assert!(followed > 100, "{followed}");
}

/// The headings of a page, as links name them.
fn headings(page: &str) -> Vec<String> {
    let text = committed(page);
    let mut found = Vec::new();
    let mut heading: Option<String> = None;
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let words = heading.take().unwrap_or_default().to_lowercase();
                let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                found.push(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
            }
            _ => {}
        }
    }
    found
}

/// Whoever looks for a recipe below the one that they know finds what the index promised.
#[test]
fn the_cookbook_stands_in_the_order_of_its_index() {
    let page = "docs/cookbook.md";
    let listed = links(page).into_iter().filter_map(|link| link.strip_prefix('#').map(str::to_owned));
    let mut seen = BTreeSet::new();
    // A recipe may be linked to again from another one.
    let index: Vec<String> = listed.filter(|link| seen.insert(link.clone())).collect();
    assert_eq!(index, headings(page)[1..]);
}

/// mdBook builds it, and what comes out holds the pages, under the names that links between them use.
#[test]
fn the_site_builds() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("bash");
    command.arg(root().join("scripts/book.sh")).arg(folder.path());
    command.env("CHALKSTORE_MDBOOK", &fetched("mdbook").program[0]);
    let ran: Ran = command.output().expect("bash runs").into();
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.stderr.contains("ERROR") && !ran.stderr.contains("WARN"), "{ran:?}");
    let site = folder.path();
    let page =
        |path: &str| fs::read_to_string(site.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    for path in ["index.html", "docs/ci.html", "docs/cookbook.html", "docs/checks.html", "docs/commands.html"]
    {
        assert!(page(path).contains("<main>"), "{path}");
    }
    assert!(page("docs/checks.html").contains("href=\"../explain/URI001.html\""));
    assert!(page("explain/URI001.html").contains("URI001"));
    assert!(!page("index.html").contains("https://cdn"), "nothing comes from elsewhere");
}
