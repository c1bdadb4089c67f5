# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_chalkstore_global_optspecs
    string join \n o/output= fail-on= timeout= save-evidence= evidence= q/quiet v/verbose color= h/help V/version
end

function __fish_chalkstore_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_chalkstore_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_chalkstore_using_subcommand
    set -l cmd (__fish_chalkstore_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c chalkstore -n "__fish_chalkstore_needs_command" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_needs_command" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_needs_command" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_needs_command" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_needs_command" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_needs_command" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -s V -l version -d 'Print version'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "validate-uri" -d 'Check connection URIs before query servers have to use them'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "topology" -d 'See a cluster as query servers do, and what losing a zone would do to it'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "size" -d 'Size a DynamoDB table: capacity, capacity mode, autoscaling and cost, with the arithmetic'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "create-table" -d 'Create a table that the online store can stand on, or bring one that exists to what is wanted'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "check-table" -d 'Check a DynamoDB table that exists, in every Region: keys, scaling, protection, replicas, and whether it keeps up'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "store-secret" -d 'Store a connection URI as the secret whose name the dashboard takes'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "setup" -d 'Set an online store up: the store, its URI, the secret that holds it, and what to enter in the dashboard'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "check-access" -d 'Ask AWS\'s policy simulator whether a deployment\'s role may use the online store'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "replication-lag" -d 'See how far the copies in other Regions and on replicas are behind: what would be lost if the primary died now'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "failover" -d 'Check a failover name: would traffic move when a Region dies, where to, and when'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "explain" -d 'Say what a check means, why it matters, how it is decided and how to fix it'
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l uri-file -d 'Read URIs from a file, one a line; also name,uri and JSON lines with name and uri' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l uri-env -d 'Read the URI from an environment variable' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l secret -d 'Read the URI from AWS Secrets Manager: a secret\'s name or ARN' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l write-fixed -d 'Write what can be corrected, with its secrets, to a file that only you can read (mode 0600). What is right already is written as it is; what only a person can correct is left out' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -l connect -d 'Go on to the store: resolve, connect, log in, and compare the server with the URI'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand validate-uri" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l uri-file -d 'Read URIs from a file, one a line; also name,uri and JSON lines with name and uri' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l uri-env -d 'Read the URI from an environment variable' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l secret -d 'Read the URI from AWS Secrets Manager: a secret\'s name or ARN' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l from-shards -d 'Read the topology from what valkey-cli --json CLUSTER SHARDS or redis-cli CLUSTER SHARDS printed; - is standard input. No server is asked' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l az -d 'The query servers\' availability zone, as CHALK_AVAILABILITY_ZONE names it; by default that variable\'s value' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l policy -d 'The replica connection policy in use: unset, uniform-random or zonal-affinity. Without it all are compared' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l query-servers -d 'How many query servers there are: a number, or numbers by zone such as us-east-1a=20,us-east-1b=20' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l clients-per-server -d 'How many cluster clients each query server has' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l lose -d 'Imagine these zones and nodes (HOST:PORT) as lost together. Repeat it for several sets; each zone alone is always reckoned' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l zone-map -d 'Zones of nodes whose servers do not tell them: lines CIDR|HOST ZONE, or the JSON of aws elasticache describe-cache-clusters --show-cache-node-info or aws memorydb describe-clusters --show-shard-details' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l seed -d 'The seed of simulations, where an exact answer is out of reach' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l node-timeout -d 'How long one node may take, within --timeout' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l rtt-samples -d 'How many PINGs to time on each node, one after another. Each costs a round trip; there are fewer where they would take half of its time' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l watch -d 'Look again and again, and tell what changed: nodes, roles, zones, slots, and results of checks. Ends with Ctrl-C. Where standard output is no terminal, it is NDJSON' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l resp -d 'The protocol to speak: RESP 2 or 3' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand topology" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l read-qps -d 'Online queries per second at the peak, in the main Region' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l write-qps -d 'Items written per second at the peak, in the main Region. A query\'s cached features count as items too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l entities-per-query -d 'Entities looked up by one query. Default: 1' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l items-per-entity -d 'Items read for each entity. Default: 1' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l peak-to-trough -d 'How many times the traffic of the busiest moment is that of the quietest; 1 is flat. Default: 1' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l read-pattern -d 'The operation that reads. Default: batch-get' -r -f -a "get\t'`GetItem`: one item a call; each is rounded up to 4 KB'
batch-get\t'`BatchGetItem`: up to 100 items a call; each is rounded up to 4 KB'
query\t'`Query`, one for each entity: its items are added up, then rounded up to 4 KB'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l consistency -d 'How current reads are. Default: eventual' -r -f -a "eventual\t'Half a unit for 4 KB'
strong\t'A unit for 4 KB'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l transactions -d 'Which operations are transactions; they cost twice as much. Default: none' -r -f -a "none\t'None'
reads\t'Reads: `TransactGetItems`'
writes\t'Writes: `TransactWriteItems`'
all\t'Both'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l item-bytes -d 'Bytes of a typical item, attribute names and keys included: 900, or 1.5KB (1 KB = 1,024). Default: 1KB, unless a schema tells' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l feature-id-bytes -d 'Bytes of a feature\'s short id, for a schema. Default: 3, an assumption' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l layout -d 'Names of the key attributes, for a schema: pk and sk as documented, or those of the vendored modules. Default: documented' -r -f -a "documented\t'`pk` and `sk`, as in the documents\' Terraform'
vendored\t'`__id__`, `__ns__` and `__exp__`, as in the product\'s own Terraform modules'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l partition-key -d 'Name of the partition key attribute, where it is another than the layout\'s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l sort-key -d 'Name of the sort key attribute, where it is another than the layout\'s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l key-value-bytes -d 'Typical bytes of both key values of an item together, for a schema. Default: 33, as user.id:12345678 with user.credit_score' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l entities -d 'Distinct entities in the table. With items per entity it gives the storage; with --zipf the hottest key' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l ttl -d 'How long an item lives before TTL deletes it, such as 30d. Default: for ever' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l cache-hit-rate -d 'The share of lookups of stored keys that a cache before the table answers, 0 to 1. Default: 0' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l cache-entries -d 'Entries of an LRU cache before the table; its hit rate is reckoned from --entities and --zipf' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l zipf -d 'How skewed the popularity of entities is: the exponent of Zipf\'s law; 0 is uniform. Default: unknown' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l absent-share -d 'The share of lookups that ask for keys which are not in the table, 0 to 1. Default: 0' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l bloom-fpr -d 'The false-positive rate of a Bloom filter before the table, such as 0.01. Default: no filter' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l valkey-memory -d 'Memory that a Valkey cluster would have in all, such as 64GB, for the advice which store fits' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l latency-ms -d 'What a lookup may take, in milliseconds, for the same advice' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l region -d 'The main Region. Default: us-east-1' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l replica -d 'Another Region of a global table, and its own traffic: REGION, or REGION=READ_QPS,WRITE_QPS. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l point-in-time-recovery -d 'Whether point-in-time recovery is on, in every Region. Default: true, as documented' -r -f -a "true\t''
false\t''"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l backups -d 'Full on-demand backups that are kept, in the main Region. Default: 0' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l stream-reads -d 'Calls of GetRecords per second by readers of your own on the table\'s stream. Default: 0; replication\'s are free' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l scenario -d 'Read the workload from a file, TOML or JSON: keys are the flags with underscores. Flags beat it. Repeat it to compare several' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l schema -d 'Reckon an item\'s size from its features: a TOML or JSON file with [[features]] of name, dtype, length and list_length' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l save-scenario -d 'Write the workload to a scenario file, to be kept and compared' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l trace -d 'Size by traffic that was measured: consumed units by the minute as CSV, JSON or Parquet, or what aws cloudwatch get-metric-data printed; - is standard input. May be gzipped' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l gaps -d 'What to make of minutes that are missing in a trace' -r -f -a "refuse\t'An error'
zero\t'Nothing was consumed'
previous\t'As much as in the last period before'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l trace-period -d 'The period of a trace\'s values, such as 60s or 5m. Default: the least distance between two of them' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l trace-unit -d 'What the values of a trace count. Default: what a column\'s name says, as reads_per_second; else sum-per-period' -r -f -a "sum-per-period\t'All units of the period, as `CloudWatch`\'s statistic Sum'
per-second\t'Units per second, averaged over the period'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l from-table -d 'Size a table that exists by what it has consumed: its settings, metrics, scaling policies and a sample of its items, in every Region. Nothing is written; the sample consumes read units' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l window -d 'How far back to look at a table\'s metrics, at most 454d. Up to 14d they are of a minute. Default: 14d' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l sample-items -d 'How many items of a table to sample, by Scan, at 5 read units a second and 1 % of its capacity at most; 0 for none' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l prices -d 'Prices that replace the built-in ones, in the same shape: {"regions": {"us-east-1": {"storage": {"usd": 0.25}}}}' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l max-throttle -d 'The share of units that may be throttled, such as 0.1%. Default: none' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l step -d 'How long a step of the traffic over time is, in curves and in the JSON table trace_series: 1m for every minute. Default: about 240 steps in all' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l emit -d 'Write the recommended table as terraform, cloudformation, toml or aws-cli (commands that create it), to standard output or to a file' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l table-name -d 'The table\'s name in the configuration. Default: that of --from-table, else chalk-online-store' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l tag -d 'A tag in the configuration, such as chalk_environment=production. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l interactive -d 'Ask for the most important inputs on the terminal'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l optimize -d 'Look for the cheapest scaling policies that throttle no more than that, over a trace'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l explain -d 'Show how every number came to be'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l as-documented -d 'Write Terraform in the literal shape of the documentation, and say what is wrong with it'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -f -a "item" -d 'Size items: bytes by attribute, capacity units, and what would not fit'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -l format -d 'How the items are written' -r -f -a "auto\t'What the first item of each input looks like'
dynamodb\t'With types: {"pk":{"S":"a"}}'
json\t'Plain: {"pk":"a"}. Texts, numbers, booleans, null, arrays and objects become S, N, BOOL, NULL, L and M'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -l key -d 'The name of a key attribute, which must be there and not be empty: first the partition key, then the sort key' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and __fish_seen_subcommand_from item" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l layout -d 'The names of keys and expiry, which the deployment has to read. Default: documented' -r -f -a "documented\t'The documentation\'s keys: pk and sk'
vendored\t'The vendored Terraform module\'s keys: __id__ and __ns__, expiry in __exp__'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l partition-key -d 'The partition key\'s name, instead of the layout\'s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l sort-key -d 'The sort key\'s name, instead of the layout\'s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l ttl-attribute -d 'The attribute by which items expire, instead of the layout\'s; none for no expiry' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l replica -d 'Another Region with a copy of the table, and how its reads scale, where they scale otherwise than those of the table\'s own Region. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l table-class -d 'What storage and requests cost. Default: standard' -r -f -a "standard\t'Storage costs more, requests less'
standard-infrequent-access\t'Storage costs less, requests more'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l environment -d 'The environment that the table is for: its tag chalk_environment' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l tag -d 'A tag. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l billing -d 'How capacity is paid for. Default: autoscaling' -r -f -a "on-demand\t'By request'
provisioned\t'A fixed capacity'
autoscaling\t'A capacity that follows the traffic'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l read-capacity -d 'Read units: all of them where they are fixed, those to begin with where they scale. Default: 1000' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l write-capacity -d 'Write units, likewise. Default: 500' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l read-scaling -d 'Between which units reads scale, and at which utilisation. Default: 500-5000@70' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l write-scaling -d 'Between which units writes scale, in all Regions alike. Default: 250-2500@70' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l scale-in-cooldown -d 'How long a scale-in waits after another. Default: 60s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l scale-out-cooldown -d 'How long a scale-out waits after another. Default: 60s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l warm-throughput -d 'What the table can take at once, in units a second. Raising it is charged for, and it never falls again' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l point-in-time-recovery -d 'Point-in-time recovery, in every Region. Default: on' -r -f -a "on\t'On'
off\t'Off'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l deletion-protection -d 'Whether the table has to be unlocked before it can be deleted, in every Region. Default: on' -r -f -a "on\t'On'
off\t'Off'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l encryption -d 'Whose key encrypts the data. Default: aws-managed; customer where a --kms-key is given' -r -f -a "aws-owned\t'A key that AWS owns: free, and always on'
aws-managed\t'The account\'s `aws/dynamodb` key'
customer\t'The keys of --kms-key'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l kms-key -d 'The customer\'s KMS key of a Region. Repeat it: every Region needs one' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l from-size -d 'Take capacity, Regions and keys from what chalkstore size recommends: its report as JSON (size --output json=FILE), or the table as TOML (size --emit toml=FILE). Flags beat it' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l wait-timeout -d 'How long one thing, such as a new replica, is waited for at most' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l emit -d 'Write the table as terraform, cloudformation, toml or aws-cli, or a policy (iam-policy), to standard output or to a file, instead of doing anything. AWS is not asked' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l for -d 'Whose policy it is: setup for who runs this command, runtime for the query servers, check for who only looks' -r -f -a "runtime\t'The deployment\'s query server: it reads and writes items, and reads the secret'
setup\t'Who runs create-table, store-secret and setup'
check\t'Who runs the commands that only look: check-table, check-access, size, topology, validate-uri, replication-lag, failover'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l account -d 'The AWS account of the policy\'s resources, twelve digits. Default: any' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l plan -d 'Show what would be done, and do nothing'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -s y -l yes -d 'Do it without asking'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l detailed-exitcode -d 'With --plan: exit with 5 where there is something to do, and with 0 where there is not'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -l canary -d 'In the end, write an item, read it in every Region, and delete it'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand create-table" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l window -d 'How far back to look at its metrics, from 1h to 454d. Up to 14d they are of a minute. Default: 3d' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l layout -d 'The names of keys and expiry, which the deployment has to read. Default: documented' -r -f -a "documented\t'The documentation\'s keys: pk and sk'
vendored\t'The vendored Terraform module\'s keys: __id__ and __ns__, expiry in __exp__'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l partition-key -d 'The partition key\'s name, instead of the layout\'s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l sort-key -d 'The sort key\'s name, instead of the layout\'s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l ttl-attribute -d 'The attribute by which items expire, instead of the layout\'s; none for no expiry' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l replica -d 'Another Region with a copy of the table, and how its reads scale, where they scale otherwise than those of the table\'s own Region. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l table-class -d 'What storage and requests cost. Default: standard' -r -f -a "standard\t'Storage costs more, requests less'
standard-infrequent-access\t'Storage costs less, requests more'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l environment -d 'The environment that the table is for: its tag chalk_environment' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l tag -d 'A tag. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l billing -d 'How capacity is paid for. Default: autoscaling' -r -f -a "on-demand\t'By request'
provisioned\t'A fixed capacity'
autoscaling\t'A capacity that follows the traffic'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l read-capacity -d 'Read units: all of them where they are fixed, those to begin with where they scale. Default: 1000' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l write-capacity -d 'Write units, likewise. Default: 500' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l read-scaling -d 'Between which units reads scale, and at which utilisation. Default: 500-5000@70' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l write-scaling -d 'Between which units writes scale, in all Regions alike. Default: 250-2500@70' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l scale-in-cooldown -d 'How long a scale-in waits after another. Default: 60s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l scale-out-cooldown -d 'How long a scale-out waits after another. Default: 60s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l warm-throughput -d 'What the table can take at once, in units a second. Raising it is charged for, and it never falls again' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l point-in-time-recovery -d 'Point-in-time recovery, in every Region. Default: on' -r -f -a "on\t'On'
off\t'Off'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l deletion-protection -d 'Whether the table has to be unlocked before it can be deleted, in every Region. Default: on' -r -f -a "on\t'On'
off\t'Off'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l encryption -d 'Whose key encrypts the data. Default: aws-managed; customer where a --kms-key is given' -r -f -a "aws-owned\t'A key that AWS owns: free, and always on'
aws-managed\t'The account\'s `aws/dynamodb` key'
customer\t'The keys of --kms-key'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l kms-key -d 'The customer\'s KMS key of a Region. Repeat it: every Region needs one' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-table" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l uri-file -d 'Read the URI from a file that holds one line; - is standard input' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l uri-env -d 'Read the URI from an environment variable' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l name -d 'The secret\'s name. Default: <table>-online-store-secret, or <cluster>-redis-uri for an endpoint of ElastiCache or MemoryDB' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l description -d 'Its description. Never write a part of the URI here: it is not encrypted' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l kms-key -d 'The KMS key that encrypts it, here or in a replica\'s Region, instead of the account\'s aws/secretsmanager. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l tag -d 'A tag. Repeat it. Other tags stay as they are' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l replica -d 'Another Region with a copy of the secret. Repeat it. Other copies stay as they are' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l wait-timeout -d 'How long one thing, such as a new replica, is waited for at most' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l force -d 'Store a URI that fails its checks'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l replace -d 'Overwrite another store\'s URI, or what is no URI or cannot be read, and call a scheduled deletion off. Copies overwrite a secret of the same name in their Region'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l plan -d 'Show what would be done, and do nothing'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -s y -l yes -d 'Do it without asking'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -l detailed-exitcode -d 'With --plan: exit with 5 where there is something to do, and with 0 where there is not'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand store-secret" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -f -a "dynamodb" -d 'A DynamoDB table: creates it or brings it to what is wanted, and stores its URI'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and not __fish_seen_subcommand_from dynamodb valkey" -f -a "valkey" -d 'A Valkey or Redis store that stands: checks its URI, connects to it, and stores the URI'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l layout -d 'The names of keys and expiry, which the deployment has to read. Default: documented' -r -f -a "documented\t'The documentation\'s keys: pk and sk'
vendored\t'The vendored Terraform module\'s keys: __id__ and __ns__, expiry in __exp__'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l partition-key -d 'The partition key\'s name, instead of the layout\'s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l sort-key -d 'The sort key\'s name, instead of the layout\'s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l ttl-attribute -d 'The attribute by which items expire, instead of the layout\'s; none for no expiry' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l replica -d 'Another Region with a copy of the table, and how its reads scale, where they scale otherwise than those of the table\'s own Region. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l table-class -d 'What storage and requests cost. Default: standard' -r -f -a "standard\t'Storage costs more, requests less'
standard-infrequent-access\t'Storage costs less, requests more'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l environment -d 'The environment that the table is for: its tag chalk_environment' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l tag -d 'A tag. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l billing -d 'How capacity is paid for. Default: autoscaling' -r -f -a "on-demand\t'By request'
provisioned\t'A fixed capacity'
autoscaling\t'A capacity that follows the traffic'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l read-capacity -d 'Read units: all of them where they are fixed, those to begin with where they scale. Default: 1000' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l write-capacity -d 'Write units, likewise. Default: 500' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l read-scaling -d 'Between which units reads scale, and at which utilisation. Default: 500-5000@70' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l write-scaling -d 'Between which units writes scale, in all Regions alike. Default: 250-2500@70' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l scale-in-cooldown -d 'How long a scale-in waits after another. Default: 60s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l scale-out-cooldown -d 'How long a scale-out waits after another. Default: 60s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l warm-throughput -d 'What the table can take at once, in units a second. Raising it is charged for, and it never falls again' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l point-in-time-recovery -d 'Point-in-time recovery, in every Region. Default: on' -r -f -a "on\t'On'
off\t'Off'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l deletion-protection -d 'Whether the table has to be unlocked before it can be deleted, in every Region. Default: on' -r -f -a "on\t'On'
off\t'Off'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l encryption -d 'Whose key encrypts the data. Default: aws-managed; customer where a --kms-key is given' -r -f -a "aws-owned\t'A key that AWS owns: free, and always on'
aws-managed\t'The account\'s `aws/dynamodb` key'
customer\t'The keys of --kms-key'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l kms-key -d 'The customer\'s KMS key of a Region. Repeat it: every Region needs one' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l from-size -d 'Take capacity, Regions and keys from what chalkstore size recommends, as create-table does' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l secret-name -d 'The secret\'s name. Default: NAME-online-store-secret. Its tags and copies are those of the table' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l secret-kms-key -d 'The KMS key that encrypts the secret, here or in the Region of a copy. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l wait-timeout -d 'How long one thing, such as a new replica, is waited for at most' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l replace -d 'Overwrite a secret that holds another store\'s URI, and call its deletion off'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l plan -d 'Show what would be done, and do nothing'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -s y -l yes -d 'Do it without asking'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l detailed-exitcode -d 'With --plan: exit with 5 where there is something to do, and with 0 where there is not'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -l canary -d 'When the table stands, write an item, read it in every Region, and delete it'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from dynamodb" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l uri-file -d 'Read the URI from a file that holds one line; - is standard input' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l uri-env -d 'Read the URI from an environment variable' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l name -d 'The secret\'s name. Default: <table>-online-store-secret, or <cluster>-redis-uri for an endpoint of ElastiCache or MemoryDB' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l description -d 'Its description. Never write a part of the URI here: it is not encrypted' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l kms-key -d 'The KMS key that encrypts it, here or in a replica\'s Region, instead of the account\'s aws/secretsmanager. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l tag -d 'A tag. Repeat it. Other tags stay as they are' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l replica -d 'Another Region with a copy of the secret. Repeat it. Other copies stay as they are' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l wait-timeout -d 'How long one thing, such as a new replica, is waited for at most' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l no-connect -d 'Do not connect: the store cannot be reached from here. Whether it can be reached at all is then not known'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l replace -d 'Overwrite a secret that holds another store\'s URI, and call its deletion off'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l plan -d 'Show what would be done, and do nothing'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -s y -l yes -d 'Do it without asking'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -l detailed-exitcode -d 'With --plan: exit with 5 where there is something to do, and with 0 where there is not'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand setup; and __fish_seen_subcommand_from valkey" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l role -d 'The role\'s ARN. That of one of its sessions does too, where the role has no path' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l table -d 'The table\'s name: whether the role may read and write it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l replica -d 'Another Region with a copy of the table. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l secret -d 'The secret that holds the store\'s URI: whether the role may read it. Its ARN tells more than its name, behind which AWS puts six characters that policies may name' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l kms-key -d 'The customer\'s KMS key of the table in a Region, by ARN or ID. Repeat it for every Region' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l secret-kms-key -d 'The customer\'s KMS key of the secret, by ARN or ID' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand check-access" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l table -d 'A DynamoDB global table, one at a time: its name, its ARN, or dynamodb:///NAME. Regions that it names itself are looked at, too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l msk-replicator -d 'An MSK Replicator. Repeat it for several' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l aurora-global -d 'An Aurora Global Database: the metadata plane\'s state. Repeat it for several' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l global-datastore -d 'An ElastiCache Global Datastore: its identifier, or that of the secondary\'s replication group. Repeat it for several' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l uri-file -d 'Read the URI from a file that holds one line; - is standard input' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l uri-env -d 'Read the URI from an environment variable' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l secret -d 'Read the URI from AWS Secrets Manager: a secret\'s name or ARN' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l rpo -d 'The recovery point objective: how many seconds of writes may be lost. Default: 60s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l window -d 'How far back to look at metrics, from 1h to 454d. Up to 14d the points are of a minute. Default: 1h' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l canary -d 'Measure the table\'s lag: write marker items in each Region, look for them in the others, and delete them. N is how many in each direction; 10 where it is left out. Each costs a few write and read units, in every Region, which are told. Markers appear in the table\'s stream, as all writes do' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l samples -d 'How often to read the offsets of a Valkey or Redis store\'s nodes, within --timeout' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l watch -d 'Look again and again, and tell what changed: each direction\'s lag, and results of checks. Ends with Ctrl-C. Where standard output is no terminal, it is NDJSON' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l region -d 'A Region of the table, and where databases and datastores are looked for. Repeat it for each; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand replication-lag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l region-host -d 'A Region\'s own host, such as us-east-1=prod-east.query.example.com; https://HOST:PORT and http://HOST:PORT are taken, too. Repeat it for each Region. Default: the load balancers that the records lead to' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l resolver -d 'A resolver to ask, such as 1.1.1.1 or 10.0.0.2:53, or system. Repeat it; the first that knows a host also tells where it is. Default: system' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l table -d 'The DynamoDB table of the online store: whether its Regions match' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l secret -d 'The secret that holds the online store\'s URI: whether each Region has its own. Its value is not kept' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l aurora-global -d 'The metadata plane\'s Aurora Global Database' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l rto -d 'The recovery time objective: how long traffic may take to move. Default: 180s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l rpo -d 'The recovery point objective: how much may be lost' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l what-if -d 'Reckon with other settings, such as interval=10,threshold=2,ttl=60; what is not said stays as it is' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l probe-error-rate -d 'The share of a checker\'s requests that fail although the Region is healthy, such as 0.01 or 1%: how often a faster check raises a false alarm' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l active -d 'The Region that traffic is to go to now. Default: that of the primary record' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l metadata -d 'How the metadata plane lives in several Regions' -r -f -a "active-passive\t'One Region takes writes, another stands by: an Aurora Global Database'
active-active\t'Every Region takes writes'
single-region\t'It lives in one Region alone'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l offline-host -d 'Where offline or training consumers are pointed at. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l deployed -d 'What is deployed in a Region, such as us-east-1=3f2a91c. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l query-servers -d 'How many query servers a Region has at least, such as us-west-2=4. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -a "simulate" -d 'Play a Region\'s failure and recovery from what is set up: who is served when, and what is lost'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and not __fish_seen_subcommand_from simulate watch" -a "watch" -d 'Watch a failover drill: who is served when, when each health check turns, and what that comes to'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l region-host -d 'A Region\'s own host, such as us-east-1=prod-east.query.example.com; https://HOST:PORT and http://HOST:PORT are taken, too. Repeat it for each Region. Default: the load balancers that the records lead to' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l resolver -d 'A resolver to ask, such as 1.1.1.1 or 10.0.0.2:53, or system. Repeat it; the first that knows a host also tells where it is. Default: system' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l table -d 'The DynamoDB table of the online store: whether its Regions match' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l secret -d 'The secret that holds the online store\'s URI: whether each Region has its own. Its value is not kept' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l aurora-global -d 'The metadata plane\'s Aurora Global Database' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l rto -d 'The recovery time objective: how long traffic may take to move. Default: 180s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l rpo -d 'The recovery point objective: how much may be lost' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l what-if -d 'Reckon with other settings, such as interval=10,threshold=2,ttl=60; what is not said stays as it is' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l probe-error-rate -d 'The share of a checker\'s requests that fail although the Region is healthy, such as 0.01 or 1%: how often a faster check raises a false alarm' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l active -d 'The Region that traffic is to go to now. Default: that of the primary record' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l metadata -d 'How the metadata plane lives in several Regions' -r -f -a "active-passive\t'One Region takes writes, another stands by: an Aurora Global Database'
active-active\t'Every Region takes writes'
single-region\t'It lives in one Region alone'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l offline-host -d 'Where offline or training consumers are pointed at. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l deployed -d 'What is deployed in a Region, such as us-east-1=3f2a91c. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l query-servers -d 'How many query servers a Region has at least, such as us-west-2=4. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l outage -d 'How long the Region is away' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l qps -d 'Requests a second of all clients' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l writes-per-second -d 'Writes a second, of which those that were not replicated are at risk' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l lag -d 'The lag of replication when the Region dies, as replication-lag measures it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l resolver-ttl -d 'How long resolvers keep an answer, in seconds, where they do not keep to the record\'s TTL' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from simulate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l region-host -d 'A Region\'s own host, such as us-east-1=prod-east.query.example.com; https://HOST:PORT and http://HOST:PORT are taken, too. Repeat it for each Region. Default: the load balancers that the records lead to' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l resolver -d 'A resolver to ask, such as 1.1.1.1 or 10.0.0.2:53, or system. Repeat it; the first that knows a host also tells where it is. Default: system' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l table -d 'The DynamoDB table of the online store: whether its Regions match' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l secret -d 'The secret that holds the online store\'s URI: whether each Region has its own. Its value is not kept' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l aurora-global -d 'The metadata plane\'s Aurora Global Database' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l rto -d 'The recovery time objective: how long traffic may take to move. Default: 180s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l rpo -d 'The recovery point objective: how much may be lost' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l what-if -d 'Reckon with other settings, such as interval=10,threshold=2,ttl=60; what is not said stays as it is' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l probe-error-rate -d 'The share of a checker\'s requests that fail although the Region is healthy, such as 0.01 or 1%: how often a faster check raises a false alarm' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l active -d 'The Region that traffic is to go to now. Default: that of the primary record' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l metadata -d 'How the metadata plane lives in several Regions' -r -f -a "active-passive\t'One Region takes writes, another stands by: an Aurora Global Database'
active-active\t'Every Region takes writes'
single-region\t'It lives in one Region alone'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l offline-host -d 'Where offline or training consumers are pointed at. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l deployed -d 'What is deployed in a Region, such as us-east-1=3f2a91c. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l query-servers -d 'How many query servers a Region has at least, such as us-west-2=4. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l region -d 'The AWS Region of secrets and tables; by default that of the environment or the profile' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l profile -d 'The profile of the AWS configuration files' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l endpoint-url -d 'Another address for AWS, such as an emulator\'s. AWS_ENDPOINT_URL_<SERVICE> works too' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l every -d 'From the beginning of one look to that of the next, at least 100ms. A look takes up to 3 s where something hangs. Default: 2s' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l for -d 'How long to watch at most. Without it, until Ctrl-C' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l until -d 'End once clients are served by another Region (moved), or by the first one again (back)' -r -f -a "moved\t'Until clients are served by another Region'
back\t'Until they are served by the first one again'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand failover; and __fish_seen_subcommand_from watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand explain" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand explain" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand explain" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand explain" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand explain" -s o -l output -d 'Write the page as human, json or markdown' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand explain" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand explain" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand completions" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
html\t'One HTML file: no script, no request, light and dark'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'
openmetrics\t'Numbers for a monitoring system, such as a text file of Prometheus\' node exporter'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand completions" -l fail-on -d 'The least bad status that makes the exit code 1' -r -f -a "warn\t'Warnings and failures'
fail\t'Failures only'
never\t'No finding; unknown results still exit with 3'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand completions" -l timeout -d 'How long the observation of one target may take, all its stages together' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand completions" -l save-evidence -d 'Save what was seen, without secrets, for --evidence' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand completions" -l evidence -d 'Judge saved evidence instead of looking: no network, no input, the same report' -r -F
complete -c chalkstore -n "__fish_chalkstore_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless NO_COLOR is set; elsewhere only if CLICOLOR_FORCE is'
always\t'Always'
never\t'Never'"
complete -c chalkstore -n "__fish_chalkstore_using_subcommand completions" -s q -l quiet -d 'Problems only'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand completions" -s v -l verbose -d 'Every result, also what passed or was skipped'
complete -c chalkstore -n "__fish_chalkstore_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
