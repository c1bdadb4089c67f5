//! Capacity: how it is changed, and how often it may fall.

use super::request::{Refusal, invalid, refuse};
use super::table::{Table, Throughput};

/// How many decreases a day are free (measured on AWS by others).
const FREE_DECREASES: usize = 4;
/// How far apart the others are, in seconds.
const BETWEEN_DECREASES_S: i64 = 3600;
/// How often a table goes on demand in a day (documentation).
const SWITCHES: usize = 4;

/// Changes the capacity of a provisioned table, or refuses to.
pub(super) fn set(table: &mut Table, wanted: Throughput, now_s: i64) -> Result<(), Refusal> {
    if wanted.read < 1 || wanted.write < 1 {
        return invalid("One or more parameter values were invalid: capacity units must be at least 1");
    }
    let Some(is) = table.provisioned else {
        return invalid(
            "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
        );
    };
    if is == wanted {
        return invalid(format!(
            "The provisioned throughput for the table will not change. The requested value equals the current value. \
             Current ReadCapacityUnits provisioned for the table: {}. Requested ReadCapacityUnits: {}. \
             Current WriteCapacityUnits provisioned for the table: {}. Requested WriteCapacityUnits: {}. \
             Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
            is.read, wanted.read, is.write, wanted.write
        ));
    }
    if wanted.read < is.read || wanted.write < is.write {
        let today = table.decreases_today(now_s);
        let last = table.decreases.last().copied().unwrap_or(0);
        if today >= FREE_DECREASES && now_s - last < BETWEEN_DECREASES_S {
            return refuse(
                "LimitExceededException",
                format!(
                    "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. \
                     After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most \
                     once every 3600 seconds. Number of decreases today: {today}. Last decrease at {last}. Next decrease \
                     can be made at {}",
                    last + BETWEEN_DECREASES_S
                ),
            );
        }
        table.decreases.push(now_s);
    }
    put(table, wanted);
    Ok(())
}

/// Sets the capacity without asking: warm throughput follows, and never falls.
pub(super) fn put(table: &mut Table, wanted: Throughput) {
    table.provisioned = Some(wanted);
    table.warm.read = table.warm.read.max(wanted.read);
    table.warm.write = table.warm.write.max(wanted.write);
}

/// Puts a table on demand, or refuses to.
pub(super) fn go_on_demand(table: &mut Table, now_s: i64) -> Result<(), Refusal> {
    let lately = table.switched_at.iter().filter(|at| now_s - **at < 86_400).count();
    if lately >= SWITCHES {
        return refuse(
            "LimitExceededException",
            format!(
                "Subscriber limit exceeded: Update to PayPerRequest mode are limited to {SWITCHES} times in 1 day(s)."
            ),
        );
    }
    table.switched_at.push(now_s);
    table.provisioned = None;
    table.was_on_demand = true;
    Ok(())
}
