//! One finding as text, drawn as rustc draws its own: `fail[URI014]: message`, the line with a caret, help, notes.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::escape::{visible, visible_lines, visible_span};
use super::style::{BOLD, FAINT, Style, of_status};
use super::words::{narrower_subject, width, wrap};
use crate::report::{Finding, Problem, Status};

/// Where nothing says how wide a line may be, a snippet is cut here: one URI can be a megabyte.
const SNIPPET_WIDTH: usize = 240;

/// What stands before the text of a help or a note: ` = help: `.
const FOOTER_WIDTH: usize = " = help: ".len();

/// Draws findings on one stream.
pub(super) struct Diagnostics {
    style: Style,
    renderer: Renderer,
}

impl Diagnostics {
    pub(super) fn new(style: Style) -> Self {
        let renderer = if style.color { Renderer::styled().emphasis(BOLD) } else { Renderer::plain() };
        Self { style, renderer: renderer.term_width(style.width.unwrap_or(SNIPPET_WIDTH)) }
    }

    /// The finding, without a line end.
    pub(super) fn draw(&self, finding: &Finding) -> String {
        let word = finding.status.as_str();
        let code = finding.check.code;
        let limit = |taken| self.style.width.map(|width| width.saturating_sub(taken));
        // In the title, not on a line of its own, so that a line found by grep says what it is about.
        let subject = narrower_subject(finding).map(|subject| format!("{subject}: ")).unwrap_or_default();
        let message = format!("{subject}{}", visible(finding.message()));
        let title = wrap(&message, limit(width(word) + width(code) + "[]: ".len()));
        // Every status is drawn at one level, in a colour of its own: the library knows no `unknown`.
        let title = Level::ERROR.with_name(word).primary_title(title.join("\n")).id(code);
        let mut group = Group::with_title(title);
        if let Some(snippet) = finding.snippet() {
            let (text, span) = visible_span(&snippet.text, snippet.span);
            let label = snippet.label.as_deref().map(visible);
            let caret = AnnotationKind::Primary.span(span).label(label);
            group = group.element(Snippet::source(text).line_numbering(false).annotation(caret));
        }
        let footer = |text: &str| wrap(&visible_lines(text), limit(FOOTER_WIDTH)).join("\n");
        if let Some(help) = finding.help_text() {
            group = group.element(Level::HELP.message(footer(help)));
        }
        group = group.elements(finding.notes().iter().map(|note| Level::NOTE.message(footer(note))));
        self.renderer(finding.status).render(&[group])
    }

    fn renderer(&self, status: Status) -> Renderer {
        let renderer = self.renderer.clone();
        if !self.style.color {
            return renderer;
        }
        let renderer = renderer.error(of_status(status)).line_num(FAINT);
        // A pass is not to shout.
        if status.is_problem() { renderer } else { renderer.emphasis(anstyle::Style::new()) }
    }
}

