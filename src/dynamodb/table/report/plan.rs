//! A plan: what differs, what is called, what costs money.

use crate::numbers::usd;
use serde_json::{Value, json};

use crate::dynamodb::plan::{Attribute, Call, Existence, Fix, Plan, Verdict, costs};
use crate::dynamodb::prices::Prices;
use crate::dynamodb::spec::TableSpec;
use crate::dynamodb::table::assess::wanted_keys;
use crate::dynamodb::table::{Done, Evidence, Setup};
use crate::report::{Block, Cell, Fact, Row, Table, Tone};
use crate::words::milliseconds;

/// A plan, with all that is shown of it.
struct Planned<'a> {
    setup: &'a Setup,
    spec: TableSpec,
    plan: Plan,
    /// The account, where it is known.
    account: Option<&'a str>,
}

impl<'a> Planned<'a> {
    fn of(evidence: &'a Evidence) -> Option<Self> {
        let setup = evidence.setup.as_ref()?;
        let (spec, plan) = setup.plan(&evidence.seen).ok()?;
        let account = evidence.seen.account();
        Some(Self { setup, spec, plan, account })
    }

    /// What became of a call, as scripts read it.
    const fn state(&self, done: Option<&Done>) -> &'static str {
        match done {
            Some(done) if done.failure.is_some() => "failed",
            Some(_) => "done",
            None if self.setup.applied.is_some() => "not_done",
            None => "planned",
        }
    }

    /// What was called and, behind it, what is still planned.
    fn calls(&self) -> Vec<(&Call, Option<&Done>)> {
        match &self.setup.applied {
            None => self.plan.calls.iter().map(|call| (call, None)).collect(),
            Some(applied) => {
                let done = applied.calls.iter().map(|done| (&done.call, Some(done)));
                let is_made = |call: &&Call| applied.calls.iter().any(|done| done.call == **call);
                done.chain(self.plan.calls.iter().filter(|call| !is_made(call)).map(|call| (call, None)))
                    .collect()
            }
        }
    }
}

/// The tables `differences`, `table_calls` and `costs` of the report's data.
pub(in crate::dynamodb::table) fn rows(evidence: &Evidence) -> Vec<Row> {
    let Some(planned) = Planned::of(evidence) else { return Vec::new() };
    let mut rows = Vec::new();
    for one in &planned.plan.compared {
        if let Verdict::Differs { is, wanted, fix } = &one.verdict {
            let by_hand = match fix {
                Fix::Calls(_) => Value::Null,
                Fix::ByHand(help) => json!(help),
            };
            let value = json!({
                "region": one.region, "attribute": one.attribute, "is": is, "wanted": wanted, "by_hand": by_hand,
            });
            rows.push(Row { table: "differences", value });
        }
    }
    for (call, done) in planned.calls() {
        let value = json!({
            "region": call.region,
            "operation": call.operation(),
            "what": call.summary(),
            "request": call,
            "state": planned.state(done),
            "attempts": done.map(|done| done.tries),
            "duration_ms": done.map(|done| done.took_ms),
            "failure": done.and_then(|done| done.failure.as_ref()),
        });
        rows.push(Row { table: "table_calls", value });
    }
    for line in costs(&planned.spec, &planned.plan.calls, &Prices::builtin()) {
        rows.push(Row { table: "costs", value: json!(line) });
    }
    rows
}

/// The value `plan` of the report's data.
pub(in crate::dynamodb::table) fn facts(evidence: &Evidence) -> Vec<Fact> {
    let Some(Planned { setup, spec, plan, account }) = Planned::of(evidence) else { return Vec::new() };
    let is_present = match plan.existence {
        Existence::Absent => json!(false),
        Existence::Present(_) => json!(true),
        Existence::Unknown(_) => Value::Null,
    };
    let value = json!({
        "table": spec,
        "account": account,
        "is_present": is_present,
        "is_layout_said": setup.wanted.has_layout(),
        "calls": plan.calls.len(),
        "is_applied": setup.applied.is_some(),
    });
    vec![Fact { name: "plan", value }]
}

/// What a person wants to see.
pub(in crate::dynamodb::table) fn view(evidence: &Evidence) -> Vec<Block> {
    let Some(planned) = Planned::of(evidence) else { return Vec::new() };
    let mut blocks = vec![Block::Text(heading(&planned))];
    blocks.extend(differences(&planned.plan).map(Block::Table));
    blocks.extend(called(&planned).map(Block::Table));
    if !planned.plan.calls.is_empty() {
        blocks.push(Block::Table(money(&planned)));
    }
    blocks
}

fn heading(planned: &Planned<'_>) -> String {
    let Planned { setup, spec, plan, account } = planned;
    let account = account.map(|account| format!(" of account {account}")).unwrap_or_default();
    let is_applied = setup.applied.is_some();
    let stands = match &plan.existence {
        Existence::Absent if is_applied => "did not exist before".to_owned(),
        Existence::Absent => "does not exist yet".to_owned(),
        Existence::Present(status) if plan.is_done() => {
            format!("exists ({status}) and is as wanted")
        }
        Existence::Present(status) if is_applied => format!("existed before ({status})"),
        Existence::Present(status) => format!("exists ({status})"),
        Existence::Unknown(_) => "could not be looked at".to_owned(),
    };
    let regions: Vec<&str> = spec.regions().collect();
    format!(
        "table {} in {}{account}: {stands}; the deployment has to read keys {}",
        spec.name,
        regions.join(", "),
        wanted_keys(&spec.layout)
    )
}

