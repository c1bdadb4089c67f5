//! The published worked examples, by their numbers in the project's list of facts. PT, RW and so on are pages of AWS's
//! developer guide. Those of item bytes (1) and of capacity over time (23-26, 29-32) are beside their code. Two are about
//! nothing that the product reckons: that an update of one replica's reads overwrites the others' (34), and the account's
//! free tier (37).

use chalkstore::dynamodb::cost::{Load, Mode, RegionUsage, Term, mode_costs, reserved_monthly_usd};
use chalkstore::dynamodb::prices::{Item, Prices};
use chalkstore::dynamodb::units::{
    Consistency, READ_UNIT_BYTES, WRITE_UNIT_BYTES, batch_get_items, query_units, read_units,
    transactional_write_units, write_units,
};
use chalkstore::dynamodb::workload::{
    ByteSize, Demand, Inputs, ReadConsistency, ReplicaInput, Transactions, demand,
};

use Consistency::{Eventual, Strong, Transactional};

const KB: u64 = 1024;

fn same(left: f64, right: f64) {
    assert!((left - right).abs() < 1e-9 * right.abs().max(1.0), "{left} is not {right}");
}

#[expect(clippy::needless_pass_by_value, reason = "every example builds its own")]
fn of(inputs: Inputs) -> Demand {
    demand(&inputs.check().expect("the example makes sense"))
}

#[test]
fn vectors_2_to_4_reads_of_one_item() {
    // 2 (RW)
    same(read_units(8 * KB, Strong), 2.0);
    same(read_units(8 * KB, Eventual), 1.0);
    same(read_units(8 * KB, Transactional), 4.0);
    // 3 (PT)
    same(read_units(3500, Strong), 1.0);
    same(read_units(3500, Eventual), 0.5);
    // 4 (PT): 3.5 KB and 10 KB.
    same(read_units(3584, Strong), 1.0);
    same(read_units(10 * KB, Strong), 3.0);
}

#[test]
fn vector_5_batch_get_rounds_each_item() {
    same(read_units(1536, Strong) + read_units(6656, Strong), 3.0);
}

#[test]
fn vectors_6_to_8_queries_add_up_first() {
    // 6 (PT): 40.8 KB.
    same(query_units(41_780, Strong), 11.0);
    same(query_units(41_780, Eventual), 5.5);
    // 7 (PT): 1,500 items of 64 bytes.
    same(query_units(1500 * 64, Strong), 24.0);
    same(query_units(1500 * 64, Eventual), 12.0);
    // 8 (PT)
    same(query_units(80 * KB, Eventual), 10.0);
}

#[test]
fn vector_9_absent_items_cost_as_the_smallest() {
    same(read_units(0, Strong), 1.0);
    same(read_units(0, Eventual), 0.5);
}

#[test]
fn vectors_10_13_14_and_16_rates() {
    let rate = |read: f64, write: f64, bytes: f64, consistency| {
        let demand = of(Inputs {
            read_qps: Some(read),
            write_qps: Some(write),
            item_bytes: Some(ByteSize(bytes)),
            consistency: Some(consistency),
            ..Inputs::default()
        });
        (demand.regions[0].rcu, demand.regions[0].wcu)
    };
    // 10 (PT)
    same(rate(10.0, 0.0, 4096.0, ReadConsistency::Strong).0, 10.0);
    same(rate(20.0, 0.0, 4096.0, ReadConsistency::Eventual).0, 10.0);
    // 13 (PT)
    same(rate(80.0, 0.0, 3072.0, ReadConsistency::Strong).0, 80.0);
    // 14 (PT)
    same(rate(0.0, 100.0, 512.0, ReadConsistency::Strong).1, 100.0);
    // 16 (RW): 6 units of each are 24 KB/s strong, 48 eventual, 12 transactional; 6 KB/s written, 3 in transactions.
    for (kb, consistency) in [(24, Strong), (48, Eventual), (12, Transactional)] {
        same(f64::from(kb / 4) * read_units(READ_UNIT_BYTES, consistency), 6.0);
    }
    same(6.0 * write_units(0, WRITE_UNIT_BYTES), 6.0);
    same(3.0 * transactional_write_units(0, WRITE_UNIT_BYTES), 6.0);
}

#[test]
fn vectors_11_12_and_15_writes() {
    // 11 (PT): 500 B; 1.6 KB.
    same(write_units(0, 500), 1.0);
    same(write_units(0, 1639), 2.0);
    // 12 (PT): 500 B and 3.5 KB in one batch.
    same(write_units(0, 500) + write_units(0, 3584), 5.0);
    // 15 (RW)
    same(write_units(0, 2 * KB), 2.0);
    same(transactional_write_units(0, 2 * KB), 4.0);
}

