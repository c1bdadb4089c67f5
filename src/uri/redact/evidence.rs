//! What is kept of a value.

use percent_encoding::percent_decode_str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::masks::masks;
use super::shape::shape;
use crate::report::Span;
use crate::uri::grammar::Parts;
use crate::uri::words::{SchemeWord, key};

/// Longer values are not taken apart: no URI is that long, and secret managers end at 64 KiB.
pub const MAX_BYTES: usize = 8192;

/// A value without its secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The value, each character of a secret replaced by one of its class. Empty where the value was too long.
    pub text: String,
    /// Where secrets stand, in bytes of the value, sorted, apart from each other.
    pub masks: Vec<Span>,
    /// What is known of a value that is a JSON object or array.
    pub json: Option<JsonShape>,
    /// The first byte that is not UTF-8, if any.
    pub invalid_utf8_at: Option<usize>,
    /// Whether the password's percent escapes decode to something that is not UTF-8.
    pub password_not_utf8: bool,
    /// Whether those of what stands before the host do. Older recordings do not tell.
    #[serde(default)]
    pub userinfo_not_utf8: bool,
    /// The length of the value, in bytes.
    pub bytes: usize,
}

/// A JSON value where a URI belongs, without its contents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonShape {
    /// How many keys the object has; 0 for an array.
    pub keys: usize,
    /// The key whose value looks like a connection URI, if there is exactly one, and it is no more than a name.
    pub uri_key: Option<String>,
    /// Where that value stands, if it stands there unescaped.
    pub uri_span: Option<Span>,
}

impl Evidence {
    /// Whether evidence that was read from a file can be judged.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        let is_text = |span: &Span| span.start <= span.end && self.text.get(span.start..span.end).is_some();
        let are_apart = self.masks.windows(2).all(|pair| pair[0].end <= pair[1].start);
        if !self.masks.iter().all(is_text) || !are_apart {
            return Err("its masks do not fit its text");
        }
        if self.text.len() > MAX_BYTES || (!self.text.is_empty() && self.text.len() != self.bytes) {
            return Err("its length is not that of its text");
        }
        if self.invalid_utf8_at.is_some_and(|at| at >= self.bytes) {
            return Err("its byte that is not UTF-8 stands outside of it");
        }
        let uri_span = self.json.as_ref().and_then(|json| json.uri_span);
        if !uri_span.iter().all(is_text) {
            return Err("its JSON shape does not fit its text");
        }
        Ok(())
    }
}

/// Takes the secrets out of `value`.
pub fn redact(value: &[u8]) -> Evidence {
    redact_with_parts(value).0
}

/// The evidence, and the parts of the value, which are those of the evidence's text as well.
pub(in crate::uri) fn redact_with_parts(value: &[u8]) -> (Evidence, Parts) {
    let bytes = value.len();
    if bytes > MAX_BYTES {
        return (Evidence { bytes, ..Evidence::default() }, Parts::of(""));
    }
    let text = match std::str::from_utf8(value) {
        Ok(text) => text,
        Err(error) => {
            let invalid_utf8_at = Some(error.valid_up_to());
            return (Evidence { invalid_utf8_at, bytes, ..Evidence::default() }, Parts::of(""));
        }
    };
    let mut parts = Parts::of(text);
    let json = json_shape(text, parts.body);
    let masks = masks(text, &parts);
    let password = parts.password().and_then(|(_, param)| param.value).map_or("", |value| value.of(text));
    // Without an escape it is a part of the text, which is UTF-8.
    let not_utf8 = |part: &str| part.contains('%') && percent_decode_str(part).decode_utf8().is_err();
    let password_not_utf8 = not_utf8(password);
    let userinfo = parts.userinfo.map_or("", |userinfo| userinfo.of(text));
    let userinfo_not_utf8 = userinfo.split(':').any(not_utf8);
    let text = shape(text, &masks);
    // A key that was masked is judged by its shape, as it will be on replay.
    for param in &mut parts.params {
        if masks.iter().any(|mask| mask.overlaps(param.key)) {
            param.word = key(param.key.of(&text));
        }
    }
    let evidence =
        Evidence { text, masks, json, invalid_utf8_at: None, password_not_utf8, userinfo_not_utf8, bytes };
    (evidence, parts)
}

/// Whether a key is no more than a name: what else it is may hold a secret, as a URI does.
fn is_name(key: &str) -> bool {
    key.len() <= 64 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

fn json_shape(text: &str, body: Span) -> Option<JsonShape> {
    let body = body.of(text);
    if !body.starts_with(['{', '[']) || !body.ends_with(['}', ']']) {
        return None;
    }
    match serde_json::from_str::<serde_json::Value>(body).ok()? {
        serde_json::Value::Object(object) => {
            let mut uris = object.iter().filter_map(|(key, value)| {
                let value = value.as_str()?;
                let word = Parts::of(value).word();
                matches!(word, SchemeWord::Server(_) | SchemeWord::Table).then_some((key, value))
            });
            let found = uris.next().filter(|_| uris.next().is_none());
            let uri_span = found.and_then(|(_, value)| {
                let start = text.find(value)?;
                Some(Span::new(start, start + value.len()))
            });
            let uri_key = found.map(|(key, _)| key.clone()).filter(|key| is_name(key));
            Some(JsonShape { keys: object.len(), uri_key, uri_span })
        }
        serde_json::Value::Array(_) => Some(JsonShape::default()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_object_is_known_by_its_keys_alone() {
        let json = redact(br#"{"uri":"redis://h:1","n":1}"#).json.expect("an object");
        assert_eq!(
            (json.keys, json.uri_key.as_deref(), json.uri_span),
            (2, Some("uri"), Some(Span::new(8, 19)))
        );
        assert_eq!(redact(b"[1]").json, Some(JsonShape::default()));
        assert_eq!(redact(b"{no json}").json, None);
    }

    #[test]
    fn what_redact_never_makes_is_refused() {
        let good = redact(b"redis://\xff");
        assert_eq!((good.invalid_utf8_at, good.validate()), (Some(8), Ok(())));
        for at in [9, usize::MAX] {
            assert!(Evidence { invalid_utf8_at: Some(at), ..good.clone() }.validate().is_err());
        }
    }
}
