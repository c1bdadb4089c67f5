//! The other Regions of a global table.

use chalkstore::report::Status::{Fail, Pass, Unknown, Warn};

use super::store::{Spoilable, good, replica, spoiled, spoiled_group};
use crate::support::asked::{absent, denied};

#[test]
fn expected_regions_are_there() {
    spoiled(("TBL013", Pass), "us-east-1 alone", |_| ());
    spoiled_group(("TBL013", Pass), "it stands in us-east-1 and us-west-2", |_| ());
    let expects = |region: &'static str| {
        move |store: &mut super::store::Store| {
            store.want(|wanted| wanted.replicas = vec![region.parse().expect("a Region")]);
        }
    };
    spoiled_group(("TBL013", Pass), "", expects("us-west-2"));
    // The Region that is asked is one of the group.
    spoiled(("TBL013", Pass), "alone", expects("us-east-1"));
    spoiled(("TBL013", Fail), "us-west-2: replica: not there", |store| {
        expects("us-west-2")(store);
        let mut other = good().seen.regions.remove(0);
        (other.region, other.described) = ("us-west-2".into(), absent());
        store.seen.regions.push(other);
    });
    spoiled(("TBL013", Unknown), "us-west-2: DescribeTable", |store| {
        expects("us-west-2")(store);
        let mut other = good().seen.regions.remove(0);
        (other.region, other.described) = ("us-west-2".into(), denied());
        store.seen.regions.push(other);
    });
    // Two tables of one name, which know nothing of each other.
    spoiled(("TBL013", Fail), "us-west-2: replica: a table of this name that is no replica", |store| {
        expects("us-west-2")(store);
        let mut other = good().seen.regions.remove(0);
        other.region = "us-west-2".into();
        store.seen.regions.push(other);
    });
    // One that another run makes while this one looks: its Region was asked a moment later.
    spoiled(("TBL013", Fail), "us-west-2: replica: CREATING; expected: ACTIVE", |store| {
        expects("us-west-2")(store);
        let mut other = good().seen.regions.remove(0);
        other.region = "us-west-2".into();
        store.seen.regions.push(other);
        store.facts(1).replicas.push(replica("us-east-1"));
    });
    spoiled_group(("TBL013", Pass), "eu-west-1 is not expected", |store| {
        expects("us-west-2")(store);
        let mut other = store.seen.regions[1].clone();
        other.region = "eu-west-1".into();
        store.seen.regions.push(other);
        store.facts(0).replicas.push(replica("eu-west-1"));
    });
}

#[test]
fn every_status_means_something() {
    for (status, becomes, said) in [
        ("CREATING", Warn, "wait"),
        ("UPDATING", Warn, "wait"),
        ("DELETING", Fail, "leaves the group"),
        ("CREATION_FAILED", Fail, "delete it"),
        ("REGION_DISABLED", Fail, "enable the Region within 20 hours"),
        ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", Fail, "KMS key is out of reach"),
        ("REPLICATION_NOT_AUTHORIZED", Fail, "AWSServiceRoleForDynamoDBReplication"),
        ("ARCHIVING", Fail, "is being put away"),
        ("ARCHIVED", Fail, "was put away"),
        ("SOMETHING_NEW", Unknown, "AWS support"),
    ] {
        spoiled_group(("TBL013", becomes), said, |store| {
            store.facts(0).replicas[0].status = Some(status.into());
        });
    }
    spoiled_group(("TBL013", Unknown), "status", |store| store.facts(0).replicas[0].status = None);
    spoiled_group(("TBL013", Fail), "(no capacity)", |store| {
        let replica = &mut store.facts(0).replicas[0];
        replica.status = Some("CREATION_FAILED".into());
        replica.status_description = Some("no capacity".into());
    });
}

#[test]
fn a_replica_shows_itself_in_its_region() {
    spoiled_group(("TBL013", Fail), "us-west-2: the replica is listed, and there is no table", |store| {
        store.seen.regions[1].described = absent();
    });
    spoiled_group(("TBL013", Unknown), "us-west-2: this Region was not asked", |store| {
        store.seen.regions.truncate(1);
    });
    spoiled_group(("TBL001", Unknown), "us-west-2: DescribeTable", |store| {
        store.seen.regions[1].described = denied();
    });
}
