
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'chalkstore' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'chalkstore'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'chalkstore' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least bad status that makes the exit code 1')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long the observation of one target may take, all its stages together')
            [CompletionResult]::new('--save-evidence', '--save-evidence', [CompletionResultType]::ParameterName, 'Save what was seen, without secrets, for --evidence')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'Judge saved evidence instead of looking: no network, no input, the same report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('validate-uri', 'validate-uri', [CompletionResultType]::ParameterValue, 'Check connection URIs before query servers have to use them')
            [CompletionResult]::new('topology', 'topology', [CompletionResultType]::ParameterValue, 'See a cluster as query servers do, and what losing a zone would do to it')
            [CompletionResult]::new('size', 'size', [CompletionResultType]::ParameterValue, 'Size a DynamoDB table: capacity, capacity mode, autoscaling and cost, with the arithmetic')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a check means, why it matters, how it is decided and how to fix it')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            break
        }
        'chalkstore;validate-uri' {
            [CompletionResult]::new('--uri-file', '--uri-file', [CompletionResultType]::ParameterName, 'Read URIs from a file, one a line; also name,uri and JSON lines with name and uri')
            [CompletionResult]::new('--uri-env', '--uri-env', [CompletionResultType]::ParameterName, 'Read the URI from an environment variable')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Read the URI from AWS Secrets Manager: a secret''s name or ARN')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The AWS Region of secrets and tables; by default that of the environment or the profile')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration files')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Another address for AWS, such as an emulator''s. AWS_ENDPOINT_URL_<SERVICE> works too')
            [CompletionResult]::new('--write-fixed', '--write-fixed', [CompletionResultType]::ParameterName, 'Write what can be corrected, with its secrets, to a file that only you can read (mode 0600). What is right already is written as it is; what only a person can correct is left out')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least bad status that makes the exit code 1')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long the observation of one target may take, all its stages together')
            [CompletionResult]::new('--save-evidence', '--save-evidence', [CompletionResultType]::ParameterName, 'Save what was seen, without secrets, for --evidence')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'Judge saved evidence instead of looking: no network, no input, the same report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--connect', '--connect', [CompletionResultType]::ParameterName, 'Go on to the store: resolve, connect, log in, and compare the server with the URI')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'chalkstore;topology' {
            [CompletionResult]::new('--uri-file', '--uri-file', [CompletionResultType]::ParameterName, 'Read URIs from a file, one a line; also name,uri and JSON lines with name and uri')
            [CompletionResult]::new('--uri-env', '--uri-env', [CompletionResultType]::ParameterName, 'Read the URI from an environment variable')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Read the URI from AWS Secrets Manager: a secret''s name or ARN')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The AWS Region of secrets and tables; by default that of the environment or the profile')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration files')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Another address for AWS, such as an emulator''s. AWS_ENDPOINT_URL_<SERVICE> works too')
            [CompletionResult]::new('--from-shards', '--from-shards', [CompletionResultType]::ParameterName, 'Read the topology from what valkey-cli --json CLUSTER SHARDS or redis-cli CLUSTER SHARDS printed; - is standard input. No server is asked')
            [CompletionResult]::new('--az', '--az', [CompletionResultType]::ParameterName, 'The query servers'' availability zone, as CHALK_AVAILABILITY_ZONE names it; by default that variable''s value')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'The replica connection policy in use: unset, uniform-random or zonal-affinity. Without it all are compared')
            [CompletionResult]::new('--query-servers', '--query-servers', [CompletionResultType]::ParameterName, 'How many query servers there are: a number, or numbers by zone such as us-east-1a=20,us-east-1b=20')
            [CompletionResult]::new('--clients-per-server', '--clients-per-server', [CompletionResultType]::ParameterName, 'How many cluster clients each query server has')
            [CompletionResult]::new('--lose', '--lose', [CompletionResultType]::ParameterName, 'Imagine these zones and nodes (HOST:PORT) as lost together. Repeat it for several sets; each zone alone is always reckoned')
            [CompletionResult]::new('--zone-map', '--zone-map', [CompletionResultType]::ParameterName, 'Zones of nodes whose servers do not tell them: lines CIDR|HOST ZONE, or the JSON of aws elasticache describe-cache-clusters --show-cache-node-info or aws memorydb describe-clusters --show-shard-details')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The seed of simulations, where an exact answer is out of reach')
            [CompletionResult]::new('--node-timeout', '--node-timeout', [CompletionResultType]::ParameterName, 'How long one node may take, within --timeout')
            [CompletionResult]::new('--rtt-samples', '--rtt-samples', [CompletionResultType]::ParameterName, 'How many PINGs to time on each node, one after another. Each costs a round trip; there are fewer where they would take half of its time')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Look again and again, and tell what changed: nodes, roles, zones, slots, and results of checks. Ends with Ctrl-C. Where standard output is no terminal, it is NDJSON')
            [CompletionResult]::new('--resp', '--resp', [CompletionResultType]::ParameterName, 'The protocol to speak: RESP 2 or 3')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least bad status that makes the exit code 1')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long the observation of one target may take, all its stages together')
            [CompletionResult]::new('--save-evidence', '--save-evidence', [CompletionResultType]::ParameterName, 'Save what was seen, without secrets, for --evidence')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'Judge saved evidence instead of looking: no network, no input, the same report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'chalkstore;size' {
            [CompletionResult]::new('--read-qps', '--read-qps', [CompletionResultType]::ParameterName, 'Online queries per second at the peak, in the main Region')
            [CompletionResult]::new('--write-qps', '--write-qps', [CompletionResultType]::ParameterName, 'Items written per second at the peak, in the main Region. A query''s cached features count as items too')
            [CompletionResult]::new('--entities-per-query', '--entities-per-query', [CompletionResultType]::ParameterName, 'Entities looked up by one query. Default: 1')
            [CompletionResult]::new('--items-per-entity', '--items-per-entity', [CompletionResultType]::ParameterName, 'Items read for each entity. Default: 1')
            [CompletionResult]::new('--peak-to-trough', '--peak-to-trough', [CompletionResultType]::ParameterName, 'How many times the traffic of the busiest moment is that of the quietest; 1 is flat. Default: 1')
            [CompletionResult]::new('--read-pattern', '--read-pattern', [CompletionResultType]::ParameterName, 'The operation that reads. Default: batch-get')
            [CompletionResult]::new('--consistency', '--consistency', [CompletionResultType]::ParameterName, 'How current reads are. Default: eventual')
            [CompletionResult]::new('--transactions', '--transactions', [CompletionResultType]::ParameterName, 'Which operations are transactions; they cost twice as much. Default: none')
            [CompletionResult]::new('--item-bytes', '--item-bytes', [CompletionResultType]::ParameterName, 'Bytes of a typical item, attribute names and keys included: 900, or 1.5KB (1 KB = 1,024). Default: 1KB, unless a schema tells')
            [CompletionResult]::new('--feature-id-bytes', '--feature-id-bytes', [CompletionResultType]::ParameterName, 'Bytes of a feature''s short id, for a schema. Default: 3, an assumption')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Names of the key attributes, for a schema: pk and sk as documented, or those of the vendored modules. Default: documented')
            [CompletionResult]::new('--partition-key', '--partition-key', [CompletionResultType]::ParameterName, 'Name of the partition key attribute, where it is another than the layout''s')
            [CompletionResult]::new('--sort-key', '--sort-key', [CompletionResultType]::ParameterName, 'Name of the sort key attribute, where it is another than the layout''s')
            [CompletionResult]::new('--key-value-bytes', '--key-value-bytes', [CompletionResultType]::ParameterName, 'Typical bytes of both key values of an item together, for a schema. Default: 33, as user.id:12345678 with user.credit_score')
            [CompletionResult]::new('--entities', '--entities', [CompletionResultType]::ParameterName, 'Distinct entities in the table. With items per entity it gives the storage; with --zipf the hottest key')
            [CompletionResult]::new('--ttl', '--ttl', [CompletionResultType]::ParameterName, 'How long an item lives before TTL deletes it, such as 30d. Default: for ever')
            [CompletionResult]::new('--cache-hit-rate', '--cache-hit-rate', [CompletionResultType]::ParameterName, 'The share of lookups of stored keys that a cache before the table answers, 0 to 1. Default: 0')
            [CompletionResult]::new('--cache-entries', '--cache-entries', [CompletionResultType]::ParameterName, 'Entries of an LRU cache before the table; its hit rate is reckoned from --entities and --zipf')
            [CompletionResult]::new('--zipf', '--zipf', [CompletionResultType]::ParameterName, 'How skewed the popularity of entities is: the exponent of Zipf''s law; 0 is uniform. Default: unknown')
            [CompletionResult]::new('--absent-share', '--absent-share', [CompletionResultType]::ParameterName, 'The share of lookups that ask for keys which are not in the table, 0 to 1. Default: 0')
            [CompletionResult]::new('--bloom-fpr', '--bloom-fpr', [CompletionResultType]::ParameterName, 'The false-positive rate of a Bloom filter before the table, such as 0.01. Default: no filter')
            [CompletionResult]::new('--valkey-memory', '--valkey-memory', [CompletionResultType]::ParameterName, 'Memory that a Valkey cluster would have in all, such as 64GB, for the advice which store fits')
            [CompletionResult]::new('--latency-ms', '--latency-ms', [CompletionResultType]::ParameterName, 'What a lookup may take, in milliseconds, for the same advice')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The main Region. Default: us-east-1')
            [CompletionResult]::new('--replica', '--replica', [CompletionResultType]::ParameterName, 'Another Region of a global table, and its own traffic: REGION, or REGION=READ_QPS,WRITE_QPS. Repeat it')
            [CompletionResult]::new('--point-in-time-recovery', '--point-in-time-recovery', [CompletionResultType]::ParameterName, 'Whether point-in-time recovery is on, in every Region. Default: true, as documented')
            [CompletionResult]::new('--backups', '--backups', [CompletionResultType]::ParameterName, 'Full on-demand backups that are kept, in the main Region. Default: 0')
            [CompletionResult]::new('--stream-reads', '--stream-reads', [CompletionResultType]::ParameterName, 'Calls of GetRecords per second by readers of your own on the table''s stream. Default: 0; replication''s are free')
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'Read the workload from a file, TOML or JSON: keys are the flags with underscores. Flags beat it. Repeat it to compare several')
            [CompletionResult]::new('--schema', '--schema', [CompletionResultType]::ParameterName, 'Reckon an item''s size from its features: a TOML or JSON file with [[features]] of name, dtype, length and list_length')
            [CompletionResult]::new('--save-scenario', '--save-scenario', [CompletionResultType]::ParameterName, 'Write the workload to a scenario file, to be kept and compared')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Size by traffic that was measured: consumed units by the minute as CSV, JSON or Parquet, or what aws cloudwatch get-metric-data printed; - is standard input. May be gzipped')
            [CompletionResult]::new('--gaps', '--gaps', [CompletionResultType]::ParameterName, 'What to make of minutes that are missing in a trace')
            [CompletionResult]::new('--trace-period', '--trace-period', [CompletionResultType]::ParameterName, 'The period of a trace''s values, such as 60s or 5m. Default: the least distance between two of them')
            [CompletionResult]::new('--trace-unit', '--trace-unit', [CompletionResultType]::ParameterName, 'What the values of a trace count. Default: what a column''s name says, as reads_per_second; else sum-per-period')
            [CompletionResult]::new('--from-table', '--from-table', [CompletionResultType]::ParameterName, 'Size a table that exists by what it has consumed: its settings, metrics, scaling policies and a sample of its items, in every Region. Nothing is written; the sample consumes read units')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'How far back to look at a table''s metrics, at most 454d. Up to 14d they are of a minute. Default: 14d')
            [CompletionResult]::new('--sample-items', '--sample-items', [CompletionResultType]::ParameterName, 'How many items of a table to sample, by Scan, at 5 read units a second and 1 % of its capacity at most; 0 for none')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The profile of the AWS configuration files')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Another address for AWS, such as an emulator''s. AWS_ENDPOINT_URL_<SERVICE> works too')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'Prices that replace the built-in ones, in the same shape: {"regions": {"us-east-1": {"storage": {"usd": 0.25}}}}')
            [CompletionResult]::new('--max-throttle', '--max-throttle', [CompletionResultType]::ParameterName, 'The share of units that may be throttled, such as 0.1%. Default: none')
            [CompletionResult]::new('--step', '--step', [CompletionResultType]::ParameterName, 'How long a step of the traffic over time is, in curves and in the JSON table trace_series: 1m for every minute. Default: about 240 steps in all')
            [CompletionResult]::new('--emit', '--emit', [CompletionResultType]::ParameterName, 'Write the recommended table as terraform, cloudformation or toml, to standard output or to a file')
            [CompletionResult]::new('--table-name', '--table-name', [CompletionResultType]::ParameterName, 'The table''s name in the configuration. Default: that of --from-table, else chalk-online-store')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag in the configuration, such as chalk_environment=production. Repeat it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least bad status that makes the exit code 1')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long the observation of one target may take, all its stages together')
            [CompletionResult]::new('--save-evidence', '--save-evidence', [CompletionResultType]::ParameterName, 'Save what was seen, without secrets, for --evidence')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'Judge saved evidence instead of looking: no network, no input, the same report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--interactive', '--interactive', [CompletionResultType]::ParameterName, 'Ask for the most important inputs on the terminal')
            [CompletionResult]::new('--optimize', '--optimize', [CompletionResultType]::ParameterName, 'Look for the cheapest scaling policies that throttle no more than that, over a trace')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Show how every number came to be')
            [CompletionResult]::new('--as-documented', '--as-documented', [CompletionResultType]::ParameterName, 'Write Terraform in the literal shape of the documentation, and say what is wrong with it')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('item', 'item', [CompletionResultType]::ParameterValue, 'Size items: bytes by attribute, capacity units, and what would not fit')
            break
        }
        'chalkstore;size;item' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the items are written')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The name of a key attribute, which must be there and not be empty: first the partition key, then the sort key')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least bad status that makes the exit code 1')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long the observation of one target may take, all its stages together')
            [CompletionResult]::new('--save-evidence', '--save-evidence', [CompletionResultType]::ParameterName, 'Save what was seen, without secrets, for --evidence')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'Judge saved evidence instead of looking: no network, no input, the same report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'chalkstore;explain' {
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least bad status that makes the exit code 1')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long the observation of one target may take, all its stages together')
            [CompletionResult]::new('--save-evidence', '--save-evidence', [CompletionResultType]::ParameterName, 'Save what was seen, without secrets, for --evidence')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'Judge saved evidence instead of looking: no network, no input, the same report')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the page as human, json or markdown')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the page as human, json or markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'chalkstore;completions' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report in this format, to standard output or to a file. Repeat it for several')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least bad status that makes the exit code 1')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long the observation of one target may take, all its stages together')
            [CompletionResult]::new('--save-evidence', '--save-evidence', [CompletionResultType]::ParameterName, 'Save what was seen, without secrets, for --evidence')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'Judge saved evidence instead of looking: no network, no input, the same report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Problems only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every result, also what passed or was skipped')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
