//! From a value to findings, and from a value that passed to what it means.

use percent_encoding::percent_decode_str;
use serde_json::json;

use super::edit::corrected;
use super::grammar::Parts;
use super::judge::{Judged, judge, judge_parts, unreadable};
use super::redact::{Evidence, redact_with_parts};
use super::rules::RULES;
use super::shown::Shown;
use super::words::{Key, SchemeWord, template};
use super::{Credentials, ServerUri, StoreScheme, StoreUri, redact};
use crate::report::{Assessment, Block, Check, Row, Span};
use crate::secrets::{MASK, Secret};

/// Why nothing is looked at behind a URI that is wrong.
pub const NOT_TRIED: &str = "not tried: a check of the URI failed";

/// A value that was checked.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The value as it may be shown.
    pub shown: String,
    /// Whether it bears a secret, or may do so: something in it is masked that is not just a template.
    pub bears_secret: bool,
    /// What was found.
    pub assessment: Assessment,
    /// Whether at least one check proposed a correction.
    pub has_edits: bool,
}

impl Checked {
    fn new(judged: Judged, evidence: &Evidence) -> Self {
        let Judged { assessment, edits, shown } = judged;
        let bears_secret = evidence.masks.iter().any(|mask| !is_template(mask.of(&evidence.text)));
        Self { shown, bears_secret, assessment, has_edits: !edits.is_empty() }
    }
}

/// Whether a text is a template's `{{ … }}` and nothing else.
fn is_template(text: &str) -> bool {
    template(text) == Some(Span::new(0, text.len())) && text.matches("{{").count() == 1
}

/// Every check that this room makes.
pub fn plan() -> impl Iterator<Item = &'static Check> {
    RULES.iter().map(|rule| rule.check)
}

/// Takes the secrets out of a value and judges what is left, in one go.
pub fn check(value: &[u8]) -> (Evidence, Checked) {
    let (evidence, parts) = redact_with_parts(value);
    let checked = Checked::new(judge_parts(&evidence, parts), &evidence);
    (evidence, checked)
}

/// The value as it may be shown.
pub fn shown(evidence: &Evidence) -> String {
    if evidence.text.is_empty() {
        return unreadable(evidence);
    }
    Shown::new(&evidence.text, &evidence.masks).text
}

/// What the scheme was recognised as: `None` where it is none of a store's.
pub fn scheme(evidence: &Evidence) -> Option<StoreScheme> {
    match Parts::of(&evidence.text).word() {
        SchemeWord::Server(scheme) | SchemeWord::NearServer(scheme) => Some(StoreScheme::Server(scheme)),
        SchemeWord::Table | SchemeWord::NearTable => Some(StoreScheme::Table),
        SchemeWord::Foreign | SchemeWord::Other => None,
    }
}

/// Judges evidence.
pub fn assess(evidence: &Evidence) -> Checked {
    Checked::new(judge(evidence), evidence)
}

impl Checked {
    /// Adds how the value is understood, for the report's data. It costs more than the checks.
    #[must_use]
    pub fn with_row(mut self, evidence: &Evidence) -> Self {
        let store = if self.assessment.has_failed() { None } else { typed(&evidence.text) };
        let mut value = json!({
            "uri": self.shown,
            "status": self.assessment.counts().worst(),
            "corrected": self.correction(evidence),
            "scheme": null, "tls": null, "host": null, "port": null, "database": null, "clustered": null,
            "has_password": null, "verifies_certificate": null, "table": null,
        });
        match store {
            Some(StoreUri::Server(server)) => {
                value["scheme"] = server.scheme.as_str().into();
                value["tls"] = server.scheme.is_tls().into();
                value["host"] = server.host.into();
                value["port"] = server.port.into();
                value["database"] = server.database.into();
                value["clustered"] = server.clustered.into();
                value["has_password"] = server.credentials.is_some().into();
                value["verifies_certificate"] = (server.scheme.is_tls() && !server.insecure).into();
            }
            Some(StoreUri::Table { name }) => {
                value["scheme"] = "dynamodb".into();
                value["table"] = name.into();
            }
            None => {}
        }
        self.assessment.rows.push(Row { table: "uris", value });
        self
    }

    /// Adds what the value should be, masked, for a person; and how it can be written to a file, if that is wanted.
    #[must_use]
    pub fn with_correction(mut self, evidence: &Evidence, how_to_write: bool) -> Self {
        if let Some(corrected) = self.correction(evidence) {
            let how = if corrected.contains(MASK) { "with its secrets" } else { "into a file" };
            let how = if how_to_write { format!("\n{how}: --write-fixed FILE") } else { String::new() };
            self.assessment.view.push(Block::Text(format!("corrected: {corrected}{how}")));
        }
        self
    }

    /// What the value should be, masked.
    fn correction(&self, evidence: &Evidence) -> Option<String> {
        let corrected = self.has_edits.then(|| corrected(&evidence.text)).flatten()?;
        let evidence = redact(corrected.expose().as_bytes());
        Some(Shown::new(&evidence.text, &evidence.masks).text)
    }
}

/// What a value means, if no check fails on it.
///
/// # Errors
/// The assessment, when a check fails.
pub fn parse(value: &str) -> Result<StoreUri, Box<Assessment>> {
    let (_, checked) = check(value.as_bytes());
    if checked.assessment.has_failed() {
        return Err(Box::new(checked.assessment));
    }
    typed(value).ok_or_else(|| Box::new(checked.assessment))
}

/// Reads the parts of a value that passed. Nothing for one that did not.
fn typed(text: &str) -> Option<StoreUri> {
    let parts = Parts::of(text);
    let scheme = match parts.word() {
        SchemeWord::Server(scheme) => scheme,
        SchemeWord::Table => {
            let name = parts.path?.of(text).strip_prefix('/')?.to_owned();
            return Some(StoreUri::Table { name });
        }
        _ => return None,
    };
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (user, early_password) = match parts.userinfo.map(|userinfo| userinfo.of(text)) {
        Some(userinfo) => match userinfo.split_once(':') {
            Some((user, password)) => (Some(user), Some(password)),
            None => (Some(userinfo), None),
        },
        None => (None, None),
    };
    let password = parts.param(Key::Password).and_then(|(_, param)| param.value).map(|value| value.of(text));
    let user = user.filter(|user| !user.is_empty()).map(|user| Secret::new(decode(user)));
    let credentials = password
        .or(early_password)
        .filter(|password| !password.is_empty())
        .map(|password| Credentials { user, password: Secret::new(decode(password)) });
    let database = parts.path.map(|path| path.of(text).trim_matches('/')).filter(|path| !path.is_empty());
    Some(StoreUri::Server(ServerUri {
        scheme,
        host: parts.host.of(text).to_owned(),
        port: parts.port?.of(text).parse().ok()?,
        database: match database {
            Some(database) => Some(database.parse().ok()?),
            None => None,
        },
        credentials,
        clustered: parts.param(Key::Clustered)?.1.value?.of(text).parse().ok()?,
        insecure: parts.fragment.is_some_and(|fragment| fragment.of(text) == "insecure"),
    }))
}
