//! `chalkstore validate-uri [URI…]`

use std::collections::VecDeque;
use std::path::PathBuf;
use std::thread;

use clap::Args;
use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use tokio::sync::mpsc;

use super::error::CliError;
use super::globals::Globals;
use super::interrupt::interrupted;
use super::run::Run;
use crate::connect;
use crate::observe::Context;
use crate::probe::{self, Finished, Observed, Recorded, Request};
use crate::render::Format;
use crate::report::{Assessment, Exit, Section};
use crate::secrets::{self, Secret};
use crate::store_ref::observe::{Block, ReadError, Reader};
use crate::store_ref::{self, Item, Source, StoreArgs};
use crate::uri::{self, apply::FixedFile};

/// How many stores are connected to at once.
const CONNECTIONS: usize = 32;

/// Check connection URIs before query servers have to use them.
///
/// Says what is wrong with a URI, where, and what it should be. With --connect it goes on to the store: DNS, TCP,
/// TLS, AUTH, and what the server says of itself. Secrets are masked in everything that is printed.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreArgs,

    /// Go on to the store: resolve, connect, log in, and compare the server with the URI.
    #[arg(long)]
    connect: bool,

    /// Write what can be corrected, with its secrets, to a file that only you can read (mode 0600). What is right
    /// already is written as it is; what only a person can correct is left out.
    #[arg(long, value_name = "FILE", conflicts_with = "evidence")]
    write_fixed: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  chalkstore validate-uri 'redis://localhost:6379/0?clustered=false'
  chalkstore validate-uri --secret online-store-uri --connect
  chalkstore validate-uri --uri-env REDIS_URI --output github --fail-on warn
  kubectl get secret uris -o jsonpath='{.data.uri}' | base64 -d | chalkstore validate-uri -
  chalkstore validate-uri --uri-file uris.csv --output junit=report.xml";

pub(super) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    if let Some(path) = &globals.evidence {
        if !arguments.store.is_empty() || arguments.connect {
            return Err(CliError::usage_message(
                "--evidence judges what was saved: it takes no URI and makes no connection",
            )
            .hint("leave the URI and --connect out; what was seen with --connect is in the file"));
        }
        return replay(globals, path);
    }
    let sources = arguments.store.sources();
    if sources.is_empty() {
        return Err(CliError::usage_message("no connection URI was given").hint(
            "give one as an argument, or take `-` for standard input, --uri-file, --uri-env or --secret",
        ));
    }
    let is_batch = sources.iter().any(|source| matches!(source, Source::Stdin | Source::File(_)));
    let fixed =
        arguments.write_fixed.as_deref().map(FixedFile::create).transpose().map_err(CliError::output)?;
    let run = Run::start(globals, "validate-uri", subject(&sources), is_batch)?;
    let validation = Validation::new(run, globals, arguments, is_batch, fixed);
    let needs_runtime =
        arguments.connect || is_batch || sources.iter().any(|source| matches!(source, Source::Secret(_)));
    if needs_runtime {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
        let exit = runtime.block_on(validation.stream(sources));
        // A thread may still wait for standard input or for the resolver; nobody waits for it.
        runtime.shutdown_background();
        Ok(exit)
    } else {
        Ok(validation.at_once(sources))
    }
}

/// What the whole run is about: the one URI, or where a batch comes from.
fn subject(sources: &[Source]) -> String {
    match sources {
        [Source::Argument(uri)] => uri::check(uri.as_encoded_bytes()).1.shown,
        [one] => one.describe(),
        many => format!("{} sources", many.len()),
    }
}

fn replay(globals: &Globals, path: &std::path::Path) -> Result<Exit, CliError> {
    let (mut run, mut reader) = Run::replay(globals, "validate-uri", path)?;
    let wants = Wants::new(globals, reader.is_batch);
    let mut index = 0;
    loop {
        match reader.next_subject() {
            Ok(Some(recorded)) => run.section(&section_of(recorded, wants, index)),
            Ok(None) => break,
            Err(error) => {
                run.bad_input(&CliError::usage(error));
                break;
            }
        }
        index += 1;
    }
    run.took(reader.duration_ms());
    Ok(run.finish())
}

