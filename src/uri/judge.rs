//! Runs the rules over a value and gathers what they say.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::net::IpAddr;

use memchr::memchr;

use super::edit::Edit;
use super::grammar::Parts;
use super::providers::{Endpoint, endpoint};
use super::redact::{Evidence, second_uri};
use super::rules::RULES;
use super::shown::Shown;
use super::words::{Key, SchemeWord, is_password_placeholder, is_placeholder, template};
use crate::report::{Assessment, Check, Finding, Snippet, Span, Status};
use crate::words::count;

/// To which values a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Applies {
    /// Every value.
    Always,
    /// A value with something in it that is one URI.
    OneUri,
    /// The URI of a store.
    Store,
    /// The URI of a Valkey or Redis server, or one that could not be told apart from it.
    Server,
    /// The URI of a DynamoDB table.
    Table,
}

/// A check and how it is made.
pub(super) struct Rule {
    pub(super) check: &'static Check,
    pub(super) applies: Applies,
    /// Whether there is anything to check in this value; where there is not, the check is left out.
    pub(super) concerns: fn(&Subject<'_>) -> bool,
    /// What has to have passed for this check to pass; rules above this one. Where one of them failed or was
    /// skipped, the part that this check is about could not be read: it still reports a fault that it sees, but
    /// where it sees none it is skipped, because "could not find out" is no pass.
    pub(super) needs: &'static [&'static Check],
    pub(super) judge: fn(&Subject<'_>, &mut Sink<'_>),
}

/// A value under judgement.
pub(super) struct Subject<'a> {
    pub(super) text: &'a str,
    pub(super) parts: Parts,
    pub(super) evidence: &'a Evidence,
    /// Whether there is one value to take apart at all.
    pub(super) is_one_uri: bool,
    /// Whether a `{` stands anywhere: where none does, no part is looked through for a template.
    has_brace: bool,
    shown: OnceCell<Shown>,
    address: OnceCell<Option<IpAddr>>,
    endpoint: OnceCell<Option<Endpoint>>,
}

impl<'a> Subject<'a> {
    fn new(evidence: &'a Evidence, parts: Parts) -> Self {
        let text = evidence.text.as_str();
        let is_one_uri =
            evidence.json.is_none() && !parts.body.is_empty() && second_uri(text, &parts).is_none();
        Self {
            text,
            parts,
            evidence,
            is_one_uri,
            has_brace: memchr(b'{', text.as_bytes()).is_some(),
            shown: OnceCell::new(),
            address: OnceCell::new(),
            endpoint: OnceCell::new(),
        }
    }

    /// The part of the text at a place.
    pub(super) fn part(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// The host.
    pub(super) fn host(&self) -> &'a str {
        self.part(self.parts.host)
    }

    /// Whether a part is masked, wholly or partly: then its text is a shape.
    pub(super) fn is_masked(&self, part: Span) -> bool {
        self.evidence.masks.iter().any(|mask| mask.overlaps(part))
    }

    /// The host, unless it is masked: what only looks like a host tells nothing by its shape.
    pub(super) fn plain_host(&self) -> Option<&'a str> {
        (!self.is_masked(self.parts.host)).then(|| self.host())
    }

    /// Whether TLS is asked for, as far as the scheme was recognised.
    pub(super) fn is_tls(&self) -> bool {
        matches!(self.parts.word(), SchemeWord::Server(scheme) | SchemeWord::NearServer(scheme) if scheme.is_tls())
    }

    /// What `clustered` says, where it says it once and rightly.
    pub(super) fn clustered(&self) -> Option<bool> {
        let (_, param) = self.parts.param(Key::Clustered)?;
        param.value.and_then(|value| self.part(value).parse().ok())
    }

    /// The `password` parameter's value, whether the key is spelt rightly or not.
    pub(super) fn password(&self) -> Option<Span> {
        self.parts.password().and_then(|(_, param)| param.value)
    }

    /// The address that the host is, where it is one.
    pub(super) fn address(&self) -> Option<IpAddr> {
        *self.address.get_or_init(|| {
            let host = self.host();
            // Every address ends so, and next to no name does.
            let may_be = host.as_bytes().last().is_some_and(|last| last.is_ascii_hexdigit() || *last == b':');
            if may_be { host.parse().ok() } else { None }
        })
    }

    /// Whether a part is something to fill in, wholly or, in a template, partly. What stands around a template may
    /// be a secret: only what [`is_placeholder`] and [`is_password_placeholder`] recognise may be shown.
    pub(super) fn is_to_fill_in(&self, part: &str) -> bool {
        is_placeholder(part) || (self.has_brace && template(part).is_some())
    }

    /// The same for a password.
    pub(super) fn is_password_to_fill_in(&self, part: &str) -> bool {
        is_password_placeholder(part) || (self.has_brace && template(part).is_some())
    }

    /// Where a template's `{{ … }}` stands.
    pub(super) fn template(&self) -> Option<Span> {
        if self.has_brace { template(self.text) } else { None }
    }

    /// The provider's endpoint that the host's name tells of.
    pub(super) fn endpoint(&self) -> Option<&Endpoint> {
        self.endpoint.get_or_init(|| self.plain_host().and_then(endpoint)).as_ref()
    }

    fn shown(&self) -> &Shown {
        self.shown.get_or_init(|| Shown::new(self.text, &self.evidence.masks))
    }

    /// A part of the text as it may be written into a message.
    pub(super) fn quote(&self, span: Span) -> String {
        format!("`{}`", self.shown().span(span).of(&self.shown().text))
    }
}

