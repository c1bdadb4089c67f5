//! What the host of an AWS endpoint says of the cluster that it belongs to.

/// The name of the `ElastiCache` or `MemoryDB` cluster that a host is an endpoint of: `chalk` for
/// `clustercfg.chalk.abc123.use1.cache.amazonaws.com`. Nothing for any other host, which carries no such name.
pub fn cluster_name(host: &str) -> Option<String> {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let name = host.strip_suffix(".amazonaws.com").or_else(|| host.strip_suffix(".amazonaws.com.cn"))?;
    let name = match name.strip_suffix(".cache") {
        Some(name) => name,
        None => name.rsplit_once(".memorydb.")?.0,
    };
    let labels: Vec<&str> = name.split('.').collect();
    let found = match *labels.as_slice() {
        // Endpoints with TLS: what the endpoint is stands before the name.
        ["clustercfg" | "master" | "replica", name, _, ..] => name,
        // `chalk-ab12cd.serverless.use1`: the account's part hangs on the name.
        [name, "serverless", ..] => name.rsplit_once('-')?.0,
        // `chalk-ro.abc123.ng.0001.use1`: the reader of `chalk`.
        [name, _, "ng", ..] => name.strip_suffix("-ro").unwrap_or(name),
        // `chalk-0001-002.chalk.abc123.use1`: a node of `chalk`.
        [node, name, _, ..] if is_node_of(node, name) => name,
        [name, _, ..] => name,
        _ => return None,
    };
    (!found.is_empty()).then(|| found.to_owned())
}

/// `chalk-0001-002` and `chalk-002` are nodes of `chalk`.
fn is_node_of(node: &str, name: &str) -> bool {
    let numbers = node.strip_prefix(name).and_then(|rest| rest.strip_prefix('-'));
    numbers.is_some_and(|numbers| {
        !numbers.is_empty() && numbers.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_carries_its_clusters_name() {
        for host in [
            "clustercfg.my-cluster.abc123.use1.cache.amazonaws.com",
            "my-cluster.abc123.clustercfg.use1.cache.amazonaws.com",
            "master.my-cluster.abc123.use1.cache.amazonaws.com",
            "replica.my-cluster.abc123.use1.cache.amazonaws.com",
            "my-cluster.abc123.ng.0001.use1.cache.amazonaws.com",
            "my-cluster-ro.abc123.ng.0001.use1.cache.amazonaws.com",
            "my-cluster-abc123.serverless.use1.cache.amazonaws.com",
            "my-cluster-0001-002.my-cluster.abc123.use1.cache.amazonaws.com",
            "my-cluster.abc123.0001.use1.cache.amazonaws.com",
            "Master.My-Cluster.abc123.cnn1.cache.amazonaws.com.cn.",
            "clustercfg.my-cluster.abc123.memorydb.us-east-1.amazonaws.com",
            "my-cluster.abc123.clustercfg.memorydb.us-east-1.amazonaws.com",
        ] {
            assert_eq!(cluster_name(host).as_deref(), Some("my-cluster"), "{host}");
        }
        for host in
            ["redis.example.net", "10.1.2.3", "", "localhost", "s3.amazonaws.com", "x.cache.amazonaws.com"]
        {
            assert_eq!(cluster_name(host), None, "{host}");
        }
    }
}
