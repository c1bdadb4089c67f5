//! The listener, and what a test does with it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::faults::{Cut, Faults};
use super::log::Logged;
use super::request::{Reply, Request, refuse, unreadable};
use super::state::State;
use super::{
    cloudwatch, create_table, describe, items, replicated, routing, scaling, secrets, settings, update_table,
};
use crate::support::{HttpAnswer, HttpRequest, ScriptedHttp};

/// Closes the connection without an answer.
const CLOSED: Option<HttpAnswer> = Some((ScriptedHttp::CLOSE, "", Vec::new()));

#[derive(Debug)]
struct Inside {
    state: State,
    faults: Faults,
    log: Vec<Logged>,
    /// How many changes have taken effect.
    changes: usize,
}

/// AWS, on loopback, until dropped.
#[derive(Debug)]
pub(crate) struct FakeAws {
    http: ScriptedHttp,
    inside: Arc<Mutex<Inside>>,
}

/// The state, while nobody else changes it.
pub(crate) struct Held<'a>(MutexGuard<'a, Inside>);

impl std::ops::Deref for Held<'_> {
    type Target = State;
    fn deref(&self) -> &State {
        &self.0.state
    }
}

impl std::ops::DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.0.state
    }
}

impl FakeAws {
    /// An account with nothing in it.
    pub(crate) fn start() -> Self {
        let inside = Inside { state: State::new(), faults: Faults::default(), log: Vec::new(), changes: 0 };
        let inside = Arc::new(Mutex::new(inside));
        let shared = Arc::clone(&inside);
        let http = ScriptedHttp::new(move |request| answer(&shared, request));
        Self { http, inside }
    }

    /// What answers, for those who listen themselves.
    pub(crate) fn answers(&self) -> impl Fn(&HttpRequest) -> Option<HttpAnswer> + Send + Sync + 'static {
        let shared = Arc::clone(&self.inside);
        move |request| answer(&shared, request)
    }

    /// Its address, for all services and Regions: for `AWS_ENDPOINT_URL`.
    pub(crate) fn url(&self) -> String {
        self.http.url()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands, to be looked at and changed. No request is answered while it is held.
    pub(crate) fn state(&self) -> Held<'_> {
        Held(self.inside())
    }

    /// Every call, as `COMMAND REGION SERVICE:OPERATION ARGUMENTS`, with ` -> CODE` where it was refused. The command
    /// is that of the user agent, and `?` where there is none.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.inside().log.iter().map(|call| format!("{} {}", call.command, call.told())).collect()
    }

    /// How many answers were read to their end by whoever asked.
    pub(crate) fn taken(&self) -> usize {
        self.http.taken()
    }

    /// The calls that have changed something, as `REGION SERVICE:OPERATION ARGUMENTS`.
    pub(crate) fn changes(&self) -> Vec<String> {
        let inside = self.inside();
        let done = inside.log.iter().filter(|call| call.is_change && call.refused.is_none());
        done.map(|call| call.line.clone()).collect()
    }

    /// The calls that were to change something, with ` -> CODE` where they were refused.
    pub(crate) fn attempts(&self) -> Vec<String> {
        self.inside().log.iter().filter(|call| call.is_change).map(Logged::told).collect()
    }

    /// Forgets all calls so far; what stands stays.
    pub(crate) fn forget_calls(&self) {
        let mut inside = self.inside();
        inside.log.clear();
        inside.changes = 0;
    }

    /// Refuses an operation, such as `dynamodb:UpdateTable`, or any with `*`, the next `times`.
    pub(crate) fn fail_next(&self, operation: &str, code: &str, message: &str, times: u32) {
        self.inside().faults.fail(operation, code, message, times);
    }

    /// Refuses an operation in every Region after it was answered there so often.
    pub(crate) fn fail_after(&self, operation: &str, count: u32, code: &str, message: &str) {
        self.inside().faults.fail_after(operation, count, code, message);
    }

    /// Denies a permission in a Region, or in all of them with `*`. `dynamodb:CreateTableReplica` in a Region denies a
    /// replica there.
    pub(crate) fn deny(&self, region: &str, permission: &str) {
        self.inside().faults.deny(region, permission);
    }

    /// After this many changes have taken effect since the last [`Self::forget_calls`] no call is answered any more,
    /// the last one's included.
    pub(crate) fn cut_after(&self, changes: usize, how: Cut) {
        self.inside().faults.cut_after(changes, how);
    }

    /// Whether that has come.
    pub(crate) fn is_cut(&self) -> bool {
        self.inside().faults.is_cut()
    }

    /// Closes every connection to a Region.
    pub(crate) fn unreachable(&self, region: &str) {
        self.inside().faults.cut_off(region);
    }

    /// Keeps every connection to a Region open, and answers nothing.
    pub(crate) fn hang(&self, region: &str) {
        self.inside().faults.hang(region);
    }

    /// Waits so long before every answer.
    pub(crate) fn delay(&self, delay: std::time::Duration) {
        self.inside().faults.delay = delay;
    }

    /// Does what an operation asks for and does not answer, the next `times`.
    pub(crate) fn silent(&self, operation: &str, times: u32) {
        self.inside().faults.silence(operation, times);
    }

    /// Puts fields, and values of enumerations that decide nothing, into every answer that no client knows.
    pub(crate) fn unknown_fields(&self, on: bool) {
        self.inside().faults.has_unknown_fields = on;
    }

    /// Lets nothing go wrong any more.
    pub(crate) fn mend(&self) {
        self.inside().faults = Faults::default();
    }
}

