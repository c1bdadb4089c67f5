//! Units and costs against AWS Labs' own calculator: `cost_performance_calculator` of the Python package
//! `awslabs.dynamodb-mcp-server`, which `scripts/servers.py` fetches. It knows on-demand capacity in us-east-1 alone, and
//! a month of 2,635,200 seconds.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chalkstore::dynamodb::cost::{Mode, ModeCost, SECONDS_PER_MONTH, mode_costs, regions_usage};
use chalkstore::dynamodb::prices::Prices;
use chalkstore::dynamodb::spec::Switch;
use chalkstore::dynamodb::workload::{
    ByteSize, Inputs, ReadConsistency, ReadPattern, Transactions, Workload, demand,
};
use serde_json::{Value, json};

use crate::support::fetched;

const CALCULATOR_MONTH_S: f64 = 2_635_200.0;

/// An operation: how often a second, the bytes of each item, how many items.
struct Case {
    operation: &'static str,
    rate: f64,
    bytes: u32,
    items: u32,
    is_strong: bool,
}

const fn case(operation: &'static str, rate: f64, bytes: u32, items: u32, is_strong: bool) -> Case {
    Case { operation, rate, bytes, items, is_strong }
}

const CASES: [Case; 24] = [
    case("GetItem", 100.0, 1900, 1, false),
    case("GetItem", 100.0, 4096, 1, true),
    case("GetItem", 12.5, 4097, 1, false),
    case("GetItem", 3.0, 409_600, 1, true),
    case("BatchGetItem", 10.0, 1900, 50, false),
    case("BatchGetItem", 10.0, 6656, 100, true),
    case("Query", 10.0, 1900, 50, false),
    case("Query", 7.0, 64, 1500, true),
    case("Query", 7.0, 64, 1500, false),
    case("Query", 1.0, 1, 1, false),
    case("PutItem", 100.0, 1900, 1, false),
    case("PutItem", 100.0, 1024, 1, false),
    case("PutItem", 0.25, 1025, 1, false),
    case("UpdateItem", 40.0, 3000, 1, false),
    case("DeleteItem", 40.0, 700, 1, false),
    case("BatchWriteItem", 4.0, 3584, 25, false),
    case("BatchWriteItem", 4.0, 500, 1, false),
    case("TransactWriteItems", 5.0, 1900, 2, false),
    case("TransactWriteItems", 5.0, 512, 100, false),
    case("TransactGetItems", 5.0, 500, 3, false),
    case("TransactGetItems", 5.0, 4100, 100, false),
    case("Query", 2.5, 2000, 8, false),
    case("GetItem", 1000.0, 1, 1, false),
    case("PutItem", 1000.0, 409_600, 1, false),
];

impl Case {
    fn pattern(&self, name: &str) -> Value {
        let mut pattern = json!({
            "operation": self.operation, "pattern": name, "description": "a case", "table": "t",
            "rps": self.rate, "item_size_bytes": self.bytes,
        });
        if !matches!(self.operation, "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem") {
            pattern["item_count"] = self.items.into();
        }
        if matches!(self.operation, "GetItem" | "BatchGetItem" | "Query") {
            pattern["strongly_consistent"] = self.is_strong.into();
        }
        pattern
    }

    /// The same as a workload.
    fn workload(&self) -> Workload {
        let is_read = self.operation.contains("Get") || self.operation == "Query";
        let is_transaction = self.operation.starts_with("Transact");
        let items = f64::from(self.items);
        let inputs = Inputs {
            read_qps: is_read.then_some(self.rate),
            write_qps: (!is_read).then_some(self.rate * items),
            items_per_entity: Some(items),
            item_bytes: Some(ByteSize(f64::from(self.bytes))),
            read_pattern: Some(match self.operation {
                "Query" => ReadPattern::Query,
                "GetItem" => ReadPattern::Get,
                _ => ReadPattern::BatchGet,
            }),
            consistency: self.is_strong.then_some(ReadConsistency::Strong),
            transactions: is_transaction.then_some(if is_read {
                Transactions::Reads
            } else {
                Transactions::Writes
            }),
            ..Inputs::default()
        };
        inputs.check().expect("a case makes sense")
    }
}

fn calculate(model: &Value) -> Value {
    let calculator = fetched("dynamodb-calculator");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/dynamodb_calculator.py");
    let mut python = Command::new(&calculator.program[0])
        .args(&calculator.program[1..])
        .arg(script)
        .envs(calculator.env.iter().map(|(key, value)| (key, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python can be started");
    let mut stdin = python.stdin.take().expect("is piped");
    stdin.write_all(model.to_string().as_bytes()).expect("it reads");
    drop(stdin);
    let done = python.wait_with_output().expect("it ends");
    assert!(done.status.success(), "the calculator failed");
    serde_json::from_slice(&done.stdout).expect("it prints JSON")
}

fn on_demand(workload: &Workload) -> ModeCost {
    let usages = regions_usage(workload, &demand(workload));
    let costs = mode_costs(&usages, &Prices::builtin());
    costs.into_iter().find(|cost| cost.mode == Mode::OnDemand).expect("is always there")
}

fn assert_close(ours: f64, theirs: &Value, what: &str) {
    let theirs = theirs.as_f64().expect("is a number");
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{what}: {ours}, the calculator says {theirs}");
}

#[test]
fn units_and_costs_agree_with_aws_labs_calculator() {
    let patterns: Vec<Value> =
        CASES.iter().enumerate().map(|(at, case)| case.pattern(&format!("case {at}"))).collect();
    let stored = [(1900_u32, 1_000_000_u32), (1, 1), (409_600, 123_457)];
    let tables: Vec<Value> = stored
        .iter()
        .enumerate()
        .map(|(at, (bytes, count))| json!({"name": format!("s{at}"), "item_size_bytes": bytes, "item_count": count}))
        .chain([json!({"name": "t", "item_size_bytes": 409_600, "item_count": 1})])
        .collect();
    let said = calculate(&json!({"access_pattern_list": patterns, "table_list": tables}));

    for (at, case) in CASES.iter().enumerate() {
        let said = &said["access_patterns"][at];
        let what = format!("case {at}, {} of {} × {} bytes", case.operation, case.items, case.bytes);
        let workload = case.workload();
        let demand = demand(&workload);
        assert_close(demand.regions[0].rcu, &json!(said["rcus"].as_f64().unwrap_or(-1.0) * case.rate), &what);
        assert_close(demand.regions[0].wcu, &json!(said["wcus"].as_f64().unwrap_or(-1.0) * case.rate), &what);
        let usd = on_demand(&workload).monthly_usd.expect("is priced");
        assert_close(usd * CALCULATOR_MONTH_S / SECONDS_PER_MONTH, &said["cost"], &what);
    }
    for (at, (bytes, count)) in stored.iter().enumerate() {
        let inputs = Inputs {
            read_qps: Some(0.0),
            item_bytes: Some(ByteSize(f64::from(*bytes))),
            entities: Some(f64::from(*count)),
            point_in_time_recovery: Some(Switch::Off),
            ..Inputs::default()
        };
        let cost = on_demand(&inputs.check().expect("a case makes sense"));
        let said = &said["tables"][at];
        assert_close(cost.parts[0].quantity, &said["storage_gb"], "GB");
        assert_close(cost.monthly_usd.expect("is priced"), &said["storage_cost"], "storage");
    }
}
