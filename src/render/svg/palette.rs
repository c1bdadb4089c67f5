//! What the tones look like: colours for light and for dark pages, outlines and words for those who see none.

use crate::report::Tone;

/// The colours of a kind of page.
struct Scheme {
    page: &'static str,
    text: &'static str,
    weak: &'static str,
    lane: &'static str,
    rule: &'static str,
    curve: &'static str,
    /// Further curves without a tone of their own, in the order of [`OTHERS`].
    others: [&'static str; 3],
    /// Fill, outline and text of a box, in the order of [`TONES`].
    tones: [[&'static str; 3]; 5],
}

const LIGHT: Scheme = Scheme {
    page: "#ffffff",
    text: "#1f2328",
    weak: "#59636e",
    lane: "#f1f4f7",
    rule: "#d1d9e0",
    curve: "#0969da",
    others: ["#8250df", "#1b7c83", "#59636e"],
    tones: [
        ["#ffffff", "#818b98", "#1f2328"],
        ["#eafaee", "#1a7f37", "#11532a"],
        ["#fff5d1", "#9a6700", "#693f00"],
        ["#ffe2df", "#cf222e", "#8f0a1a"],
        ["#f1f4f7", "#818b98", "#59636e"],
    ],
};

const DARK: Scheme = Scheme {
    page: "#0d1117",
    text: "#e6edf3",
    weak: "#9198a1",
    lane: "#161c25",
    rule: "#30363d",
    curve: "#58a6ff",
    others: ["#bc8cff", "#39c5cf", "#9198a1"],
    tones: [
        ["#0d1117", "#767f8a", "#e6edf3"],
        ["#0f2a1a", "#3fb950", "#85e89d"],
        ["#33270a", "#d29922", "#f0c75e"],
        ["#3d1519", "#f85149", "#ffa198"],
        ["#161c25", "#767f8a", "#9ba3ad"],
    ],
};

/// Every tone, the calmest first.
pub(super) const TONES: [Tone; 5] = [Tone::Plain, Tone::Good, Tone::Caution, Tone::Bad, Tone::Faint];

/// A tone's name in the style sheet.
pub(super) const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Caution => "caution",
        Tone::Bad => "bad",
        Tone::Faint => "faint",
    }
}

/// Further curves without a tone of their own in the style sheet.
const OTHERS: [&str; 3] = ["second", "third", "fourth"];

/// The name of a curve of a tone in the style sheet. Those without a tone are told apart by their place among these, from 0.
pub(super) const fn curve_class(tone: Tone, nth: usize) -> &'static str {
    match tone {
        Tone::Plain => match nth % 4 {
            0 => "curve",
            1 => "curve second",
            2 => "curve third",
            _ => "curve fourth",
        },
        Tone::Good => "curve good",
        Tone::Caution => "curve caution",
        Tone::Bad => "curve bad",
        Tone::Faint => "curve faint",
    }
}

/// A tone in words.
pub(super) const fn meaning(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "nothing special",
        Tone::Good => "as it should be",
        Tone::Caution => "look at this",
        Tone::Bad => "wrong",
        Tone::Faint => "less important",
    }
}

/// What does not depend on colours. A picture in black and white must not hide trouble.
const SHAPES: &str = "\
.bold{font-weight:700}
.rule,.axis,.arrow,.curve{fill:none}
.arrow{stroke-width:1.5}
.curve{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.curve.good{stroke-dasharray:7 5}
.curve.caution{stroke-dasharray:7 4 1 4}
.curve.bad{stroke-width:3}
.curve.faint{stroke-dasharray:1 5}
.curve.second{stroke-dasharray:12 4}
.curve.third{stroke-dasharray:4 4}
.curve.fourth{stroke-dasharray:12 4 3 4}
.mark{fill:none;stroke-width:2.5;stroke-linecap:round}
.caution>rect{stroke-width:2;stroke-dasharray:6 3}
.bad>rect{stroke-width:2.5}
.faint>rect{stroke-dasharray:1 3}
.faint>text{font-style:italic}
";

/// The style sheet. Colours stand in it as they are, because not every program that shows SVG knows variables.
pub(in crate::render) fn style_sheet() -> String {
    // Paper is light, whatever the screen is.
    format!("{SHAPES}{}@media screen and (prefers-color-scheme:dark){{\n{}}}\n", rules(&LIGHT), rules(&DARK))
}

/// The same colours as variables of a page, whose own style sheet names them.
pub(in crate::render) fn variables() -> String {
    let of = |scheme: &Scheme| {
        let Scheme { page, text, weak, lane, rule, curve, tones, .. } = scheme;
        let mut variables =
            format!("--page:{page};--text:{text};--weak:{weak};--lane:{lane};--rule:{rule};--link:{curve};");
        for (tone, [fill, outline, text]) in TONES.into_iter().zip(tones) {
            let name = class(tone);
            variables += &format!("--{name}:{text};--{name}-ground:{fill};--{name}-edge:{outline};");
        }
        format!(":root{{{variables}}}")
    };
    format!("{}\n@media screen and (prefers-color-scheme:dark){{{}}}\n", of(&LIGHT), of(&DARK))
}

fn rules(scheme: &Scheme) -> String {
    let Scheme { page, text, weak, lane, rule, curve, others, tones } = scheme;
    let mut rules = format!(
        ".page{{fill:{page}}}
text{{fill:{text}}}
.weak{{fill:{weak}}}
.lane{{fill:{lane}}}
.rule{{stroke:{rule}}}
.axis,.arrow{{stroke:{weak}}}
.curve{{stroke:{curve}}}
"
    );
    for (class, color) in OTHERS.iter().zip(others) {
        rules += &format!(".curve.{class}{{stroke:{color}}}\n");
    }
    for (tone, [fill, outline, text]) in TONES.into_iter().zip(tones) {
        let class = class(tone);
        rules += &format!(
            ".{class}>rect{{fill:{fill};stroke:{outline}}}
.{class}>text,text.{class}{{fill:{text}}}
.{class}>.mark{{stroke:{outline}}}
.{class}>.bar{{fill:{outline}}}
.curve.{class}{{stroke:{outline}}}
"
        );
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of a colour, as WCAG 2 defines it.
    fn luminance(color: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).expect("is a colour")) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_and_every_outline_be_seen() {
        for scheme in [&LIGHT, &DARK] {
            for ground in [scheme.page, scheme.lane] {
                for text in [scheme.text, scheme.weak] {
                    assert!(contrast(text, ground) >= 4.5, "{text} on {ground}");
                }
                // A page's links have the colour of a curve.
                assert!(contrast(scheme.curve, ground) >= 4.5);
                for other in scheme.others {
                    assert!(contrast(other, ground) >= 3.0, "{other} on {ground}");
                }
                for [fill, outline, text] in scheme.tones {
                    assert!(contrast(text, fill) >= 4.5, "{text} on {fill}");
                    assert!(contrast(text, ground) >= 4.5, "{text} on {ground}");
                    let seen = contrast(outline, ground);
                    assert!(seen >= 3.0, "{outline} on {ground}: {seen}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_loaded_from_anywhere() {
        let sheet = style_sheet();
        assert!(!sheet.contains("url(") && !sheet.contains("@import") && !sheet.contains("var("), "{sheet}");
    }
}
