//! All inputs, sized on all cores.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::mpsc as tokio_channel;

use super::read::{Block, read};
use super::source::Source;
use crate::dynamodb::item::{Format, Input, ItemsEvidence, KeyPart, Layout, Sized, Sizer, Tally};

/// How items are to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How they are written.
    pub format: Format,
    /// The names of the table's key attributes: the partition key, then the sort key.
    pub key: Vec<KeyPart>,
    /// Whether a line of NDJSON is wanted for each item.
    pub with_lines: bool,
}

/// A block to be sized.
struct Work {
    number: u64,
    name: Arc<str>,
    layout: Layout,
    block: Block,
}

/// What came of something, and its place in the order.
enum Done {
    Block { number: u64, name: Arc<str>, sized: Sized, room: Vec<u8> },
    Input { number: u64, input: Input },
}

/// A scan under way.
pub struct Scan {
    done: tokio_channel::UnboundedReceiver<Done>,
    /// What came before its turn.
    early: BTreeMap<u64, Done>,
    next: u64,
    rooms: Sender<Vec<u8>>,
    /// The inputs whose end is still to come.
    to_come: VecDeque<String>,
    tally: Tally,
}

impl Scan {
    /// Starts to read. The threads end when all is read, or when this value is dropped.
    pub fn start(sources: Vec<Source>, options: Options) -> Self {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let (rooms, free) = channel();
        for _ in 0..threads * 2 + 2 {
            // Cannot fail: both ends are here.
            drop(rooms.send(Vec::new()));
        }
        let (works, todo) = channel();
        let todo = Arc::new(Mutex::new(todo));
        let (sender, done) = tokio_channel::unbounded_channel();
        for _ in 0..threads {
            let (todo, sender, options) = (Arc::clone(&todo), sender.clone(), options.clone());
            thread::spawn(move || work(&todo, &sender, &options));
        }
        let format = options.format;
        let to_come = sources.iter().map(Source::name).collect();
        thread::spawn(move || read_all(&sources, format, &free, &works, &sender));
        Self { done, early: BTreeMap::new(), next: 0, rooms, to_come, tally: Tally::new(options.key) }
    }

    /// Waits for the next block and adds it. Gives the lines that were wanted of its items; nothing where all is read.
    /// It may be dropped while it waits: nothing is lost.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            if let Some(done) = self.early.remove(&self.next) {
                self.next += 1;
                return Some(self.add(done));
            }
            let done = self.done.recv().await?;
            let (Done::Block { number, .. } | Done::Input { number, .. }) = done;
            self.early.insert(number, done);
        }
    }

    fn add(&mut self, done: Done) -> String {
        match done {
            Done::Input { input, .. } => {
                self.to_come.pop_front();
                self.tally.input(input);
                String::new()
            }
            Done::Block { name, mut sized, room, .. } => {
                self.tally.add(&sized, &name);
                // Nobody takes it where all is read.
                drop(self.rooms.send(room));
                sized.lines.take().unwrap_or_default()
            }
        }
    }

    /// How many inputs are done, whether they could be read or not.
    pub fn inputs_done(&self) -> usize {
        self.tally.inputs()
    }

    /// What was seen until now. Inputs that were not read to their end say so.
    pub fn finish(mut self) -> ItemsEvidence {
        if let Some(name) = self.to_come.pop_front() {
            let more = match self.to_come.len() {
                0 => String::new(),
                1 => "; 1 input more was not read".to_owned(),
                more => format!("; {more} inputs more were not read"),
            };
            let failure = Some(format!("the run ended before it was read to its end{more}"));
            self.tally.input(Input { name, failure, ..Input::default() });
        }
        self.tally.finish()
    }
}

/// Reads one input after another.
fn read_all(
    sources: &[Source],
    format: Format,
    free: &Receiver<Vec<u8>>,
    works: &Sender<Work>,
    sender: &tokio_channel::UnboundedSender<Done>,
) {
    // Counts blocks and inputs together.
    let mut number = 0;
    let mut rest = sources;
    while let Some((source, others)) = rest.split_first() {
        rest = others;
        let Ok(room) = free.recv() else { return };
        let name: Arc<str> = source.name().into();
        let input = read(source.name(), source.open(), format, room, |block, layout| {
            works.send(Work { number, name: Arc::clone(&name), layout, block }).ok()?;
            number += 1;
            free.recv().ok()
        });
        if sender.send(Done::Input { number, input }).is_err() {
            return;
        }
        number += 1;
    }
}

/// Sizes blocks until there are no more.
fn work(todo: &Mutex<Receiver<Work>>, sender: &tokio_channel::UnboundedSender<Done>, options: &Options) {
    let mut sizer: Option<(Layout, Sizer)> = None;
    loop {
        let received = todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Work { number, name, layout, block }) = received else { return };
        let sizer = match &mut sizer {
            Some((known, sizer)) if *known == layout => sizer,
            other => &mut other.insert((layout, Sizer::new(layout, options.key.clone()))).1,
        };
        let mut sized = Sized::new(options.with_lines);
        size(&block, sizer, &name, &mut sized);
        if sender.send(Done::Block { number, name, sized, room: block.text }).is_err() {
            return;
        }
    }
}

fn size(block: &Block, sizer: &mut Sizer, name: &str, sized: &mut Sized) {
    for (line, reason) in &block.left_out {
        sized.problem(*line, reason.to_string(), reason.is_malformed(), name);
    }
    if let Some(items) = &block.items {
        for (range, line) in items {
            sized.item(sizer, block.text.get(range.clone()).unwrap_or_default(), *line, name);
        }
        return;
    }
    // One look at the whole block is faster than one at each line.
    if let Ok(text) = std::str::from_utf8(&block.text) {
        for (text, line) in text.split('\n').zip(block.line..) {
            if !text.trim_ascii().is_empty() {
                sized.text(sizer, text, line, name);
            }
        }
        return;
    }
    for (text, line) in block.text.split(|byte| *byte == b'\n').zip(block.line..) {
        if !text.trim_ascii().is_empty() {
            sized.item(sizer, text, line, name);
        }
    }
}
