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
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'"
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
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'"
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
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'"
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
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l emit -d 'Write the recommended table as terraform, cloudformation or toml, to standard output or to a file' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l table-name -d 'The table\'s name in the configuration. Default: that of --from-table, else chalk-online-store' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -l tag -d 'A tag in the configuration, such as chalk_environment=production. Repeat it' -r
complete -c chalkstore -n "__fish_chalkstore_using_subcommand size; and not __fish_seen_subcommand_from item" -s o -l output -d 'Write the report in this format, to standard output or to a file. Repeat it for several' -r -f -a "human\t'Text for a person'
json\t'One JSON document'
ndjson\t'One JSON object a line, while the work goes on'
junit\t'JUnit XML, for the test pages of CI systems'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'GitHub Actions workflow commands: annotations'
markdown\t'Markdown, for a pull request\'s comment or a job summary'
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'"
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
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'"
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
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'"
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
svg\t'A picture of what there is to see, for a browser or a document'
mermaid\t'The same as a Mermaid diagram, for pages that draw these: matrices, graphs and timelines'"
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