/// A section made of nothing but evidence, as on replay.
fn section_of(recorded: Recorded, wants: Wants, index: u64) -> Section {
    let mut assessment = Assessment::default();
    let mut subject = recorded.name.clone().unwrap_or_default();
    for observed in recorded.observed {
        if let Observed::Uri(evidence) = &observed {
            let checked = uri::assess(evidence);
            subject.clone_from(&checked.shown);
            assessment.append(wants.apply(checked, evidence, index).assessment);
        } else {
            assessment.append(observed.assess());
        }
    }
    Section::new(subject, recorded.name, assessment)
}

/// What beside the findings is wanted. It costs more than the checks, so that a long batch leaves it out.
#[derive(Clone, Copy)]
struct Wants {
    is_batch: bool,
    rows: bool,
}

impl Wants {
    fn new(globals: &Globals, is_batch: bool) -> Self {
        let json = globals.output.iter().any(|output| output.format == Format::Json);
        Self { is_batch, rows: json || !is_batch }
    }

    fn apply(self, checked: uri::Checked, evidence: &uri::Evidence, index: u64) -> uri::Checked {
        let checked = if self.rows { checked.with_row(evidence) } else { checked };
        if index == 0 || !self.is_batch { checked.with_correction(evidence) } else { checked }
    }
}

/// What is known of a value before a connection is made.
struct Judged {
    subject: String,
    name: Option<String>,
    assessment: Assessment,
    observed: Vec<Observed>,
}

struct Validation<'a> {
    run: Run,
    globals: &'a Globals,
    arguments: &'a Arguments,
    wants: Wants,
    fixed: Option<FixedFile>,
    /// What is said once, about all arguments.
    source: Option<store_ref::Evidence>,
    judged: u64,
}

