//! What is written can be read by what reads either format.

use std::collections::BTreeSet;

use super::document::SUBJECTS;
use crate::render::samples;
use crate::render::{Format, Style};
use crate::report::{Assessment, Finding, Gauge, Section, catalogue};

/// A line's name, labels and value.
type Sample = (String, Vec<(String, String)>, f64);

/// Reads what both formats have in common, and nothing else.
fn parse(text: &str) -> Result<Vec<Sample>, String> {
    let body = text.strip_suffix("# EOF\n").ok_or("no end")?;
    let (mut samples, mut seen, mut lines_seen) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let (mut family, mut metadata) = (String::new(), BTreeSet::new());
    for line in body.lines() {
        if let Some(rest) = line.strip_prefix("# ") {
            let mut words = rest.splitn(3, ' ');
            let (kind, name) = (words.next().ok_or("kind")?, words.next().ok_or("name")?);
            let value = words.next().ok_or_else(|| format!("{line}: no text"))?;
            if name != family {
                if !seen.insert(name.to_owned()) {
                    return Err(format!("{name} stands in two places"));
                }
                name.clone_into(&mut family);
                metadata.clear();
            }
            if !metadata.insert(kind.to_owned()) {
                return Err(format!("{line}: twice"));
            }
            match kind {
                "TYPE" if value == "gauge" => {}
                "UNIT" if name.ends_with(&format!("_{value}")) => {}
                "HELP" if !value.contains(['"', '\\']) && !value.is_empty() => {}
                _ => return Err(line.to_owned()),
            }
            continue;
        }
        if !metadata.contains("TYPE") {
            return Err(format!("{line}: no type"));
        }
        if !lines_seen.insert(line.rsplit_once(' ').ok_or("no value")?.0.to_owned()) {
            return Err(format!("{line}: twice"));
        }
        samples.push(sample(line, &family)?);
    }
    Ok(samples)
}

fn sample(line: &str, family: &str) -> Result<Sample, String> {
    let wrong = || format!("{line}: not a sample of {family}");
    let rest = line.strip_prefix(family).ok_or_else(wrong)?;
    let mut labels = Vec::new();
    let mut rest = rest;
    if let Some(inner) = rest.strip_prefix('{') {
        rest = inner;
        loop {
            let (name, value) = rest.split_once("=\"").ok_or_else(wrong)?;
            if !name.starts_with(|one: char| one.is_ascii_alphabetic() || one == '_')
                || !name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
            {
                return Err(wrong());
            }
            let mut text = String::new();
            let mut letters = value.char_indices();
            let end = loop {
                let (at, letter) = letters.next().ok_or_else(wrong)?;
                match letter {
                    '"' => break at,
                    '\\' => match letters.next().ok_or_else(wrong)?.1 {
                        'n' => text.push('\n'),
                        other @ ('\\' | '"') => text.push(other),
                        _ => return Err(wrong()),
                    },
                    other => text.push(other),
                }
            };
            if labels.iter().any(|(known, _)| known == name) {
                return Err(wrong());
            }
            labels.push((name.to_owned(), text));
            rest = &value[end + 1..];
            match rest.strip_prefix(',') {
                Some(more) => rest = more,
                None => break,
            }
        }
        rest = rest.strip_prefix('}').ok_or_else(wrong)?;
    }
    let value = rest.strip_prefix(' ').ok_or_else(wrong)?;
    let number: f64 = value.parse().map_err(|_| wrong())?;
    if number.is_finite() { Ok((family.to_owned(), labels, number)) } else { Err(wrong()) }
}

fn render(sections: &[Section]) -> String {
    let mut render = Format::Openmetrics.renderer(Style::default());
    let mut out = Vec::new();
    render.start(&samples::header(), &mut out).expect("can write");
    for section in sections {
        render.section(section, &mut out).expect("can write");
    }
    assert!(out.is_empty(), "families have to stand together");
    let all: Vec<&Section> = sections.iter().collect();
    render.finish(&samples::summary(&all), &mut out).expect("can write");
    String::from_utf8(out).expect("is UTF-8")
}

fn gauge(name: &'static str, label: &str, value: f64) -> Gauge {
    Gauge { name, help: "A \"help\" with \\ and\nmore", labels: vec![("source", label.to_owned())], value }
}

fn section(subject: &str, gauges: Vec<Gauge>, findings: Vec<Finding>) -> Section {
    Section::new(subject.to_owned(), None, Assessment { findings, gauges, ..Assessment::default() })
}

fn of<'a>(samples: &'a [Sample], name: &str) -> Vec<&'a Sample> {
    samples.iter().filter(|(found, ..)| found == name).collect()
}

