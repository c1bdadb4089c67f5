//! What `chalkstore init` writes of a failover name.

use chalkstore::config;

use super::deployment::{Deployment, EAST, EAST_HOST, WEST, WEST_HOST};
use crate::program::run_with;

#[test]
fn the_regions_hosts_are_those_behind_the_records() {
    let deployment = Deployment::start();
    let name = deployment.name();
    let arguments =
        ["init", "--environment", "p", "--failover", &name, "--region", EAST, "--timeout", "60s", "-"];
    let ran = run_with(deployment.command(), &arguments, b"");
    assert_eq!(ran.code, 0, "{ran:?}");
    let config =
        config::read(&ran.stdout, "chalkstore.toml").unwrap_or_else(|problems| panic!("{problems:#?}"));
    let failover = config.environments["p"].failover.as_ref().expect("was seen");
    assert_eq!(failover.name, name);
    let hosts: Vec<(&str, &str)> =
        failover.region_hosts.iter().map(|(region, host)| (region.as_str(), host.as_str())).collect();
    assert_eq!(hosts, [(EAST, EAST_HOST), (WEST, WEST_HOST)]);
    assert!(ran.stdout.contains("# active = \"us-east-1\""), "{}", ran.stdout);
}
