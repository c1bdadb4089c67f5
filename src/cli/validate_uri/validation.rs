//! Judges values one after another, and reports on them.

use super::Arguments;
use super::wants::Wants;
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::run::Run;
use crate::probe::Observed;
use crate::report::{Assessment, Exit, Section};
use crate::store_ref::observe::Reader;
use crate::store_ref::{self, Item, Source};
use crate::uri;
use crate::uri::apply::FixedFile;

/// What is known of a value before a connection is made.
pub(super) struct Judged {
    pub(super) subject: String,
    name: Option<String>,
    pub(super) assessment: Assessment,
    observed: Vec<Observed>,
}

/// A run of the command.
pub(super) struct Validation<'a> {
    pub(super) run: Run,
    pub(super) globals: &'a Globals,
    pub(super) arguments: &'a Arguments,
    wants: Wants,
    fixed: Option<FixedFile>,
    /// What is said once, about all arguments.
    pub(super) source: Option<store_ref::Evidence>,
    judged: u64,
}

impl<'a> Validation<'a> {
    pub(super) fn new(
        run: Run,
        globals: &'a Globals,
        arguments: &'a Arguments,
        is_batch: bool,
        fixed: Option<FixedFile>,
    ) -> Self {
        let uris = arguments.store.uris.iter().filter(|uri| *uri != "-");
        let bears_secret = uris.clone().any(|uri| uri::check(uri.as_encoded_bytes()).1.bears_secret);
        let source = (uris.count() > 0).then_some(store_ref::Evidence::Arguments { bears_secret });
        let wants = Wants::new(globals, is_batch);
        Self { run, globals, arguments, wants, fixed, source, judged: 0 }
    }

    /// Everything is at hand: no runtime is needed.
    pub(super) fn at_once(mut self, sources: Vec<Source>) -> Exit {
        let mut reader = Reader::new(sources);
        while let Some(block) = reader.next_block() {
            match block {
                Ok(block) => block.items().for_each(|item| self.report(&item)),
                Err(error) => self.run.bad_input(&CliError::usage(error)),
            }
        }
        self.finish()
    }

    /// Reports on a value without connecting.
    pub(super) fn report(&mut self, item: &Item<'_>) {
        let judged = self.judge(item);
        self.end(judged, None);
    }

    pub(super) fn begin(&mut self, subject: String, name: Option<String>) -> Judged {
        let mut judged = Judged { subject, name, assessment: Assessment::default(), observed: Vec::new() };
        if let Some(source) = self.source.take() {
            judged.assessment.findings.push(store_ref::assess(&source));
            judged.observed.push(Observed::Source(source));
        }
        judged
    }

    pub(super) fn judge(&mut self, item: &Item<'_>) -> Judged {
        let value = item.value.bytes();
        let (evidence, checked) = uri::check(value);
        let checked = self.wants.apply(checked, &evidence, self.judged);
        self.judged += 1;
        if let Some(fixed) = &mut self.fixed {
            fixed.write(item.name.as_deref(), value, !checked.assessment.has_failed());
        }
        let name = item.name.as_deref().map(str::to_owned);
        let mut judged = self.begin(checked.shown, name);
        judged.assessment.append(checked.assessment);
        if self.run.records() {
            judged.observed.push(Observed::Uri(evidence));
        }
        judged
    }

    pub(super) fn end(&mut self, judged: Judged, observed: Option<Observed>) {
        let Judged { subject, name, mut assessment, observed: mut all } = judged;
        if let Some(observed) = observed {
            assessment.append(observed.assess());
            all.push(observed);
        }
        if self.run.records() {
            self.run.record(name.clone(), all);
        }
        self.run.section(&Section::new(subject, name, assessment));
    }

    pub(super) fn finish(mut self) -> Exit {
        match self.fixed.take().map(FixedFile::finish) {
            Some(Err(error)) => self.run.bad_output(&CliError::output(error)),
            Some(Ok(left_out)) if left_out > 0 => self.run.remark(&format!(
                "--write-fixed: {left_out} left out, because only a person can correct them"
            )),
            _ => {}
        }
        self.run.finish()
    }
}
