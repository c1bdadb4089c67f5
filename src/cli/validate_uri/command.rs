//! Reads what is given, makes jobs of it, and reports.

use std::future::ready;
use std::io::{self, IsTerminal};
use std::pin::pin;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::Arguments;
use super::job::Maker;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::input::late;
use crate::cli::interrupt::interrupted;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::observe::in_time;
use crate::probe::{self, Expectations};
use crate::report::Exit;
use crate::store_ref::Source;
use crate::store_ref::observe::{Block, NotOne, Reader};
use crate::uri;
use crate::uri::apply::FixedFile;

/// How many stores are connected to at once.
const CONNECTIONS: usize = 32;

/// How many blocks are read ahead.
const AHEAD: usize = 4;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    if let Some(path) = &globals.evidence {
        if !arguments.store.is_empty() || arguments.connect {
            return Err(CliError::usage_message(
                "--evidence judges what was saved: it takes no URI and makes no connection",
            )
            .hint("leave the URI and --connect out; what was seen with --connect is in the file"));
        }
        return Run::replay(globals, reporter(), path);
    }
    let sources = arguments.store.sources();
    if sources.is_empty() {
        return Err(CliError::usage_message("no connection URI was given").hint(
            "give one as an argument, or take `-` for standard input, --uri-file, --uri-env or --secret",
        ));
    }
    let is_batch = sources.iter().any(|source| matches!(source, Source::Stdin | Source::File(_)));
    let mut files =
        Files { inputs: arguments.store.uri_file.iter().map(AsRef::as_ref).collect(), outputs: Vec::new() };
    files.outputs.extend(arguments.write_fixed.as_deref().map(|path| ("--write-fixed", path)));
    let subject = subject(&sources);
    let has_stdin = sources.iter().any(|source| matches!(source, Source::Stdin));
    let run = Run::start(globals, reporter(), subject.clone(), is_batch, files)?;
    if has_stdin && io::stdin().is_terminal() {
        run.remark("reading URIs from the terminal, one a line; Ctrl-D ends them");
    }
    let fixed =
        arguments.write_fixed.as_deref().map(FixedFile::create).transpose().map_err(CliError::output)?;
    let maker = Maker::new(globals, arguments, run.spinner().sink(), fixed);
    let needs_runtime =
        arguments.connect || is_batch || sources.iter().any(|source| matches!(source, Source::Secret(_)));
    let run = if needs_runtime {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
        let run = runtime.block_on(stream(run, &maker, arguments, sources));
        // A thread may still wait for standard input or for the resolver; nobody waits for it.
        runtime.shutdown_background();
        run
    } else {
        at_once(run, &maker, sources)
    };
    if run.is_empty() {
        let why = if has_stdin { "; did the command that feeds it fail?" } else { "" };
        run.remark(&format!("{}{why}", NotOne::None(subject)));
    }
    Ok(finish(run, maker))
}

fn reporter() -> Reporter {
    let noun = noun("validate-uri");
    Reporter {
        command: "validate-uri",
        noun,
        expectations: Expectations::default(),
        on_stderr: false,
        detailed_exitcode: false,
    }
}

/// What the whole run is about: the one URI, or where a batch comes from.
fn subject(sources: &[Source]) -> String {
    match sources {
        [Source::Argument(uri)] => uri::shown(&uri::redact(uri.as_encoded_bytes())),
        [one] => one.describe(),
        many => format!("{} sources", many.len()),
    }
}

/// Everything is at hand: no runtime is needed.
fn at_once(mut run: Run, maker: &Maker<'_>, sources: Vec<Source>) -> Run {
    let mut reader = Reader::new(sources);
    while let Some(block) = reader.next_block() {
        match block {
            Ok(block) => block.items().for_each(|item| run.report(maker.record(&item))),
            Err(error) => run.bad_input(&CliError::from(error)),
        }
    }
    run
}

/// Something has to be waited for: a stream of lines, a secret, a connection. A signal ends the wait.
async fn stream(mut run: Run, maker: &Maker<'_>, arguments: &Arguments, sources: Vec<Source>) -> Run {
    let mut blocks = read_on_a_thread(sources, maker.timeout);
    let mut signal = pin!(interrupted());
    let mut stopped = None;
    while stopped.is_none() {
        if blocks.is_empty() {
            run.flush();
        }
        tokio::select! {
            biased;
            exit = &mut signal => stopped = Some(exit),
            block = blocks.recv() => match block {
                Some(Ok(block)) if arguments.connect => {
                    let jobs = block.items().map(|item| maker.value(&item));
                    stopped = probe::run(jobs, CONNECTIONS, maker.timeout, signal.as_mut(), |seen| run.report(seen)).await;
                }
                Some(Ok(block)) => block.items().for_each(|item| run.report(maker.record(&item))),
                Some(Err(error)) => run.bad_input(&error),
                None => break,
            }
        }
    }
    let secrets = arguments.store.secret.iter().map(|name| maker.secret(name));
    if let Some(exit) = stopped {
        run.interrupted(exit);
        // What was read already, and what was named, is reported too.
        blocks.close();
        while let Some(block) = blocks.recv().await {
            let Ok(block) = block else { continue };
            let jobs = block.items().map(|item| maker.value(&item));
            probe::run(jobs, CONNECTIONS, maker.timeout, pin!(ready(exit)), |seen| run.report(seen)).await;
        }
        probe::run(secrets, CONNECTIONS, maker.timeout, pin!(ready(exit)), |seen| run.report(seen)).await;
    } else if let Some(exit) =
        probe::run(secrets, CONNECTIONS, maker.timeout, signal, |seen| run.report(seen)).await
    {
        run.interrupted(exit);
    }
    run
}

fn finish(mut run: Run, maker: Maker<'_>) -> Exit {
    match maker.into_fixed().map(FixedFile::finish) {
        Some(Err(error)) => run.bad_output(&CliError::output(error)),
        Some(Ok(left_out)) if left_out > 0 => {
            run.remark(&format!(
                "--write-fixed: {left_out} left out, because only a person can correct them"
            ));
        }
        _ => {}
    }
    run.finish()
}

/// Blocks of input from a thread that may wait for ever on standard input. Of any other pipe nobody knows whether anybody
/// will ever write to it: it may be silent for `timeout`.
fn read_on_a_thread(sources: Vec<Source>, timeout: Duration) -> mpsc::Receiver<Result<Block, CliError>> {
    let (sender, receiver) = mpsc::channel(sources.len() + AHEAD);
    thread::spawn(move || {
        for source in sources {
            let pipe = match &source {
                Source::File(path) if !path.is_file() => Some(path.clone()),
                _ => None,
            };
            let mut reader = Some(Reader::new([source]));
            while let Some(mut own) = reader.take() {
                let next = move || (own.next_block().map(|block| block.map_err(CliError::from)), Some(own));
                let (block, rest) = match &pipe {
                    None => next(),
                    Some(path) => in_time(Instant::now() + timeout, next)
                        .unwrap_or_else(|_| (Some(Err(late("--uri-file", path))), None)),
                };
                let Some(block) = block else { break };
                if sender.blocking_send(block).is_err() {
                    return;
                }
                reader = rest;
            }
        }
    });
    receiver
}