/// Takes a rule's findings and corrections.
pub(super) struct Sink<'a> {
    subject: &'a Subject<'a>,
    findings: Vec<Finding>,
    edits: Vec<Edit>,
    /// Whether a finding may keep a later rule from passing: next to no value has one.
    may_block: bool,
}

impl Sink<'_> {
    /// A finding without a place.
    pub(super) fn report(&mut self, finding: Finding) {
        self.may_block |= !matches!(finding.status, Status::Pass | Status::Warn);
        self.findings.push(finding);
    }

    /// A finding about a place, with what to write beside the caret.
    pub(super) fn at(
        &mut self,
        span: Span,
        label: impl Into<Option<Cow<'static, str>>>,
        mut finding: Finding,
    ) {
        let shown = self.subject.shown();
        let detail = finding.detail_mut();
        detail.span = Some(span);
        detail.snippet =
            Some(Snippet { text: shown.text.clone(), span: shown.span(span), label: label.into() });
        self.report(finding);
    }

    /// A correction.
    pub(super) fn edit(&mut self, edit: Edit) {
        self.edits.push(edit);
    }
}

/// What the rules said.
pub(super) struct Judged {
    pub(super) assessment: Assessment,
    pub(super) edits: Vec<Edit>,
    /// The value as it may be shown.
    pub(super) shown: String,
}

/// Judges evidence.
pub(super) fn judge(evidence: &Evidence) -> Judged {
    judge_parts(evidence, Parts::of(&evidence.text))
}

/// Judges evidence whose parts are known already.
pub(super) fn judge_parts(evidence: &Evidence, parts: Parts) -> Judged {
    let subject = Subject::new(evidence, parts);
    let findings = Vec::with_capacity(RULES.len());
    let mut sink = Sink { subject: &subject, findings, edits: Vec::new(), may_block: false };
    let kind = kind(&subject);
    for rule in RULES {
        let applies = match rule.applies {
            Applies::OneUri | Applies::Store | Applies::Server if kind == Kind::NotOne => {
                let reason = "the value is not one connection URI (URI001)";
                sink.report(Finding::skip(rule.check, reason));
                continue;
            }
            Applies::Store | Applies::Server if kind == Kind::Unrecognised => {
                sink.report(Finding::skip(rule.check, "the scheme is not one of a store (URI004)"));
                continue;
            }
            Applies::Always | Applies::OneUri | Applies::Store => true,
            Applies::Server => kind == Kind::Server,
            Applies::Table => kind == Kind::Table,
        };
        if applies && (rule.concerns)(&subject) {
            let before = sink.findings.len();
            (rule.judge)(&subject, &mut sink);
            let reason = if sink.may_block { unmet(rule.needs, &sink.findings, before) } else { None };
            if let Some(reason) = reason {
                sink.findings.truncate(before);
                sink.report(Finding::skip(rule.check, reason));
            } else if sink.findings.len() == before {
                sink.findings.push(Finding::pass(rule.check));
            }
        }
    }
    let Sink { findings, mut edits, .. } = sink;
    if !edits.is_empty() && subject.template().is_some() {
        // What a template makes of a correction nobody can tell.
        edits.clear();
    }
    let shown = if evidence.text.is_empty() { unreadable(evidence) } else { take_shown(subject) };
    Judged { assessment: Assessment { findings, ..Assessment::default() }, edits, shown }
}

/// Why a rule that saw no fault has not passed: the first of its needs that did not pass. Its own findings begin
/// at `own`.
fn unmet(needs: &[&Check], findings: &[Finding], own: usize) -> Option<String> {
    let (earlier, own) = findings.split_at(own);
    if needs.is_empty() || own.iter().any(|finding| finding.status != Status::Pass) {
        return None;
    }
    earlier.iter().find_map(|finding| {
        let why = match finding.status {
            Status::Fail => "failed",
            Status::Skip => "was skipped",
            Status::Unknown => "could not be determined",
            Status::Pass | Status::Warn => return None,
        };
        let code = finding.check.code;
        needs.iter().any(|need| need.code == code).then(|| format!("needs {code}, which {why}"))
    })
}

fn take_shown(subject: Subject<'_>) -> String {
    match subject.shown.into_inner() {
        Some(shown) => shown.text,
        None => Shown::new(subject.text, &subject.evidence.masks).text,
    }
}

/// What to call a value that has no text to show.
pub(super) fn unreadable(evidence: &Evidence) -> String {
    if evidence.bytes == 0 { "(empty)".to_owned() } else { format!("({})", count(evidence.bytes, "byte")) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    NotOne,
    Unrecognised,
    Server,
    Table,
}

fn kind(subject: &Subject<'_>) -> Kind {
    if !subject.is_one_uri {
        return Kind::NotOne;
    }
    match subject.parts.word() {
        SchemeWord::Server(_) | SchemeWord::NearServer(_) => Kind::Server,
        SchemeWord::Table | SchemeWord::NearTable => Kind::Table,
        SchemeWord::Foreign | SchemeWord::Other => Kind::Unrecognised,
    }
}