#[test]
fn vector_17_transactions() {
    let demand = of(Inputs {
        read_qps: Some(1.0),
        write_qps: Some(3.0),
        items_per_entity: Some(3.0),
        item_bytes: Some(ByteSize(500.0)),
        transactions: Some(Transactions::All),
        ..Inputs::default()
    });
    same(demand.regions[0].wcu, 6.0);
    same(demand.regions[0].rcu, 6.0);
}

#[test]
fn vectors_18_and_19_indexes() {
    // 18: a global index, 8 items of 2,000 bytes.
    same(query_units(8 * 2000, Eventual), 2.0);
    // 19: a local index, 4 entries of 200 bytes, and each item of 300 bytes fetched from the table: 20 KB.
    same(query_units(4 * 200, Strong) + 4.0 * read_units(300, Strong), 5.0);
}

#[test]
fn vectors_20_and_21_scans() {
    // 20: a page of 1 MB.
    same(query_units(1_048_576, Eventual), 128.0);
    same(query_units(1_048_576, Strong), 256.0);
    // 21: 20 GB at 100 units a second.
    let seconds = query_units(21_474_836_480, Strong) / 100.0;
    assert!((seconds - 52_429.0).abs() < 1.0, "{seconds}");
}

#[test]
fn vector_22_a_failed_condition_costs_the_larger_item() {
    same(write_units(300 * KB, 310 * KB), 310.0);
}

#[test]
fn vectors_27_and_28_every_region_writes_everything() {
    let replica = |region: &str, write: f64| ReplicaInput {
        region: region.into(),
        read_qps: None,
        write_qps: Some(write),
    };
    // 27: 5 in Ohio, 10 in Virginia, 5 in Ireland.
    let demand = of(Inputs {
        region: Some("us-east-2".into()),
        write_qps: Some(5.0),
        replicas: vec![replica("us-east-1", 10.0), replica("eu-west-1", 5.0)],
        ..Inputs::default()
    });
    let each: Vec<f64> = demand.regions.iter().map(|region| region.rwcu).collect();
    for rwcu in &each {
        same(*rwcu, 20.0);
    }
    same(each.iter().sum(), 60.0);
    assert!(demand.regions.iter().all(|region| region.wcu < f64::EPSILON));
    // 28, today's version: 10 writes in one Region, two more Regions.
    let demand = of(Inputs {
        write_qps: Some(10.0),
        replicas: vec![replica("us-west-2", 0.0), replica("eu-west-1", 0.0)],
        ..Inputs::default()
    });
    same(demand.regions.iter().map(|region| region.rwcu).sum(), 30.0);
}

#[test]
fn vector_33_a_batch_returns_what_fits_16_mb() {
    assert_eq!(batch_get_items(300 * KB), 52);
    assert_eq!(batch_get_items(100), 100);
    let calls = |entities: f64, bytes: f64| {
        let demand = of(Inputs {
            read_qps: Some(1.0),
            write_qps: Some(0.0),
            entities_per_query: Some(entities),
            item_bytes: Some(ByteSize(bytes)),
            ..Inputs::default()
        });
        demand.steps.iter().find(|step| step.name == "BatchGetItem calls of a query").map(|step| step.value)
    };
    assert_eq!(calls(100.0, 300.0 * 1024.0), Some(2.0));
    assert_eq!((calls(100.0, 500.0), calls(101.0, 500.0)), (None, Some(2.0)));
}

#[test]
fn vector_35_fourteen_days_of_one_unit() {
    let prices = Prices::builtin();
    for (item, usd) in [
        (Item::ProvisionedRead, 0.04368),
        (Item::ProvisionedWrite, 0.2184),
        (Item::IaProvisionedRead, 0.05376),
        (Item::IaProvisionedWrite, 0.27216),
    ] {
        same(prices.usd("us-east-1", item).expect("is priced") * 336.0, usd);
    }
    let load = Load { peak: 1.0, mean: 1.0, autoscaled: None };
    let usage =
        RegionUsage { region: "us-east-1".into(), reads: load, writes: load, ..RegionUsage::default() };
    let costs = mode_costs(&[usage], &prices);
    let fixed = costs.iter().find(|cost| cost.mode == Mode::Provisioned).expect("is there");
    same(fixed.monthly_usd.expect("is priced"), (0.04368 + 0.2184) / 336.0 * 730.0);
    same(fixed.standard_ia_monthly_usd.expect("is priced"), (0.05376 + 0.27216) / 336.0 * 730.0);
}

#[test]
fn vector_36_a_reserved_year() {
    let prices = Prices::builtin();
    let year =
        12.0 * reserved_monthly_usd(&prices, "us-east-1", true, Term::OneYear, 100.0).expect("is priced");
    assert!((year - 262.13).abs() < 0.005, "{year}");
    let full = prices.usd("us-east-1", Item::ProvisionedWrite).expect("is priced") * 100.0 * 8760.0;
    assert!((full - 569.40).abs() < 0.005, "{full}");
    assert!((100.0 * (1.0 - year / full) - 54.0).abs() < 0.05);
}
