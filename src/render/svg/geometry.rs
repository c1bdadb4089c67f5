//! Tests of where things stand: every text inside its picture and its box, and none on another one.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::document::block;
use super::drawing::{Area, Drawing, Shape};
use crate::render::Format;
use crate::render::samples::{blocks, cluster, connection, drawn, hostile, style, uri};
use crate::report::{Assessment, Block, Cell, Curve, Section, Series, Tone};

/// The places of all texts, each with the innermost box that it stands in, if any.
fn texts(shapes: &[Shape], at: (usize, usize), found: &mut Vec<(Area, String, Option<Area>)>) {
    let own = shapes.iter().find_map(|shape| match shape {
        Shape::Rect(area, "") => Some(Area { x: area.x + at.0, y: area.y + at.1, ..*area }),
        _ => None,
    });
    for shape in shapes {
        match shape {
            Shape::Text { x, y, text, font, .. } => {
                let (x, y) = (x + at.0, y + at.1 - font.size);
                let area = Area { x, y, width: font.pixels(text), height: font.line() - 1 };
                found.push((area, text.clone(), own));
            }
            Shape::Group { x, y, shapes, .. } => texts(shapes, (at.0 + x, at.1 + y), found),
            Shape::Rect(..) | Shape::Path(..) => {}
        }
    }
}

fn check(drawing: &Drawing) {
    let mut found = Vec::new();
    texts(&drawing.shapes, (0, 0), &mut found);
    let is_in = |inner: &Area, outer: &Area| {
        inner.x >= outer.x
            && inner.y >= outer.y
            && inner.x + inner.width <= outer.x + outer.width
            && inner.y + inner.height <= outer.y + outer.height
    };
    let whole = Area { x: 0, y: 0, width: drawing.width, height: drawing.height };
    for (index, (area, text, own)) in found.iter().enumerate() {
        assert!(is_in(area, &whole), "{text:?} at {area:?} is not in {whole:?}");
        assert!(own.is_none_or(|own| is_in(area, &own)), "{text:?} at {area:?} is not in {own:?}");
        for (other, other_text, _) in &found[index + 1..] {
            let apart = area.x + area.width <= other.x
                || other.x + other.width <= area.x
                || area.y + area.height <= other.y
                || other.y + other.height <= area.y;
            assert!(apart, "{text:?} at {area:?} and {other_text:?} at {other:?}");
        }
    }
}

fn section(view: Vec<Block>) -> Section {
    let assessment = Assessment { view, ..Assessment::default() };
    Section::new("redis://a".to_owned(), Some("chalk-prod".to_owned()), assessment)
}

fn svg(view: Vec<Block>) -> String {
    drawn(Format::Svg, style(None), &[&section(view)])
}

/// The texts of a file that is well-formed.
fn parse(svg: &str) -> String {
    let mut reader = Reader::from_str(svg);
    let mut text = String::new();
    loop {
        match reader.read_event().expect("is well-formed") {
            Event::Eof => return text,
            Event::Start(element) => {
                element.attributes().for_each(|one| drop(one.expect("is well-formed")));
                text.push('\n');
            }
            Event::Text(part) => text += &part.decode().expect("is UTF-8"),
            Event::GeneralRef(name) => text += &format!("&{};", name.decode().expect("is UTF-8")),
            Event::DocType(_) | Event::PI(_) | Event::CData(_) => panic!("needs none"),
            _ => {}
        }
    }
}

/// A matrix whose texts are as long as they come.
fn long() -> Block {
    let mut matrix = cluster(12);
    matrix.columns =
        ["us-gov-northeast-1-wavelength-zone-with-a-long-name-1a", "b", ""].map(str::to_owned).to_vec();
    matrix.rows[3].cells[1] =
        vec![Cell::toned("replica of a very long name ".repeat(4), Tone::Bad).leading()];
    matrix.rows[4].note = "0-99, 200-299, 400-499, 600-699, 800-899, 1000-1099".to_owned();
    matrix.rows[5].name = "日本語 shard of a very long name indeed".to_owned();
    Block::Matrix(matrix)
}