/// The very same number: what is written is read back without a loss.
fn is(value: f64, expected: f64) -> bool {
    value.total_cmp(&expected).is_eq()
}

#[test]
fn numbers_of_every_section_stand_together_and_once() {
    let text = render(&[
        section("a", vec![gauge("lag_seconds", "t", 1.5), gauge("left_bytes", "t", 3.0)], Vec::new()),
        section("b", vec![gauge("lag_seconds", "t", 2.5), gauge("lag_seconds", "t", 2.75)], Vec::new()),
    ]);
    let samples = parse(&text).expect(&text);
    let lags: Vec<f64> = of(&samples, "chalkstore_lag_seconds").iter().map(|(.., value)| *value).collect();
    assert_eq!(lags, [1.5, 2.75]);
    assert!(text.contains("# UNIT chalkstore_lag_seconds seconds\n"), "{text}");
    assert!(text.contains("# UNIT chalkstore_left_bytes bytes\n"), "{text}");
    assert!(text.contains("# HELP chalkstore_lag_seconds A 'help' with / and"), "{text}");
    assert_eq!(of(&samples, "chalkstore_checks").len(), 5);
    assert!(is(of(&samples, "chalkstore_exit_code")[0].2, 4.0));
    assert!(is(of(&samples, "chalkstore_observation_timestamp_seconds")[0].2, 1_777_896_000.0));
}

#[test]
fn values_are_escaped_and_what_is_no_number_is_left_out() {
    let nasty = "a\"b\\c{d}=e,f #g";
    let text = render(&[section(
        nasty,
        vec![gauge("x", nasty, 1e300), gauge("y", "t", f64::NAN), gauge("z", "t", f64::INFINITY)],
        Vec::new(),
    )]);
    let samples = parse(&text).expect(&text);
    let (_, labels, value) = of(&samples, "chalkstore_x")[0];
    assert!(is(*value, 1e300));
    for name in ["source", "subject"] {
        assert!(labels.contains(&(name.to_owned(), nasty.to_owned())), "{labels:?}");
    }
    assert!(of(&samples, "chalkstore_y").is_empty() && of(&samples, "chalkstore_z").is_empty());
}

#[test]
fn a_check_has_one_status_for_each_subject() {
    let check = &catalogue::URI_HOST;
    let findings = vec![
        Finding::pass(check),
        Finding::warn(check, "so so"),
        Finding::unknown(check, "who knows").about("part"),
        Finding::skip(check, "not asked").about("part"),
    ];
    let text = render(&[section("s", Vec::new(), findings)]);
    let samples = parse(&text).expect(&text);
    let label = |labels: &[(String, String)], name: &str| {
        labels.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let statuses: Vec<(String, String)> = of(&samples, "chalkstore_check_status")
        .iter()
        .map(|(_, labels, _)| (label(labels, "about"), label(labels, "status")))
        .collect();
    assert_eq!(statuses, [(String::new(), "warn".into()), ("part".into(), "unknown".into())]);
}

#[test]
fn the_parser_is_strict() {
    for wrong in [
        "",
        "x 1\n# EOF\n",
        "# TYPE x counter\nx 1\n# EOF\n",
        "# TYPE x gauge\nx 1\nx 2\n# EOF\n",
        "# TYPE x gauge\nx{a=\"1\"b=\"2\"} 1\n# EOF\n",
        "# TYPE x gauge\nx{a=\"\\q\"} 1\n# EOF\n",
        "# TYPE x gauge\nx NaN\n# EOF\n",
        "# TYPE x gauge\n# TYPE y gauge\ny 1\n# TYPE x gauge\nx 1\n# EOF\n",
    ] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
    assert!(parse("# TYPE x gauge\nx{a=\"1\"} 1\n# EOF\n").is_ok());
}

#[test]
fn a_batch_has_an_end() {
    let sections: Vec<Section> = (0..SUBJECTS + 5)
        .map(|at| {
            section(&at.to_string(), vec![gauge("x", "t", 1.0)], vec![Finding::pass(&catalogue::URI_HOST)])
        })
        .collect();
    let text = render(&sections);
    let samples = parse(&text).expect("can be read");
    for name in ["chalkstore_x", "chalkstore_check_status"] {
        assert_eq!(of(&samples, name).len() as u64, SUBJECTS, "{name}");
    }
    assert!(is(of(&samples, "chalkstore_subjects_left_out")[0].2, 5.0));
    let checks: f64 = of(&samples, "chalkstore_checks").iter().map(|(.., count)| count).sum();
    assert!(is(checks, f64::from(u32::try_from(SUBJECTS + 5).expect("is small"))));
}

#[test]
fn every_sample_report_can_be_read() {
    let text = render(&[samples::uri()]);
    assert!(parse(&text).is_ok(), "{text}");
}
