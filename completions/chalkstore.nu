module completions {

  def "nu-complete chalkstore output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "markdown" "svg" "mermaid" ]
  }

  def "nu-complete chalkstore fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore color" [] {
    [ "auto" "always" "never" ]
  }

  # Set up and diagnose the online store of a Chalk deployment: Valkey or Redis clusters, and DynamoDB tables
  export extern chalkstore [
    --output(-o): string@"nu-complete chalkstore output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore fail_on" # The least bad status that makes the exit code 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --evidence: path          # Judge saved evidence instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chalkstore validate-uri output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "markdown" "svg" "mermaid" ]
  }

  def "nu-complete chalkstore validate-uri fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore validate-uri color" [] {
    [ "auto" "always" "never" ]
  }

  # Check connection URIs before query servers have to use them
  export extern "chalkstore validate-uri" [
    --uri-file: path          # Read URIs from a file, one a line; also name,uri and JSON lines with name and uri
    --uri-env: string         # Read the URI from an environment variable
    --secret: string          # Read the URI from AWS Secrets Manager: a secret's name or ARN
    --region: string          # The AWS Region of secrets and tables; by default that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. AWS_ENDPOINT_URL_<SERVICE> works too
    --connect                 # Go on to the store: resolve, connect, log in, and compare the server with the URI
    --write-fixed: path       # Write what can be corrected, with its secrets, to a file that only you can read (mode 0600). What is right already is written as it is; what only a person can correct is left out
    --output(-o): string@"nu-complete chalkstore validate-uri output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore validate-uri fail_on" # The least bad status that makes the exit code 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --evidence: path          # Judge saved evidence instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore validate-uri color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...uris: string           # Connection URIs, or - for standard input, one a line
  ]

  def "nu-complete chalkstore topology output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "markdown" "svg" "mermaid" ]
  }

  def "nu-complete chalkstore topology fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore topology color" [] {
    [ "auto" "always" "never" ]
  }

  # See a cluster as query servers do, and what losing a zone would do to it
  export extern "chalkstore topology" [
    --uri-file: path          # Read URIs from a file, one a line; also name,uri and JSON lines with name and uri
    --uri-env: string         # Read the URI from an environment variable
    --secret: string          # Read the URI from AWS Secrets Manager: a secret's name or ARN
    --region: string          # The AWS Region of secrets and tables; by default that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. AWS_ENDPOINT_URL_<SERVICE> works too
    --from-shards: path       # Read the topology from what valkey-cli --json CLUSTER SHARDS or redis-cli CLUSTER SHARDS printed; - is standard input. No server is asked
    --az: string              # The query servers' availability zone, as CHALK_AVAILABILITY_ZONE names it; by default that variable's value
    --policy: string          # The replica connection policy in use: unset, uniform-random or zonal-affinity. Without it all are compared
    --query-servers: string   # How many query servers there are: a number, or numbers by zone such as us-east-1a=20,us-east-1b=20
    --clients-per-server: string # How many cluster clients each query server has
    --lose: string            # Imagine these zones and nodes (HOST:PORT) as lost together. Repeat it for several sets; each zone alone is always reckoned
    --zone-map: path          # Zones of nodes whose servers do not tell them: lines CIDR|HOST ZONE, or the JSON of aws elasticache describe-cache-clusters --show-cache-node-info or aws memorydb describe-clusters --show-shard-details
    --seed: string            # The seed of simulations, where an exact answer is out of reach
    --node-timeout: string    # How long one node may take, within --timeout
    --rtt-samples: string     # How many PINGs to time on each node, one after another. Each costs a round trip; there are fewer where they would take half of its time
    --watch: string           # Look again and again, and tell what changed: nodes, roles, zones, slots, and results of checks. Ends with Ctrl-C. Where standard output is no terminal, it is NDJSON
    --resp: string            # The protocol to speak: RESP 2 or 3
    --output(-o): string@"nu-complete chalkstore topology output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore topology fail_on" # The least bad status that makes the exit code 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --evidence: path          # Judge saved evidence instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore topology color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...uris: string           # Connection URIs, or - for standard input, one a line
  ]

  def "nu-complete chalkstore size read_pattern" [] {
    [ "get" "batch-get" "query" ]
  }

  def "nu-complete chalkstore size consistency" [] {
    [ "eventual" "strong" ]
  }

  def "nu-complete chalkstore size transactions" [] {
    [ "none" "reads" "writes" "all" ]
  }

  def "nu-complete chalkstore size layout" [] {
    [ "documented" "vendored" ]
  }

  def "nu-complete chalkstore size point_in_time_recovery" [] {
    [ "true" "false" ]
  }

  def "nu-complete chalkstore size gaps" [] {
    [ "refuse" "zero" "previous" ]
  }

  def "nu-complete chalkstore size trace_unit" [] {
    [ "sum-per-period" "per-second" ]
  }

  def "nu-complete chalkstore size output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "markdown" "svg" "mermaid" ]
  }

  def "nu-complete chalkstore size fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore size color" [] {
    [ "auto" "always" "never" ]
  }

  # Size a DynamoDB table: capacity, capacity mode, autoscaling and cost, with the arithmetic
  export extern "chalkstore size" [
    --read-qps: string        # Online queries per second at the peak, in the main Region
    --write-qps: string       # Items written per second at the peak, in the main Region. A query's cached features count as items too
    --entities-per-query: string # Entities looked up by one query. Default: 1
    --items-per-entity: string # Items read for each entity. Default: 1
    --peak-to-trough: string  # How many times the traffic of the busiest moment is that of the quietest; 1 is flat. Default: 1
    --read-pattern: string@"nu-complete chalkstore size read_pattern" # The operation that reads. Default: batch-get
    --consistency: string@"nu-complete chalkstore size consistency" # How current reads are. Default: eventual
    --transactions: string@"nu-complete chalkstore size transactions" # Which operations are transactions; they cost twice as much. Default: none
    --item-bytes: string      # Bytes of a typical item, attribute names and keys included: 900, or 1.5KB (1 KB = 1,024). Default: 1KB, unless a schema tells
    --feature-id-bytes: string # Bytes of a feature's short id, for a schema. Default: 3, an assumption
    --layout: string@"nu-complete chalkstore size layout" # Names of the key attributes, for a schema: pk and sk as documented, or those of the vendored modules. Default: documented
    --partition-key: string   # Name of the partition key attribute, where it is another than the layout's
    --sort-key: string        # Name of the sort key attribute, where it is another than the layout's
    --key-value-bytes: string # Typical bytes of both key values of an item together, for a schema. Default: 33, as user.id:12345678 with user.credit_score
    --entities: string        # Distinct entities in the table. With items per entity it gives the storage; with --zipf the hottest key
    --ttl: string             # How long an item lives before TTL deletes it, such as 30d. Default: for ever
    --cache-hit-rate: string  # The share of lookups of stored keys that a cache before the table answers, 0 to 1. Default: 0
    --cache-entries: string   # Entries of an LRU cache before the table; its hit rate is reckoned from --entities and --zipf
    --zipf: string            # How skewed the popularity of entities is: the exponent of Zipf's law; 0 is uniform. Default: unknown
    --absent-share: string    # The share of lookups that ask for keys which are not in the table, 0 to 1. Default: 0
    --bloom-fpr: string       # The false-positive rate of a Bloom filter before the table, such as 0.01. Default: no filter
    --valkey-memory: string   # Memory that a Valkey cluster would have in all, such as 64GB, for the advice which store fits
    --latency-ms: string      # What a lookup may take, in milliseconds, for the same advice
    --region: string          # The main Region. Default: us-east-1
    --replica: string         # Another Region of a global table, and its own traffic: REGION, or REGION=READ_QPS,WRITE_QPS. Repeat it
    --point-in-time-recovery: string@"nu-complete chalkstore size point_in_time_recovery" # Whether point-in-time recovery is on, in every Region. Default: true, as documented
    --backups: string         # Full on-demand backups that are kept, in the main Region. Default: 0
    --stream-reads: string    # Calls of GetRecords per second by readers of your own on the table's stream. Default: 0; replication's are free
    --scenario: path          # Read the workload from a file, TOML or JSON: keys are the flags with underscores. Flags beat it. Repeat it to compare several
    --schema: path            # Reckon an item's size from its features: a TOML or JSON file with [[features]] of name, dtype, length and list_length
    --interactive             # Ask for the most important inputs on the terminal
    --save-scenario: path     # Write the workload to a scenario file, to be kept and compared
    --trace: path             # Size by traffic that was measured: consumed units by the minute as CSV, JSON or Parquet, or what aws cloudwatch get-metric-data printed; - is standard input. May be gzipped
    --gaps: string@"nu-complete chalkstore size gaps" # What to make of minutes that are missing in a trace
    --trace-period: string    # The period of a trace's values, such as 60s or 5m. Default: the least distance between two of them
    --trace-unit: string@"nu-complete chalkstore size trace_unit" # What the values of a trace count. Default: what a column's name says, as reads_per_second; else sum-per-period
    --from-table: string      # Size a table that exists by what it has consumed: its settings, metrics, scaling policies and a sample of its items, in every Region. Nothing is written; the sample consumes read units
    --window: string          # How far back to look at a table's metrics, at most 454d. Up to 14d they are of a minute. Default: 14d
    --sample-items: string    # How many items of a table to sample, by Scan, at 5 read units a second and 1 % of its capacity at most; 0 for none
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. AWS_ENDPOINT_URL_<SERVICE> works too
    --prices: path            # Prices that replace the built-in ones, in the same shape: {"regions": {"us-east-1": {"storage": {"usd": 0.25}}}}
    --max-throttle: string    # The share of units that may be throttled, such as 0.1%. Default: none
    --optimize                # Look for the cheapest scaling policies that throttle no more than that, over a trace
    --explain                 # Show how every number came to be
    --step: string            # How long a step of the traffic over time is, in curves and in the JSON table trace_series: 1m for every minute. Default: about 240 steps in all
    --emit: string            # Write the recommended table as terraform, cloudformation or toml, to standard output or to a file
    --as-documented           # Write Terraform in the literal shape of the documentation, and say what is wrong with it
    --table-name: string      # The table's name in the configuration. Default: that of --from-table, else chalk-online-store
    --tag: string             # A tag in the configuration, such as chalk_environment=production. Repeat it
    --output(-o): string@"nu-complete chalkstore size output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore size fail_on" # The least bad status that makes the exit code 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --evidence: path          # Judge saved evidence instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore size color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete chalkstore size item format" [] {
    [ "auto" "dynamodb" "json" ]
  }

  def "nu-complete chalkstore size item output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "markdown" "svg" "mermaid" ]
  }

  def "nu-complete chalkstore size item fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore size item color" [] {
    [ "auto" "always" "never" ]
  }

  # Size items: bytes by attribute, capacity units, and what would not fit
  export extern "chalkstore size item" [
    --format: string@"nu-complete chalkstore size item format" # How the items are written
    --key: string             # The name of a key attribute, which must be there and not be empty: first the partition key, then the sort key
    --output(-o): string@"nu-complete chalkstore size item output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore size item fail_on" # The least bad status that makes the exit code 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --evidence: path          # Judge saved evidence instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore size item color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...files: path            # Files with items, or folders of an export to S3; - is standard input
  ]

  def "nu-complete chalkstore explain fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore explain output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "markdown" "svg" "mermaid" ]
  }

  def "nu-complete chalkstore explain color" [] {
    [ "auto" "always" "never" ]
  }

  # Say what a check means, why it matters, how it is decided and how to fix it
  export extern "chalkstore explain" [
    --fail-on: string@"nu-complete chalkstore explain fail_on" # The least bad status that makes the exit code 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --evidence: path          # Judge saved evidence instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --output(-o): string@"nu-complete chalkstore explain output" # Write the page as human, json or markdown
    --color: string@"nu-complete chalkstore explain color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...codes: string          # Codes or names of checks, such as URI014 or uri-parameters
  ]

  def "nu-complete chalkstore completions shell" [] {
    [ "bash" "zsh" "fish" "powershell" "elvish" "nushell" ]
  }

  def "nu-complete chalkstore completions output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "markdown" "svg" "mermaid" ]
  }

  def "nu-complete chalkstore completions fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore completions color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the completion script of a shell
  export extern "chalkstore completions" [
    --output(-o): string@"nu-complete chalkstore completions output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore completions fail_on" # The least bad status that makes the exit code 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --evidence: path          # Judge saved evidence instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore completions color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    shell: string@"nu-complete chalkstore completions shell" # The shell
  ]

}

export use completions *
