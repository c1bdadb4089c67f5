//! RDS, which is asked by a form and answers in XML.

use serde_json::{Map, Value, json};

use crate::support::fake_aws::State;
use crate::support::fake_aws::request::{Refusal, Reply, Request, refuse};

/// A form as JSON. What is percent-encoded in the tests' requests is `:` and `/`.
pub(in crate::support::fake_aws) fn form(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(body).into_owned();
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let decoded = |text: &str| text.replace("%3A", ":").replace("%2F", "/");
    let pairs = pairs.map(|(name, value)| (name.to_owned(), Value::from(decoded(value))));
    Value::Object(pairs.collect::<Map<_, _>>())
}

/// A refusal in XML.
pub(in crate::support::fake_aws) fn error(refusal: &Refusal) -> String {
    // The services that answer in XML have the short name.
    let code = refusal.code.replace("AccessDeniedException", "AccessDenied");
    format!(
        "<ErrorResponse xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\"><Error><Type>Sender</Type>\
         <Code>{code}</Code><Message>{}</Message></Error><RequestId>FAKE-REQUEST</RequestId></ErrorResponse>",
        refusal.message
    )
}

/// An answer, as `{"xml": TEXT}`.
pub(in crate::support::fake_aws) fn serve(state: &State, request: &Request, operation: &str) -> Reply {
    let told = match operation {
        "DescribeGlobalClusters" => databases(state),
        "DescribeDBClusters" => clusters(state, request)?,
        _ => parameters(state, request)?,
    };
    Ok(json!({"xml": format!(
        "<{operation}Response xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\"><{operation}Result>{told}\
         </{operation}Result><ResponseMetadata><RequestId>FAKE-REQUEST</RequestId></ResponseMetadata>\
         </{operation}Response>"
    )}))
}

fn element(name: &str, text: impl std::fmt::Display) -> String {
    format!("<{name}>{text}</{name}>")
}

/// All of them, whichever is asked for: emulators do so.
fn databases(state: &State) -> String {
    let told = state.replicated.databases.iter().map(|database| {
        let members = database.members.iter().map(|(arn, is_writer, synchronization)| {
            let told = element("DBClusterArn", arn)
                + &element("IsWriter", is_writer)
                + &element("SynchronizationStatus", synchronization)
                + "<Readers/>";
            element("GlobalClusterMember", told)
        });
        let failover = database.failover.as_ref().map(|status| {
            let told = element("Status", status) + &element("IsDataLossAllowed", false);
            element("FailoverState", told)
        });
        let told = element("GlobalClusterIdentifier", &database.id)
            + &element("Status", &database.status)
            + &element("Engine", "aurora-postgresql")
            + &element("EngineVersion", &database.version)
            + &failover.unwrap_or_default()
            + &element("GlobalClusterMembers", members.collect::<String>());
        element("GlobalClusterMember", told)
    });
    element("GlobalClusters", told.collect::<String>())
}

fn clusters(state: &State, request: &Request) -> Result<String, Refusal> {
    let wanted = request.text("DBClusterIdentifier");
    let is_meant = |arn: &str| {
        arn.split(':').nth(3) == Some(request.region.as_str()) && arn.rsplit(':').next() == Some(wanted)
    };
    let Some((arn, cluster)) = state.replicated.clusters.iter().find(|(arn, _)| is_meant(arn)) else {
        return refuse("DBClusterNotFoundFault", format!("DBCluster {wanted} not found."));
    };
    let instance =
        |index| element("DBClusterMember", element("DBInstanceIdentifier", format!("{wanted}-{index}")));
    let zones = ["a", "b", "c"].map(|zone| element("AvailabilityZone", format!("{}{zone}", request.region)));
    let told = element("DBClusterIdentifier", wanted)
        + &element("DBClusterArn", arn)
        + &element("Status", &cluster.status)
        + &element("EngineVersion", &cluster.version)
        + &element("DBClusterParameterGroup", &cluster.parameter_group)
        + &element("AvailabilityZones", zones.concat())
        + &element("DBClusterMembers", (0..cluster.instances).map(instance).collect::<String>());
    Ok(element("DBClusters", element("DBCluster", told)))
}

fn parameters(state: &State, request: &Request) -> Result<String, Refusal> {
    let group = request.text("DBClusterParameterGroupName");
    let Some(set) = state.replicated.parameters.get(&(request.region.clone(), group.to_owned())) else {
        return refuse("DBParameterGroupNotFound", format!("DBClusterParameterGroup not found: {group}"));
    };
    let told = set.iter().map(|(name, value)| {
        element("Parameter", element("ParameterName", name) + &element("ParameterValue", value))
    });
    Ok(element("Parameters", told.collect::<String>()))
}
