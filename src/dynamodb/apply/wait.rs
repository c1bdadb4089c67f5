//! Waits for a table or a replica to become `ACTIVE`, and says how long it takes.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use tokio::time::{Instant, sleep};

use super::clients::Clients;
use crate::aws::{self, Failure, FailureKind};
use crate::dynamodb::plan::{Await, Call};
use crate::dynamodb::status::{self, Status, Whose};
use crate::observe::Context;
use crate::words::seconds;

/// The first pause between two looks; each is half as long again as the one before.
const FIRST: Duration = Duration::from_millis(250);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(5);
/// How often a line is told where nobody sees the spinner.
const TELL_EVERY: Duration = Duration::from_mins(1);
/// How often a replica may be missing from a table that is `ACTIVE` before its creation is taken to have been aborted.
const MISSING: u32 = 3;
/// How often in a row a look may fail.
const FAILURES: u32 = 20;

/// What waiting came to.
pub(super) enum Waited {
    /// It is there.
    Ready,
    /// What was waited for has vanished: a creation that AWS had accepted was aborted.
    Vanished,
    /// It will not become ready, or nobody can look.
    Failed(Failure),
    /// It took longer than is allowed.
    TooLong,
    /// A signal came.
    Interrupted,
}

/// Waits for what follows a call.
pub(super) async fn wait(
    call: &Call,
    awaited: &Await,
    table: &str,
    clients: &Clients,
    limit: Duration,
    context: &Context,
) -> Waited {
    let client = clients.dynamodb(&call.region);
    let what = match awaited {
        Await::Table => format!("the table in {}", call.region),
        Await::Replica(region) => format!("the replica in {region}"),
    };
    let usually = call.usually().map(|usually| format!(" (usually {usually})")).unwrap_or_default();
    let begun = Instant::now();
    let (mut told, mut pause) = (begun, FIRST);
    let (mut missing, mut failures) = (0, 0);
    loop {
        let status = match look(&client, table, awaited).await {
            Ok(Look::Ready) => return Waited::Ready,
            Ok(Look::Hopeless(failure)) => return Waited::Failed(failure),
            Ok(Look::Missing) if missing >= MISSING => return Waited::Vanished,
            Ok(Look::Missing) => {
                missing += 1;
                "not listed yet".to_owned()
            }
            Ok(Look::Pending(status)) => {
                (missing, failures) = (0, 0);
                status
            }
            Err(failure) if failure.kind.is_final() || failures >= FAILURES => {
                return Waited::Failed(failure);
            }
            Err(failure) => {
                failures += 1;
                failure.message
            }
        };
        let waited = begun.elapsed();
        if waited >= limit {
            return Waited::TooLong;
        }
        let since = seconds(waited.as_secs());
        context.stage(format!("waiting for {what}: {status}, {since}{usually}"));
        if told.elapsed() >= TELL_EVERY {
            told = Instant::now();
            context.told(format!("  still waiting for {what}: {status} after {since}{usually}"));
        }
        if context.at_most(Duration::MAX, sleep(pause.min(limit.saturating_sub(waited)))).await.is_err() {
            return Waited::Interrupted;
        }
        pause = (pause * 3 / 2).min(LONGEST);
    }
}

enum Look {
    Ready,
    Pending(String),
    Missing,
    Hopeless(Failure),
}

async fn look(client: &Client, table: &str, awaited: &Await) -> Result<Look, Failure> {
    let described = client.describe_table().table_name(table).send().await;
    let described = match described.map_err(|error| aws::failure(&error)) {
        // Just created: not every server knows it yet.
        Err(failure) if failure.kind == FailureKind::NotFound => return Ok(Look::Missing),
        other => other?,
    };
    let Some(table) = described.table else { return Ok(Look::Pending("no description".to_owned())) };
    let word = table.table_status.map_or_else(|| "no status".to_owned(), |status| status.as_str().to_owned());
    if let Await::Replica(region) = awaited {
        let replica = table.replicas.unwrap_or_default().into_iter();
        let found = replica.into_iter().find(|one| one.region_name.as_deref() == Some(region));
        let Some(replica) = found else {
            let is_active = Status::of(&word) == Status::Active;
            return Ok(if is_active { Look::Missing } else { Look::Pending(word) });
        };
        let Some(word) = replica.replica_status else {
            return Ok(Look::Pending("replica without a status".to_owned()));
        };
        let status = Status::of(word.as_str());
        if status.is_final() {
            let described = replica.replica_status_description.as_deref();
            let why = status::words(Whose::Replica, word.as_str(), described);
            return Ok(Look::Hopeless(Failure::new(FailureKind::Unusable, format!("{region}: {why}"))));
        }
        // The table itself has to be done with it before the next change.
        if status != Status::Active {
            return Ok(Look::Pending(format!("replica {}", word.as_str())));
        }
    }
    Ok(match Status::of(&word) {
        Status::Active => Look::Ready,
        status if status.is_final() => {
            let why = status::words(Whose::Table, &word, None);
            Look::Hopeless(Failure::new(FailureKind::Unusable, why))
        }
        _ => Look::Pending(word),
    })
}