#[test]
fn no_text_leaves_its_place_or_meets_another_one() {
    for one in blocks().iter().chain(&hostile().assessment.view).chain([&long()]) {
        check(&block(one));
    }
    for shards in [0, 1, 3, 12, 25, 100, 300] {
        check(&block(&Block::Matrix(cluster(shards))));
    }
}

#[test]
fn a_picture_of_many_rows_keeps_the_shape_of_a_page() {
    for shards in [40, 100, 300, 1000] {
        let drawing = block(&Block::Matrix(cluster(shards)));
        let (width, height) = (drawing.width, drawing.height);
        assert!(width < 3 * height && height < 2 * width, "{shards}: {width} x {height}");
    }
}

#[test]
fn every_label_is_there() {
    let matrix = cluster(100);
    let text = parse(&svg(vec![Block::Matrix(matrix.clone())]));
    let labels = matrix.rows.iter().flat_map(|row| row.cells.iter().flatten().map(|cell| &cell.text));
    for label in labels.chain(matrix.rows.iter().map(|row| &row.note)).chain(&matrix.columns) {
        assert!(text.contains(label.as_str()), "{label}");
    }
    let text = parse(&svg(vec![long()]));
    assert!(text.contains('…') && text.contains(&"replica of a very long name ".repeat(4)));
}

#[test]
fn trouble_is_told_without_colour() {
    let text = parse(&svg(vec![Block::Matrix(cluster(3))]));
    // In the description, in the box's tooltip, in the legend.
    assert!(text.contains("shard 1, us-east-1c: replica 10.0.3.5 down (wrong)"), "{text}");
    assert_eq!(text.matches("replica 10.0.3.5 down (wrong)").count(), 2);
    assert!(text.contains("leads its shard"));
    let whole = svg(vec![Block::Matrix(cluster(3))]);
    // The box, its row and the legend have the mark.
    assert_eq!(whole.matches("class=\"mark\"").count(), 3);
}

#[test]
fn whatever_stands_in_a_report_it_is_well_formed() {
    for sections in [&[][..], &[&uri()], &[&hostile()], &[&connection(), &hostile(), &section(blocks())]] {
        let svg = drawn(Format::Svg, style(None), sections);
        assert!(parse(&svg).contains("chalkstore"));
        assert!(svg.chars().all(|c| c == '\n' || !c.is_control()), "{svg}");
        assert!(!svg.contains("<b>") && !svg.contains("href"), "{svg}");
        assert_eq!(svg, drawn(Format::Svg, style(None), sections));
    }
}

#[test]
fn a_report_without_a_picture_says_so() {
    assert!(parse(&drawn(Format::Svg, style(None), &[&uri()])).contains("There is nothing to draw"));
}

#[test]
fn a_batch_draws_each_subject_and_counts_those_beyond_a_hundred() {
    let sections: Vec<Section> = (0..102).map(|_| section(vec![Block::Text("x".to_owned())])).collect();
    let text = parse(&drawn(Format::Svg, style(None), &sections.iter().collect::<Vec<_>>()));
    assert_eq!(text.matches("chalk-prod").count(), 100);
    assert!(text.contains("… and 2 more are not drawn."));
}

/// A line for each curve stands right below the one before it.
#[test]
fn curves_have_their_names_below_each_other() {
    let curve = |name: &str, tone, high: f64| Curve {
        name: name.to_owned(),
        values: (0..50).map(|at| Some(high * f64::from(at))).collect(),
        tone,
    };
    let places = (0..50).map(|minute| format!("2026-11-01 00:{minute:02}Z")).collect();
    let curves = vec![
        curve("demand", Tone::Plain, 1e6),
        curve("capacity", Tone::Good, 2e6),
        curve("throttled", Tone::Bad, 3.0),
    ];
    let drawing = block(&Block::Series(Series {
        title: "Reads".to_owned(),
        unit: "units/s".to_owned(),
        places,
        curves,
    }));
    check(&drawing);
    assert!(drawing.height < 320, "{} is too high", drawing.height);
}
