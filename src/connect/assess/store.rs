//! The whole assessment.

use super::gate::Verdicts;
use super::{address, cluster, peer, server, table, tls, view};
use crate::connect::evidence::{Evidence, ServerStore, Store};
use crate::connect::plan;
use crate::report::{Assessment, Finding};

/// Judges what a connection test saw: one finding for every check of the store's plan, a row for each stage, what
/// the store is, and how long each stage took.
pub fn assess(evidence: &Evidence) -> Assessment {
    match &evidence.store {
        Store::Server(server) => Assessment {
            findings: of_server(server, &evidence.observed_at),
            rows: view::server_rows(server),
            view: view::server(server),
            ..Assessment::default()
        },
        Store::Table(table) => Assessment {
            findings: table::findings(table),
            rows: view::table_rows(table),
            view: view::table(table),
            ..Assessment::default()
        },
    }
}

fn of_server(server: &ServerStore, now: &str) -> Vec<Finding> {
    let mut verdicts = Verdicts::new(plan::of_server(server.tls));
    address::judge(server, &mut verdicts);
    if verdicts.is_open() && server.tls {
        tls::judge(server, now, &mut verdicts);
    }
    if verdicts.is_open() {
        peer::judge(server, &mut verdicts);
    }
    if verdicts.is_open() {
        server::judge(server, &mut verdicts);
        cluster::judge(server, &mut verdicts);
    }
    verdicts.finish()
}