impl<'a> Validation<'a> {
    fn new(
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
    fn at_once(mut self, sources: Vec<Source>) -> Exit {
        let mut reader = Reader::new(sources);
        while let Some(block) = reader.next_block() {
            match block {
                Ok(block) => block.items().for_each(|item| self.report(&item)),
                Err(error) => self.run.bad_input(&CliError::usage(error)),
            }
        }
        self.finish()
    }

    /// Reads on a thread of its own, so that a signal ends the run while it waits for input.
    async fn stream(mut self, sources: Vec<Source>) -> Exit {
        let secrets = self.arguments.store.secret.clone();
        let mut blocks = read_on_a_thread(sources);
        let mut signal = std::pin::pin!(interrupted());
        loop {
            tokio::select! {
                biased;
                exit = &mut signal => {
                    self.run.interrupted(exit);
                    return self.finish();
                }
                block = blocks.recv() => match block {
                    Some(Ok(block)) if self.arguments.connect => {
                        if let Some(exit) = self.connect(block.items(), signal.as_mut()).await {
                            self.run.interrupted(exit);
                            return self.finish();
                        }
                    }
                    Some(Ok(block)) => block.items().for_each(|item| self.report(&item)),
                    Some(Err(error)) => self.run.bad_input(&CliError::usage(error)),
                    None => break,
                }
            }
        }
        for name in secrets {
            tokio::select! {
                biased;
                exit = &mut signal => {
                    self.run.interrupted(exit);
                    return self.finish();
                }
                () = self.secret(&name) => {}
            }
        }
        self.finish()
    }

    /// Reads one secret, and goes on with its value.
    async fn secret(&mut self, name: &str) {
        let label = format!("secret {name}");
        let context = self.context(&label);
        let options = self.arguments.store.aws.options();
        let answer = secrets::observe::get_secret(name, &options, &context).await;
        context.done();
        let (value, failure) = match answer {
            Ok(value) => (Some(value), None),
            Err(failure) => (None, Some(failure)),
        };
        self.source = Some(store_ref::Evidence::Secret { name: name.to_owned(), failure });
        if let Some(value) = value {
            let item = Item::owned(Some(label), value);
            if self.arguments.connect {
                let never = std::pin::pin!(std::future::pending::<Exit>());
                self.connect(std::iter::once(item), never).await;
            } else {
                self.report(&item);
            }
        } else {
            let judged = self.begin(label, None);
            self.end(judged, None);
        }
    }

    fn context(&self, subject: &str) -> Context {
        Context::new(self.globals.timeout, subject, self.run.spinner().sink())
    }

    /// Connects to the stores of a block, several at once, and reports in the order of the input.
    async fn connect(
        &mut self,
        items: impl Iterator<Item = Item<'_>>,
        mut signal: std::pin::Pin<&mut impl Future<Output = Exit>>,
    ) -> Option<Exit> {
        let mut items = items;
        let mut waiting: VecDeque<(Judged, Vec<String>)> = VecDeque::new();
        let mut under_way = FuturesOrdered::new();
        loop {
            while under_way.len() < CONNECTIONS {
                let Some(item) = items.next() else { break };
                let judged = self.judge(&item);
                let request = self.request(&item, &judged);
                let codes = match &request {
                    Ok(request) => request.plan().iter().map(|check| check.code.to_owned()).collect(),
                    Err(codes) => codes.clone(),
                };
                let context = self.context(&judged.subject);
                waiting.push_back((judged, codes));
                under_way.push_back(async move { look(request, &context).await });
            }
            tokio::select! {
                biased;
                exit = &mut signal => {
                    for (judged, checks) in waiting {
                        let stopped = Observed::Interrupted { checks };
                        self.end(judged, Some(stopped));
                    }
                    return Some(exit);
                }
                finished = under_way.next() => {
                    let (Some(finished), Some((judged, _))) = (finished, waiting.pop_front()) else { return None };
                    if finished.is_bug {
                        self.run.bug();
                    }
                    self.end(judged, Some(finished.observed));
                }
            }
        }
    }

    /// What to connect to; where a check of the URI failed, the codes of the checks that are left out.
    fn request(&self, item: &Item<'_>, judged: &Judged) -> Result<Request, Vec<String>> {
        let text = std::str::from_utf8(item.value.bytes()).unwrap_or_default();
        let aws = self.arguments.store.aws.options();
        if let Ok(uri) = uri::parse(text) {
            Ok(Request::Connect(Box::new(connect::Target { uri, aws, roots: connect::Roots::System })))
        } else {
            let is_table = judged.subject.starts_with("dynamodb");
            Err(connect::plan_unparsed(is_table).iter().map(|check| check.code.to_owned()).collect())
        }
    }

    /// Reports on a value without connecting.
    fn report(&mut self, item: &Item<'_>) {
        let judged = self.judge(item);
        self.end(judged, None);
    }

    fn begin(&mut self, subject: String, name: Option<String>) -> Judged {
        let mut judged = Judged { subject, name, assessment: Assessment::default(), observed: Vec::new() };
        if let Some(source) = self.source.take() {
            judged.assessment.findings.push(store_ref::assess(&source));
            judged.observed.push(Observed::Source(source));
        }
        judged
    }

    fn judge(&mut self, item: &Item<'_>) -> Judged {
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

    fn end(&mut self, judged: Judged, observed: Option<Observed>) {
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

    fn finish(mut self) -> Exit {
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

/// Observes what can be observed.
async fn look(request: Result<Request, Vec<String>>, context: &Context) -> Finished {
    match request {
        Ok(request) => probe::observe(&request, context).await,
        Err(checks) => Finished { observed: Observed::NotTried { checks }, is_bug: false },
    }
}

/// Blocks of input from a thread that may wait for ever.
fn read_on_a_thread(sources: Vec<Source>) -> mpsc::Receiver<Result<Block, ReadError>> {
    let (sender, receiver) = mpsc::channel(4);
    thread::spawn(move || {
        let mut reader = Reader::new(sources);
        while let Some(block) = reader.next_block() {
            if sender.blocking_send(block).is_err() {
                break;
            }
        }
    });
    receiver
}

impl Item<'_> {
    fn owned(name: Option<String>, value: Secret) -> Self {
        Item { name: name.map(Into::into), value: store_ref::Value::Owned(value) }
    }
}