fn differences(plan: &Plan) -> Option<Table> {
    let row = |one: &crate::dynamodb::plan::Compared| match &one.verdict {
        Verdict::Differs { is, wanted, fix } => {
            let tone = if matches!(fix, Fix::ByHand(_)) { Tone::Bad } else { Tone::Caution };
            let by = match fix {
                Fix::ByHand(_) if one.attribute == Attribute::Keys => "nothing",
                Fix::ByHand(_) => "by hand",
                Fix::Calls(_) => "a call",
            };
            Some(vec![
                Cell::from(one.attribute.as_str()),
                Cell::from(one.region.clone()),
                Cell::from(is.clone()),
                Cell::toned(wanted.clone(), tone),
                Cell::from(by),
            ])
        }
        Verdict::Same(_) | Verdict::Unread(_) => None,
    };
    let rows: Vec<_> = plan.compared.iter().filter_map(row).collect();
    (!rows.is_empty()).then(|| Table {
        title: "What differs".to_owned(),
        columns: ["what", "Region", "is", "wanted", "changed by"].map(Into::into).into(),
        rows,
    })
}

fn called(planned: &Planned<'_>) -> Option<Table> {
    let is_applied = planned.setup.applied.is_some();
    let rows: Vec<Vec<Cell>> = planned
        .calls()
        .into_iter()
        .enumerate()
        .map(|(at, (call, done))| {
            let last = match done {
                Some(done) if done.failure.is_some() => Cell::toned("failed", Tone::Bad),
                Some(done) => Cell::toned(milliseconds(done.took_ms), Tone::Good),
                None if is_applied => Cell::toned("not done", Tone::Caution),
                None if call.awaits().is_none() => Cell::toned("at once", Tone::Faint),
                None => Cell::toned(call.usually().unwrap_or("until it is ACTIVE".into()), Tone::Faint),
            };
            vec![
                Cell::from((at + 1).to_string()),
                Cell::from(call.region.clone()),
                Cell::from(call.operation()),
                Cell::from(call.summary()),
                last,
            ]
        })
        .collect();
    let (title, took) = if is_applied {
        ("What was called", "took")
    } else {
        ("What will be called, in order", "usually takes")
    };
    (!rows.is_empty()).then(|| Table {
        title: title.to_owned(),
        columns: ["", "Region", "call", "what it does", took].map(Into::into).into(),
        rows,
    })
}

fn dollars(value: f64) -> String {
    usd(Some(value))
}

fn money(planned: &Planned<'_>) -> Table {
    let rows = costs(&planned.spec, &planned.plan.calls, &Prices::builtin())
        .into_iter()
        .map(|line| {
            let month = match (line.monthly_usd_min.map(dollars), line.monthly_usd_max.map(dollars)) {
                (Some(least), Some(most)) if least == most => least,
                (Some(least), Some(most)) => format!("{least} to {most}"),
                _ => "by use".to_owned(),
            };
            vec![line.region.into(), line.what.into(), month.into(), Cell::toned(line.how, Tone::Faint)]
        })
        .collect();
    Table {
        title: "What costs money, a month".to_owned(),
        columns: ["Region", "what", "USD", "how"].map(Into::into).into(),
        rows,
    }
}

/// The plan in lines, for who is asked whether to go on.
pub fn plan_lines(spec: &TableSpec, plan: &Plan, account: Option<&str>) -> Vec<String> {
    let account = account.map(|account| format!(" in the account {account}")).unwrap_or_default();
    let keys = wanted_keys(&spec.layout);
    let mut lines = vec![format!("the deployment has to read keys {keys} of {}{account}", spec.name)];
    for (at, call) in plan.calls.iter().enumerate() {
        let usually = call.usually().map(|usually| format!(" (usually takes {usually})")).unwrap_or_default();
        lines.push(format!(
            "  {}. {} {}: {}{usually}",
            at + 1,
            call.region,
            call.operation(),
            call.summary()
        ));
    }
    for (one, help) in plan.by_hand() {
        lines.push(format!("  not changed: {} in {}: {help}", one.attribute.as_str(), one.region));
    }
    let costs = costs(spec, &plan.calls, &Prices::builtin());
    let sum =
        |of: fn(&crate::dynamodb::plan::CostLine) -> Option<f64>| costs.iter().filter_map(of).sum::<f64>();
    let (least, most) = (sum(|line| line.monthly_usd_min), sum(|line| line.monthly_usd_max));
    lines.push(format!(
        "  capacity costs {} to {} a month, storage and backups by their size",
        dollars(least),
        dollars(most)
    ));
    lines
}