/// A problem in a file, without a line end: `error: message`, the file with line and column, the line with a caret, help.
pub(super) fn problem(problem: &Problem, style: Style) -> String {
    let limit = |taken| style.width.map(|width| width.saturating_sub(taken));
    let place = problem.place.as_ref();
    // Where there is no line to show, the message says which file is meant.
    let message = if place.is_some() { problem.message.clone() } else { problem.to_string() };
    let title = wrap(&visible(&message), limit("error: ".len())).join("\n");
    let mut group = Group::with_title(Level::ERROR.primary_title(title));
    if let Some(place) = place {
        let (text, span) = visible_span(&place.snippet.text, place.snippet.span);
        let label = place.snippet.label.as_deref().map(visible);
        let caret = AnnotationKind::Primary.span(span).label(label);
        let snippet = Snippet::source(text).path(visible(&problem.file)).line_start(place.line);
        group = group.element(snippet.annotation(caret));
    }
    if let Some(help) = &problem.help {
        group =
            group.element(Level::HELP.message(wrap(&visible_lines(help), limit(FOOTER_WIDTH)).join("\n")));
    }
    let renderer = if style.color { Renderer::styled().emphasis(BOLD) } else { Renderer::plain() };
    renderer.term_width(style.width.unwrap_or(SNIPPET_WIDTH)).render(&[group])
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::render::samples::{connection, hostile, style, uri};
    use crate::report::Section;

    fn all(section: &Section, style: Style) -> String {
        let diagnostics = Diagnostics::new(style);
        let findings = section.assessment.findings.iter();
        let text = findings.map(|finding| diagnostics.draw(finding)).collect::<Vec<_>>().join("\n");
        text.replace('\u{1b}', "␛")
    }

    #[test]
    fn every_status_has_its_colour() {
        let color = Style { color: true, ..style(None) };
        assert_snapshot!(all(&connection(), color), @"
        ␛[1m␛[32mpass[NET002]␛[0m: a TCP connection is accepted
        ␛[1m␛[33mwarn[NET003]␛[0m␛[1m: IPv6 connections to 2001:db8::7 time out; clients that try IPv6 first wait 2 s at every connect␛[0m
         ␛[2m|␛[0m
         ␛[2m= ␛[0m␛[1mhelp␛[0m: remove the AAAA record, or open port 6379 for IPv6 in the security group
         ␛[2m= ␛[0m␛[1mnote␛[0m: IPv4 connects in 0.4 ms
        ␛[1m␛[31mfail[NET004]␛[0m␛[1m: 10.0.1.4:6379: the server does not speak TLS␛[0m
        ␛[1m␛[35munknown[NET011]␛[0m␛[1m: no answer to AUTH within 2000 ms␛[0m
        ␛[2mskip[NET007]␛[0m: NET004 failed
        ");
        assert_snapshot!(all(&uri(), color), @"
        ␛[1m␛[32mpass[URI004]␛[0m: the scheme is redis, rediss, valkey, valkeys or dynamodb
        ␛[1m␛[32mpass[URI006]␛[0m: the host is a name or an address
        ␛[1m␛[32mpass[URI007]␛[0m: the port is a number from 1 to 65535
         ␛[2m|␛[0m
         ␛[2m= ␛[0mnote: 6379 is the default
        ␛[1m␛[31mfail[URI009]␛[0m␛[1m: `clustered` must be `true` or `false`, not `yes`␛[0m
         ␛[2m|␛[0m
         ␛[2m|␛[0m redis://cache.example.com:6379/0?pasword=••••&clustered=yes
         ␛[2m|␛[0m                                                         ␛[1m␛[31m^^^␛[0m
         ␛[2m|␛[0m
         ␛[2m= ␛[0m␛[1mhelp␛[0m: write `clustered=true` for a cluster with cluster mode enabled, `clustered=false` for a single primary with its replicas
        ␛[1m␛[31mfail[URI014]␛[0m␛[1m: unknown query parameter `pasword`␛[0m
         ␛[2m|␛[0m
         ␛[2m|␛[0m redis://cache.example.com:6379/0?pasword=••••&clustered=yes
         ␛[2m|␛[0m                                  ␛[1m␛[31m^^^^^^^␛[0m ␛[1m␛[31mdid you mean `password`?␛[0m
        ␛[2mskip[URI016]␛[0m: the scheme has no TLS
        ");
    }

    fn problems(text: &str, style: Style) -> String {
        let problems = crate::config::read(text, "chalkstore.toml").expect_err("is wrong");
        problems.iter().map(|one| problem(one, style)).collect::<Vec<_>>().join("\n").replace('\u{1b}', "␛")
    }

    #[test]
    fn problems_of_a_file_stand_at_their_lines() {
        let text = "[environments.production.online_store]\n\
                    uri = \"rediss://:hunter2@cache.example.com:6379/0?clustered=true\"\n\n\
                    [environments.production.table]\n\
                    name = \"chalk-online-store\"\n\
                    replicaz = [\"us-west-2\"]\n\
                    pasword = \"hunter2\" # not here\n\
                    billing = \"on-demnd\"\n\
                    tags = [[\"a\", \"b\", \"c\"]]\n\n\
                    [[environments.production.skip]]\n\
                    check = \"slot-covered\"\n\
                    until = 2026-13-01\n";
        assert_snapshot!(problems(text, style(Some(60))), @r#"
        error: this URI holds a password, or may do so
         --> chalkstore.toml:2:7
          |
        2 | uri = "rediss://••••@cache.example.com:6379/0?clustered=true"
          |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: a password does not belong into this file: write
                  secret = "NAME" (of AWS Secrets Manager), uri_env =
                  "VARIABLE" or uri_file = "FILE" instead
        error: unknown key `replicaz`
         --> chalkstore.toml:6:1
          |
        6 | replicaz = ["••••"]
          | ^^^^^^^^ did you mean `replicas`?
        error: unknown key `pasword`
         --> chalkstore.toml:7:1
          |
        7 | pasword = "••••"
          | ^^^^^^^
          |
          = help: [environments.production.table] takes billing,
                  deletion_protection, encryption, environment,
                  kms_keys, layout, name, partition_key,
                  point_in_time_recovery, read_capacity,
                  read_scaling, replicas, scale_in_cooldown,
                  scale_out_cooldown, sort_key, table_class, tags,
                  ttl_attribute, warm_throughput, window,
                  write_capacity, write_scaling
        error: `billing` cannot be `on-demnd`
         --> chalkstore.toml:8:11
          |
        8 | billing = "on-demnd"
          |           ^^^^^^^^^^ did you mean `on-demand`?
          |
          = help: it is one of on-demand, provisioned, autoscaling
        error: `tags` takes a table, and this is a list
         --> chalkstore.toml:9:8
          |
        9 | tags = [["••••", "••••", "••••"]]
          |        ^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: write for example tags = { team = "features" }
        error: [environments.production.skip] has no `reason`
          --> chalkstore.toml:11:1
           |
        11 | [[environments.production.skip]]
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: write for example reason = "moves to three zones in
                   Q1, OPS-1234"
        error: `slot-covered` is not the code or the name of a check
          --> chalkstore.toml:12:9
           |
        12 | check = "slot-covered"
           |         ^^^^^^^^^^^^^^ did you mean `slots-covered`?
           |
           = help: write for example check = "TOP021"
        error: this is no TOML: invalid date, expected month between
               01 and 12
          --> chalkstore.toml:13:9
           |
        13 | until = 2026-13-01
           |         ^^^^^^^^^^
        "#);
        let color = Style { color: true, ..style(Some(60)) };
        let colored = problems("[environments.p.topology]\npolicyy = 1\n", color);
        assert!(colored.starts_with("␛[1m␛[91merror␛[0m"), "{colored}");
        let nothing = problems("# nothing\n", style(None));
        assert!(nothing.starts_with("error: chalkstore.toml: no environment is described\n"), "{nothing}");
    }

    #[test]
    fn hostile_text_is_shown_not_obeyed() {
        assert_snapshot!(all(&hostile(), style(Some(60))), @r#"
        fail[URI006]: node \u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y
                      `z` <b>&\u{202e}%0A \u{fffe}@all [a](http://b)
                      "q" {0}: host
                      \u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y `z`
                      <b>&\u{202e}%0A \u{fffe}@all [a](http://b) "q"
                      {0}
         |
         | ...or::x|y `z` <b>&\u{202e}%0A \u{fffe}@all [a](http:/...
         |                ^^^ \u{1b}]8;;x\u{7}\nlabel
         |
         = help: help \u{1b}[2J\u{0}\u{7}]]>\r
                 \u{3a}:error::x|y `z` <b>&\u{202e}%0A \u{fffe}@all
                 [a](http://b) "q" {0}
                 \u{3a}:warning::y
         = note: note \u{1b}[2J\u{0}\u{7}]]>\r
                 \u{3a}:error::x|y `z` <b>&\u{202e}%0A \u{fffe}@all
                 [a](http://b) "q" {0}
        unknown[NET011]: \u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y `z`
                         <b>&\u{202e}%0A \u{fffe}@all [a](http://b)
                         "q" {0}
        warn[URI007]: \u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y `z`
                      <b>&\u{202e}%0A \u{fffe}@all [a](http://b) "q"
                      {0}
        skip[NET002]: \u{1b}[2J\u{0}\u{7}]]>\r\n::error::x|y `z`
                      <b>&\u{202e}%0A \u{fffe}@all [a](http://b) "q"
                      {0}
        "#);
    }

    #[test]
    fn a_snippet_may_be_odd() {
        let mut finding = uri().assessment.findings.remove(4);
        for (text, start, end) in [("", 0, 0), ("é", 1, 1), ("ab", 2, 2), ("ab", 9, 3), ("日本語", 3, 6)]
        {
            if let Some(snippet) = &mut finding.detail_mut().snippet {
                snippet.text = text.to_owned();
                snippet.span = crate::report::Span::new(start, end);
            }
            assert!(Diagnostics::new(style(Some(40))).draw(&finding).contains("did you mean"), "{text}");
        }
    }
}
