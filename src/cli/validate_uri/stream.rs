//! The same where something has to be waited for: a stream of lines, a secret, a connection.

use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::thread;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use tokio::sync::mpsc;

use super::validation::{Judged, Validation};
use crate::cli::error::CliError;
use crate::cli::interrupt::interrupted;
use crate::connect;
use crate::observe::Context;
use crate::probe::{self, Finished, Observed, Request};
use crate::report::Exit;
use crate::secrets::{self, Secret};
use crate::store_ref::observe::{Block, ReadError, Reader};
use crate::store_ref::{self, Item, Source};
use crate::uri;

/// How many stores are connected to at once.
const CONNECTIONS: usize = 32;

impl Validation<'_> {
    /// Reads on a thread of its own, so that a signal ends the run while it waits for input.
    pub(super) async fn stream(mut self, sources: Vec<Source>) -> Exit {
        let secrets = self.arguments.store.secret.clone();
        let mut blocks = read_on_a_thread(sources);
        let mut signal = pin!(interrupted());
        loop {
            if blocks.is_empty() {
                self.run.flush();
            }
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
                let never = pin!(std::future::pending::<Exit>());
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
        mut signal: Pin<&mut impl Future<Output = Exit>>,
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