/// The answer to a request.
fn answer(inside: &Mutex<Inside>, request: &HttpRequest) -> Option<HttpAnswer> {
    let held = || inside.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(read) = routing::Read::of(request) {
        return held().route(&read);
    }
    let Some(request) = Request::read(request) else { return Some(unreadable()) };
    let (answer, delay) = {
        let mut inside = held();
        (inside.answer(&request), inside.faults.delay)
    };
    std::thread::sleep(delay);
    answer
}

impl Inside {
    /// The same for what is not asked for in JSON.
    fn route(&mut self, read: &routing::Read) -> Option<HttpAnswer> {
        let request = &read.request;
        if let Some(how) = self.faults.ends(request) {
            return ended(how);
        }
        let refusal = self.faults.refuses(request).err();
        let (answer, refusal) = routing::answer(&mut self.state, read, refusal);
        let reply = refusal.map_or(Ok(serde_json::Value::Null), Err);
        self.log.push(Logged::of(request, &reply));
        if reply.is_ok() && self.faults.is_silent(request.operation) {
            return None;
        }
        Some(answer)
    }

    fn answer(&mut self, request: &Request) -> Option<HttpAnswer> {
        if let Some(how) = self.faults.ends(request) {
            return ended(how);
        }
        let reply = self.faults.refuses(request).and_then(|_| serve(&mut self.state, request));
        self.log.push(Logged::of(request, &reply));
        if request.is_change && reply.is_ok() {
            self.changes += 1;
            if let Some(how) = self.faults.ends_after(self.changes) {
                return ended(how);
            }
        }
        if reply.is_ok() && self.faults.is_silent(request.operation) {
            return None;
        }
        Some(request.answer(&reply, self.faults.has_unknown_fields))
    }
}

const fn ended(how: Cut) -> Option<HttpAnswer> {
    match how {
        Cut::Drop => CLOSED,
        Cut::Hang => None,
    }
}

fn serve(state: &mut State, request: &Request) -> Reply {
    let (service, operation) = request.operation.split_once(':').expect("every operation has a service");
    match (service, operation) {
        ("dynamodb", "DescribeTable") => describe::describe(state, request),
        ("dynamodb", "CreateTable") => create_table::create(state, request),
        ("dynamodb", "UpdateTable") => update_table::update(state, request),
        ("dynamodb", "PutItem" | "GetItem" | "DeleteItem" | "Scan") => {
            items::serve(state, request, operation)
        }
        (_, operation) if operation.starts_with("Delete") || operation.starts_with("Deregister") => {
            refuse("AccessDeniedException", "nothing is deleted here, and nobody should try to")
        }
        ("dynamodb", operation) => settings::serve(state, request, operation),
        ("application-autoscaling", operation) => scaling::serve(state, request, operation),
        ("kafka", _) => replicated::describe(state, request),
        ("rds", operation) => replicated::serve(state, request, operation),
        ("cloudwatch", operation) => cloudwatch::serve(state, request, operation),
        (_, operation) => secrets::serve(state, request, operation),
    }
}
