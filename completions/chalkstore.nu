module completions {

  def "nu-complete chalkstore output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
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
    --fail-on: string@"nu-complete chalkstore fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete chalkstore validate-uri output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore validate-uri fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore validate-uri color" [] {
    [ "auto" "always" "never" ]
  }

  # Check connection URIs: what is wrong with one, where, and what it should be
  export extern "chalkstore validate-uri" [
    --uri-file: path          # Read URIs from a file, one a line: the URI alone, 'name,uri', or JSON with 'name' and 'uri'
    --uri-env: string         # Read the URI from an environment variable
    --secret: string          # Read the URI from AWS Secrets Manager: a secret's name or ARN
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --connect                 # Go on to the store: resolve, connect, log in, and compare the server with the URI
    --write-fixed: path       # Write what can be corrected, with its secrets, to a file that only you can read (mode 0600). What is right already is written as it is; what only a person can correct is left out
    --output(-o): string@"nu-complete chalkstore validate-uri output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore validate-uri fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore validate-uri color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...uris: string           # Connection URIs, or '-' for standard input, one a line
  ]

  def "nu-complete chalkstore topology output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore topology fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore topology color" [] {
    [ "auto" "always" "never" ]
  }

  # See a cluster as query servers do: nodes, slots and zones, and what losing a zone would do to it
  export extern "chalkstore topology" [
    --uri-file: path          # Read URIs from a file, one a line: the URI alone, 'name,uri', or JSON with 'name' and 'uri'
    --uri-env: string         # Read the URI from an environment variable
    --secret: string          # Read the URI from AWS Secrets Manager: a secret's name or ARN
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --from-shards: path       # Read the topology from what 'valkey-cli --json CLUSTER SHARDS' or 'redis-cli CLUSTER SHARDS' printed; '-' is standard input. No server is asked
    --zone: string            # The query servers' availability zone, as 'CHALK_AVAILABILITY_ZONE' names it. Default: that variable's value
    --policy: string          # The replica connection policy in use: 'unset', 'UNIFORM_RANDOM' or 'ZONAL_AFFINITY'. Without it all are compared
    --query-servers: string   # How many query servers there are: a number, or numbers by zone such as us-east-1a=20,us-east-1b=20
    --clients-per-server: string # How many cluster clients each query server has
    --shards: string          # How many shards with slots the store is expected to have
    --replicas-per-shard: string # How many replicas each shard is expected to have
    --server-version: string  # What every server is expected to run, such as 'Valkey 9.1' or 9.1.2
    --lose: string            # Imagine these zones and nodes (HOST:PORT) as lost together. Repeat it for several sets; each zone alone is always reckoned
    --zone-map: path          # Zones of nodes whose servers do not tell them: lines 'CIDR|HOST ZONE', or the JSON of 'aws elasticache describe-cache-clusters --show-cache-node-info' or 'aws memorydb describe-clusters --show-shard-details'
    --seed: string            # The seed of simulations, where an exact answer is out of reach
    --node-timeout: string    # How long one node may take, within --timeout
    --rtt-samples: string     # How many PINGs to time on each node, one after another. Each costs a round trip; there are fewer where they would take half of its time
    --watch: string           # Look again and again, and tell what changed: nodes, roles, zones, slots, and results of checks. Ends with Ctrl-C. Where standard output is no terminal, it is NDJSON
    --resp: string            # The protocol to speak: RESP 2 or 3
    --output(-o): string@"nu-complete chalkstore topology output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore topology fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore topology color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...uris: string           # Connection URIs, or '-' for standard input, one a line
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
    [ "on" "off" ]
  }

  def "nu-complete chalkstore size gaps" [] {
    [ "refuse" "zero" "previous" ]
  }

  def "nu-complete chalkstore size trace_unit" [] {
    [ "sum-per-period" "per-second" ]
  }

  def "nu-complete chalkstore size output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
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
    --layout: string@"nu-complete chalkstore size layout" # Names of the key attributes, for a schema: 'pk' and 'sk' as documented, or those of the vendored modules. Default: documented
    --partition-key: string   # Name of the partition key attribute, where it is another than the layout's
    --sort-key: string        # Name of the sort key attribute, where it is another than the layout's
    --key-value-bytes: string # Typical bytes of both key values of an item together, for a schema. Default: 33, such as 'user.id:12345678' with 'user.credit_score'
    --entities: string        # Distinct entities in the table. With items per entity it gives the storage; with --zipf the hottest key
    --ttl: string             # How long an item lives before TTL deletes it, such as 30d. Default: for ever
    --cache-hit-rate: string  # The share of lookups of stored keys that a cache before the table answers, such as 90% or 0.9. Default: 0
    --cache-entries: string   # Entries of an LRU cache before the table; its hit rate is reckoned from --entities and --zipf
    --zipf: string            # How skewed the popularity of entities is: the exponent of Zipf's law; 0 is uniform. Default: unknown
    --absent-share: string    # The share of lookups that ask for keys which are not in the table, such as 5% or 0.05. Default: 0
    --bloom-fpr: string       # The false-positive rate of a Bloom filter before the table, such as 1% or 0.01. Default: no filter
    --valkey-memory: string   # Memory that a Valkey cluster would have in all, such as 64GB, for the advice which store fits
    --latency: string         # How long one lookup may take, such as 5ms, for the same advice
    --region: string          # The main Region. Default: that of the environment ('AWS_REGION'), else us-east-1
    --replica: string         # Another Region of a global table, and its own traffic: 'REGION', or 'REGION=READ_QPS,WRITE_QPS'. Repeat it
    --point-in-time-recovery: string@"nu-complete chalkstore size point_in_time_recovery" # Point-in-time recovery, in every Region. Default: on
    --backups: string         # Full on-demand backups that are kept, in the main Region. Default: 0
    --stream-reads: string    # Calls of 'GetRecords' per second by readers of your own on the table's stream. Default: 0; replication's are free
    --scenario: path          # Read the workload from a file, TOML or JSON: keys are the flags with underscores. Flags beat it. Repeat it to compare several
    --schema: path            # Reckon an item's size from its features: a TOML or JSON file with '[[features]]' of 'name', 'dtype', 'length' and 'list_length'
    --interactive             # Ask for the most important inputs on the terminal
    --save-scenario: path     # Write the workload to a scenario file, to be kept and compared
    --trace: path             # Size by traffic that was measured: consumed units by the minute as CSV, JSON or Parquet, or what 'aws cloudwatch get-metric-data' printed; '-' is standard input. May be gzipped
    --gaps: string@"nu-complete chalkstore size gaps" # What to make of minutes that are missing in a trace
    --trace-period: string    # The period of a trace's values, such as 60s or 5m. Default: the least distance between two of them
    --trace-unit: string@"nu-complete chalkstore size trace_unit" # What the values of a trace count. Default: what a column's name says, such as 'reads_per_second'; else sum-per-period
    --from-table: string      # Size a table that exists by what it has consumed: its settings, metrics, scaling policies and a sample of its items, in every Region. Nothing is written; the sample consumes read units
    --window: string          # How far back to look at a table's metrics, from 1h to 454d. Up to 14d back there is a value for every minute. Default: 14d
    --sample-items: string    # How many items of a table to sample, by 'Scan', at 5 read units a second and 1 % of its capacity at most; 0 for none
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --prices: path            # Prices that replace the built-in ones, in the same shape: '{"regions": {"us-east-1": {"storage": {"usd": 0.25}}}}'
    --max-throttle: string    # The share of units that may be throttled, such as 0.1%. Default: none
    --optimize                # Look for the cheapest scaling policies that throttle no more than that, over a trace
    --explain                 # Show how every number came to be
    --step: string            # How long a step of the traffic over time is, in curves and in the JSON table 'trace_series': 1m for every minute. Default: about 240 steps in all
    --emit: string            # Write the recommended table as 'terraform', 'cloudformation', 'toml' or 'aws-cli' (commands that create it), to standard output or to a file
    --as-documented           # Write Terraform in the literal shape of the documentation, and say what is wrong with it
    --table-name: string      # The table's name in the configuration. Default: that of --from-table, else chalk-online-store
    --tag: string             # A tag in the configuration, such as 'chalk_environment=production'. Repeat it
    --output(-o): string@"nu-complete chalkstore size output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore size fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore size color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete chalkstore size item format" [] {
    [ "auto" "dynamodb" "json" ]
  }

  def "nu-complete chalkstore size item output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
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
    --fail-on: string@"nu-complete chalkstore size item fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore size item color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...files: path            # Files with items, or folders of an export to S3; '-' is standard input
  ]

  def "nu-complete chalkstore create-table layout" [] {
    [ "documented" "vendored" ]
  }

  def "nu-complete chalkstore create-table table_class" [] {
    [ "standard" "standard-infrequent-access" ]
  }

  def "nu-complete chalkstore create-table billing" [] {
    [ "on-demand" "provisioned" "autoscaling" ]
  }

  def "nu-complete chalkstore create-table point_in_time_recovery" [] {
    [ "on" "off" ]
  }

  def "nu-complete chalkstore create-table deletion_protection" [] {
    [ "on" "off" ]
  }

  def "nu-complete chalkstore create-table encryption" [] {
    [ "aws-owned" "aws-managed" "customer" ]
  }

  def "nu-complete chalkstore create-table purpose" [] {
    [ "runtime" "setup" "check" ]
  }

  def "nu-complete chalkstore create-table output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore create-table fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore create-table color" [] {
    [ "auto" "always" "never" ]
  }

  # Create or change a DynamoDB table: one that the online store can stand on, or one that exists, as it is wanted
  export extern "chalkstore create-table" [
    --layout: string@"nu-complete chalkstore create-table layout" # The names of keys and expiry, which the deployment has to read. Default: documented
    --partition-key: string   # The partition key's name, instead of the layout's
    --sort-key: string        # The sort key's name, instead of the layout's
    --ttl-attribute: string   # The attribute by which items expire, instead of the layout's; 'none' for no expiry
    --replica: string         # Another Region with a replica of the table, and how its reads scale, where they scale otherwise than those of the table's own Region. Repeat it
    --table-class: string@"nu-complete chalkstore create-table table_class" # What storage and requests cost. Default: standard
    --environment: string     # The environment that the table is for: its tag 'chalk_environment'
    --tag: string             # A tag. Repeat it
    --billing: string@"nu-complete chalkstore create-table billing" # How capacity is paid for. Default: autoscaling
    --read-capacity: string   # Read units: all of them where they are fixed, those to begin with where they scale. Default: 1000
    --write-capacity: string  # Write units, likewise. Default: 500
    --read-scaling: string    # Between which units reads scale, and at which utilisation. Default: 500-5000@70
    --write-scaling: string   # Between which units writes scale, in all Regions alike. Default: 250-2500@70
    --scale-in-cooldown: string # How long a scale-in waits after another. Default: 60s
    --scale-out-cooldown: string # How long a scale-out waits after another. Default: 60s
    --warm-throughput: string # What the table can take at once, in units a second. Raising it is charged for, and it never falls again
    --point-in-time-recovery: string@"nu-complete chalkstore create-table point_in_time_recovery" # Point-in-time recovery, in every Region. Default: on
    --deletion-protection: string@"nu-complete chalkstore create-table deletion_protection" # Whether the table has to be unlocked before it can be deleted, in every Region. Default: on
    --encryption: string@"nu-complete chalkstore create-table encryption" # Whose key encrypts the data. Default: aws-managed; where a --kms-key is given, customer
    --kms-key: string         # The customer's KMS key of a Region, by its ARN or ID. Repeat it: every Region needs one
    --from-size: path         # Take capacity, Regions and keys from what 'chalkstore size' recommends: its report as JSON ('size --output json=FILE'), or the table as TOML ('size --emit toml=FILE'). Flags beat it
    --plan                    # Show what would be done, and do nothing
    --yes(-y)                 # Do it without asking
    --detailed-exitcode       # With --plan: exit with 5 where there is something to do, and with 0 where there is not
    --wait-timeout: string    # How long one thing, such as a new replica, is waited for at most
    --canary                  # In the end, write an item, read it in every Region, and delete it
    --emit: string            # Write the table as 'terraform', 'cloudformation', 'toml' or 'aws-cli', or a policy as 'iam-policy', to standard output or to a file, instead of doing anything. AWS is not asked
    --policy-for: string@"nu-complete chalkstore create-table purpose" # Whose policy it is: 'setup' for who runs this command, 'runtime' for the query servers, 'check' for who only looks
    --account: string         # The AWS account of the policy's resources, twelve digits. Default: any
    --secret: string          # The secret of the policy, which holds the store's URI. Its ARN tells more than its name, behind which AWS puts six characters. Default: NAME-online-store-secret
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --output(-o): string@"nu-complete chalkstore create-table output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore create-table fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore create-table color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    name?: string             # The table's name
  ]

  def "nu-complete chalkstore check-table layout" [] {
    [ "documented" "vendored" ]
  }

  def "nu-complete chalkstore check-table table_class" [] {
    [ "standard" "standard-infrequent-access" ]
  }

  def "nu-complete chalkstore check-table billing" [] {
    [ "on-demand" "provisioned" "autoscaling" ]
  }

  def "nu-complete chalkstore check-table point_in_time_recovery" [] {
    [ "on" "off" ]
  }

  def "nu-complete chalkstore check-table deletion_protection" [] {
    [ "on" "off" ]
  }

  def "nu-complete chalkstore check-table encryption" [] {
    [ "aws-owned" "aws-managed" "customer" ]
  }

  def "nu-complete chalkstore check-table output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore check-table fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore check-table color" [] {
    [ "auto" "always" "never" ]
  }

  # Check a DynamoDB table that exists: keys, scaling, protection and replicas in every Region, and whether it keeps up
  export extern "chalkstore check-table" [
    --window: string          # How far back to look at its metrics, from 1h to 454d. Up to 14d back there is a value for every minute. Default: 3d
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --layout: string@"nu-complete chalkstore check-table layout" # The names of keys and expiry, which the deployment has to read. Default: documented
    --partition-key: string   # The partition key's name, instead of the layout's
    --sort-key: string        # The sort key's name, instead of the layout's
    --ttl-attribute: string   # The attribute by which items expire, instead of the layout's; 'none' for no expiry
    --replica: string         # Another Region with a replica of the table, and how its reads scale, where they scale otherwise than those of the table's own Region. Repeat it
    --table-class: string@"nu-complete chalkstore check-table table_class" # What storage and requests cost. Default: standard
    --environment: string     # The environment that the table is for: its tag 'chalk_environment'
    --tag: string             # A tag. Repeat it
    --billing: string@"nu-complete chalkstore check-table billing" # How capacity is paid for. Default: autoscaling
    --read-capacity: string   # Read units: all of them where they are fixed, those to begin with where they scale. Default: 1000
    --write-capacity: string  # Write units, likewise. Default: 500
    --read-scaling: string    # Between which units reads scale, and at which utilisation. Default: 500-5000@70
    --write-scaling: string   # Between which units writes scale, in all Regions alike. Default: 250-2500@70
    --scale-in-cooldown: string # How long a scale-in waits after another. Default: 60s
    --scale-out-cooldown: string # How long a scale-out waits after another. Default: 60s
    --warm-throughput: string # What the table can take at once, in units a second. Raising it is charged for, and it never falls again
    --point-in-time-recovery: string@"nu-complete chalkstore check-table point_in_time_recovery" # Point-in-time recovery, in every Region. Default: on
    --deletion-protection: string@"nu-complete chalkstore check-table deletion_protection" # Whether the table has to be unlocked before it can be deleted, in every Region. Default: on
    --encryption: string@"nu-complete chalkstore check-table encryption" # Whose key encrypts the data. Default: aws-managed; where a --kms-key is given, customer
    --kms-key: string         # The customer's KMS key of a Region, by its ARN or ID. Repeat it: every Region needs one
    --output(-o): string@"nu-complete chalkstore check-table output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore check-table fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore check-table color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    name?: string             # The table: its name, its ARN, or 'dynamodb:///NAME'
  ]

  def "nu-complete chalkstore store-secret output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore store-secret fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore store-secret color" [] {
    [ "auto" "always" "never" ]
  }

  # Store a connection URI as a secret: the one whose name the dashboard takes
  export extern "chalkstore store-secret" [
    --uri-file: path          # Read the URI from a file that holds one line; '-' is standard input
    --uri-env: string         # Read the URI from an environment variable
    --name: string            # The secret's name. Default: '<table>-online-store-secret', or '<cluster>-redis-uri' for an endpoint of ElastiCache or MemoryDB
    --description: string     # Its description. Never write a part of the URI here: it is not encrypted
    --kms-key: string         # The KMS key that encrypts it, here or in a replica's Region, instead of the account's 'aws/secretsmanager'. Repeat it
    --tag: string             # A tag. Repeat it. Other tags stay as they are
    --replica: string         # Another Region with a replica of the secret. Repeat it. Other replicas stay as they are
    --force                   # Store a URI that fails its checks
    --replace                 # Overwrite another store's URI, or what is no URI or cannot be read, and call a scheduled deletion off. Replicas overwrite a secret of the same name in their Region
    --plan                    # Show what would be done, and do nothing
    --yes(-y)                 # Do it without asking
    --detailed-exitcode       # With --plan: exit with 5 where there is something to do, and with 0 where there is not
    --wait-timeout: string    # How long one thing, such as a new replica, is waited for at most
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --output(-o): string@"nu-complete chalkstore store-secret output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore store-secret fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore store-secret color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    uri?: string              # The connection URI, or '-' for standard input, one line
  ]

  def "nu-complete chalkstore setup output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore setup fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore setup color" [] {
    [ "auto" "always" "never" ]
  }

  # Set an online store up: the store, its URI, the secret that holds it, and what to enter in the dashboard
  export extern "chalkstore setup" [
    --output(-o): string@"nu-complete chalkstore setup output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore setup fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore setup color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete chalkstore setup dynamodb layout" [] {
    [ "documented" "vendored" ]
  }

  def "nu-complete chalkstore setup dynamodb table_class" [] {
    [ "standard" "standard-infrequent-access" ]
  }

  def "nu-complete chalkstore setup dynamodb billing" [] {
    [ "on-demand" "provisioned" "autoscaling" ]
  }

  def "nu-complete chalkstore setup dynamodb point_in_time_recovery" [] {
    [ "on" "off" ]
  }

  def "nu-complete chalkstore setup dynamodb deletion_protection" [] {
    [ "on" "off" ]
  }

  def "nu-complete chalkstore setup dynamodb encryption" [] {
    [ "aws-owned" "aws-managed" "customer" ]
  }

  def "nu-complete chalkstore setup dynamodb output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore setup dynamodb fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore setup dynamodb color" [] {
    [ "auto" "always" "never" ]
  }

  # A DynamoDB table: creates it or brings it to what is wanted, and stores its URI
  export extern "chalkstore setup dynamodb" [
    --layout: string@"nu-complete chalkstore setup dynamodb layout" # The names of keys and expiry, which the deployment has to read. Default: documented
    --partition-key: string   # The partition key's name, instead of the layout's
    --sort-key: string        # The sort key's name, instead of the layout's
    --ttl-attribute: string   # The attribute by which items expire, instead of the layout's; 'none' for no expiry
    --replica: string         # Another Region with a replica of the table, and how its reads scale, where they scale otherwise than those of the table's own Region. Repeat it
    --table-class: string@"nu-complete chalkstore setup dynamodb table_class" # What storage and requests cost. Default: standard
    --environment: string     # The environment that the table is for: its tag 'chalk_environment'
    --tag: string             # A tag. Repeat it
    --billing: string@"nu-complete chalkstore setup dynamodb billing" # How capacity is paid for. Default: autoscaling
    --read-capacity: string   # Read units: all of them where they are fixed, those to begin with where they scale. Default: 1000
    --write-capacity: string  # Write units, likewise. Default: 500
    --read-scaling: string    # Between which units reads scale, and at which utilisation. Default: 500-5000@70
    --write-scaling: string   # Between which units writes scale, in all Regions alike. Default: 250-2500@70
    --scale-in-cooldown: string # How long a scale-in waits after another. Default: 60s
    --scale-out-cooldown: string # How long a scale-out waits after another. Default: 60s
    --warm-throughput: string # What the table can take at once, in units a second. Raising it is charged for, and it never falls again
    --point-in-time-recovery: string@"nu-complete chalkstore setup dynamodb point_in_time_recovery" # Point-in-time recovery, in every Region. Default: on
    --deletion-protection: string@"nu-complete chalkstore setup dynamodb deletion_protection" # Whether the table has to be unlocked before it can be deleted, in every Region. Default: on
    --encryption: string@"nu-complete chalkstore setup dynamodb encryption" # Whose key encrypts the data. Default: aws-managed; where a --kms-key is given, customer
    --kms-key: string         # The customer's KMS key of a Region, by its ARN or ID. Repeat it: every Region needs one
    --from-size: path         # Take capacity, Regions and keys from what 'chalkstore size' recommends, as 'create-table' does
    --secret-name: string     # The secret's name. Default: NAME-online-store-secret. Its tags and replicas are those of the table
    --secret-kms-key: string  # The KMS key that encrypts the secret, here or in the Region of a replica. Repeat it
    --replace                 # Overwrite a secret that holds another store's URI, and call its deletion off
    --plan                    # Show what would be done, and do nothing
    --yes(-y)                 # Do it without asking
    --detailed-exitcode       # With --plan: exit with 5 where there is something to do, and with 0 where there is not
    --wait-timeout: string    # How long one thing, such as a new replica, is waited for at most
    --canary                  # When the table stands, write an item, read it in every Region, and delete it
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --output(-o): string@"nu-complete chalkstore setup dynamodb output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore setup dynamodb fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore setup dynamodb color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    name?: string             # The table's name
  ]

  def "nu-complete chalkstore setup valkey output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore setup valkey fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore setup valkey color" [] {
    [ "auto" "always" "never" ]
  }

  # A Valkey or Redis store that stands: checks its URI, connects to it, and stores the URI
  export extern "chalkstore setup valkey" [
    --uri-file: path          # Read the URI from a file that holds one line; '-' is standard input
    --uri-env: string         # Read the URI from an environment variable
    --name: string            # The secret's name. Default: '<table>-online-store-secret', or '<cluster>-redis-uri' for an endpoint of ElastiCache or MemoryDB
    --description: string     # Its description. Never write a part of the URI here: it is not encrypted
    --kms-key: string         # The KMS key that encrypts it, here or in a replica's Region, instead of the account's 'aws/secretsmanager'. Repeat it
    --tag: string             # A tag. Repeat it. Other tags stay as they are
    --replica: string         # Another Region with a replica of the secret. Repeat it. Other replicas stay as they are
    --no-connect              # Do not connect: the store cannot be reached from here. Whether it can be reached at all is then not known
    --replace                 # Overwrite a secret that holds another store's URI, and call its deletion off
    --plan                    # Show what would be done, and do nothing
    --yes(-y)                 # Do it without asking
    --detailed-exitcode       # With --plan: exit with 5 where there is something to do, and with 0 where there is not
    --wait-timeout: string    # How long one thing, such as a new replica, is waited for at most
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --output(-o): string@"nu-complete chalkstore setup valkey output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore setup valkey fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore setup valkey color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    uri?: string              # The connection URI, or '-' for standard input, one line
  ]

  def "nu-complete chalkstore init output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore init fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore init color" [] {
    [ "auto" "always" "never" ]
  }

  # Write a first chalkstore.toml by looking: what can be observed is filled in, the rest is commented
  export extern "chalkstore init" [
    --environment: string     # The environment's name
    --force                   # Write over a file that is there
    --secret: string          # The secret that holds the store's URI, by its name
    --uri-env: string         # The environment variable that holds the URI
    --uri-file: path          # The file that holds the URI, in one line
    --uri: string             # The URI itself. One with a password is refused: it would stand in the file
    --table: string           # The DynamoDB table: its name, its ARN, or 'dynamodb:///NAME'. Default: the one that the store's URI names
    --failover: string        # The failover name, such as chalk.example.com
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --output(-o): string@"nu-complete chalkstore init output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore init fail_on" # From which status on the exit code is 1
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore init color" # When to use colour
    --timeout: string         # How long the observation of one target may take, all its stages together
    --quiet(-q)               # Problems only
    --help(-h)                # Print help (see more with '--help')
    file?: path               # The file to write; '-' is standard output
  ]

  def "nu-complete chalkstore check-access output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore check-access fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore check-access color" [] {
    [ "auto" "always" "never" ]
  }

  # Check what a deployment's role may do: AWS's policy simulator is asked whether it may use the online store
  export extern "chalkstore check-access" [
    --role: string            # The role's ARN. That of one of its sessions does too, where the role has no path
    --table: string           # The table's name: whether the role may read and write it
    --replica: string         # Another Region with a replica of the table. Repeat it
    --secret: string          # The secret that holds the store's URI: whether the role may read it. Its ARN tells more than its name, behind which AWS puts six characters that policies may name
    --kms-key: string         # The customer's KMS key of the table in a Region, by ARN or ID. Repeat it for every Region
    --secret-kms-key: string  # The customer's KMS key of the secret, by ARN or ID
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --output(-o): string@"nu-complete chalkstore check-access output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore check-access fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore check-access color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete chalkstore replication-lag output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore replication-lag fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore replication-lag color" [] {
    [ "auto" "always" "never" ]
  }

  # See how far replicas are behind: in other Regions and in this one, and what would be lost if the primary died now
  export extern "chalkstore replication-lag" [
    --table: string           # A DynamoDB global table, one at a time: its name, its ARN, or 'dynamodb:///NAME'. Regions that it names itself are looked at, too
    --msk-replicator: string  # An MSK Replicator. Repeat it for several
    --aurora-global: string   # An Aurora Global Database: the metadata plane's state. Repeat it for several
    --global-datastore: string # An ElastiCache Global Datastore: its identifier, or that of the secondary's replication group. Repeat it for several
    --uri-file: path          # Read the URI from a file that holds one line; '-' is standard input
    --uri-env: string         # Read the URI from an environment variable
    --secret: string          # Read the URI from AWS Secrets Manager: a secret's name or ARN
    --rpo: string             # The recovery point objective: how many seconds of writes may be lost. Default: 60s
    --max-lag: string         # The greatest lag that any replica may have at this moment: more of it fails. Where it is not given, only --rpo is judged
    --window: string          # How far back to look at metrics, from 1h to 454d. Up to 14d back there is a point for every minute. Default: 1h
    --canary: string          # Measure the table's lag: write marker items in each Region, look for them in the others, and delete them. N is how many in each direction; 10 where it is left out. Each costs a few write and read units, in every Region, which are told. Markers appear in the table's stream, as all writes do
    --samples: string         # How often to read the offsets of a Valkey or Redis store's nodes, within --timeout
    --watch: string           # Look again and again, and tell what changed: each direction's lag, and results of checks. Ends with Ctrl-C. Where standard output is no terminal, it is NDJSON
    --region: string          # A Region of the table, and where databases and datastores are looked for. Repeat it for each. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --output(-o): string@"nu-complete chalkstore replication-lag output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore replication-lag fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore replication-lag color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    uri?: string              # The connection URI, or '-' for standard input, one line
  ]

  def "nu-complete chalkstore failover metadata" [] {
    [ "active-passive" "active-active" "single-region" ]
  }

  def "nu-complete chalkstore failover output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore failover fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore failover color" [] {
    [ "auto" "always" "never" ]
  }

  # Check a failover name: would traffic move when a Region dies, where to, and when
  export extern "chalkstore failover" [
    --region-host: string     # A Region's own host, such as us-east-1=prod-east.query.example.com; https://HOST:PORT and http://HOST:PORT are taken, too. Repeat it for each Region. Default: the load balancers that the records lead to
    --resolver: string        # A resolver to ask, such as 1.1.1.1 or 10.0.0.2:53, or 'system'. Repeat it; the first that knows a host also tells where it is. Default: system
    --table: string           # The DynamoDB table of the online store: whether its Regions match
    --secret: string          # The secret that holds the online store's URI: whether each Region has its own. Its value is not kept
    --aurora-global: string   # The metadata plane's Aurora Global Database
    --rto: string             # The recovery time objective: how long traffic may take to move. Default: 180s
    --rpo: string             # The recovery point objective: how much may be lost
    --what-if: string         # Reckon with other settings, such as interval=10,threshold=2,ttl=60; what is not said stays as it is
    --probe-error-rate: string # The share of a checker's requests that fail although the Region is healthy, such as 0.01 or 1%: how often a faster check raises a false alarm
    --active: string          # The Region that traffic is to go to now. Default: that of the primary record
    --metadata: string@"nu-complete chalkstore failover metadata" # How the metadata plane lives in several Regions
    --offline-host: string    # A host that offline or training consumers are pointed at; it is looked up. Repeat it
    --deployed: string        # What is deployed in a Region, such as us-east-1=3f2a91c. Repeat it
    --query-servers: string   # How many query servers a Region has at least, such as us-west-2=4. Repeat it
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --output(-o): string@"nu-complete chalkstore failover output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore failover fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore failover color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    name?: string             # The failover name, such as chalk.example.com; also https://NAME:PORT or http://NAME:PORT, where clients do not use TLS at port 443
  ]

  def "nu-complete chalkstore failover simulate metadata" [] {
    [ "active-passive" "active-active" "single-region" ]
  }

  def "nu-complete chalkstore failover simulate output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore failover simulate fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore failover simulate color" [] {
    [ "auto" "always" "never" ]
  }

  # Play a Region's failure and recovery from what is set up: who is served when, and what is lost
  export extern "chalkstore failover simulate" [
    --region-host: string     # A Region's own host, such as us-east-1=prod-east.query.example.com; https://HOST:PORT and http://HOST:PORT are taken, too. Repeat it for each Region. Default: the load balancers that the records lead to
    --resolver: string        # A resolver to ask, such as 1.1.1.1 or 10.0.0.2:53, or 'system'. Repeat it; the first that knows a host also tells where it is. Default: system
    --table: string           # The DynamoDB table of the online store: whether its Regions match
    --secret: string          # The secret that holds the online store's URI: whether each Region has its own. Its value is not kept
    --aurora-global: string   # The metadata plane's Aurora Global Database
    --rto: string             # The recovery time objective: how long traffic may take to move. Default: 180s
    --rpo: string             # The recovery point objective: how much may be lost
    --what-if: string         # Reckon with other settings, such as interval=10,threshold=2,ttl=60; what is not said stays as it is
    --probe-error-rate: string # The share of a checker's requests that fail although the Region is healthy, such as 0.01 or 1%: how often a faster check raises a false alarm
    --active: string          # The Region that traffic is to go to now. Default: that of the primary record
    --metadata: string@"nu-complete chalkstore failover simulate metadata" # How the metadata plane lives in several Regions
    --offline-host: string    # A host that offline or training consumers are pointed at; it is looked up. Repeat it
    --deployed: string        # What is deployed in a Region, such as us-east-1=3f2a91c. Repeat it
    --query-servers: string   # How many query servers a Region has at least, such as us-west-2=4. Repeat it
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --outage: string          # How long the Region is away
    --read-qps: string        # Online queries per second of all clients: how many fail
    --write-qps: string       # Items written per second: those that were not replicated are at risk
    --lag: string             # The lag of replication when the Region dies, as 'replication-lag' measures it
    --resolver-ttl: string    # How long resolvers keep an answer, where they do not keep to the record's TTL
    --output(-o): string@"nu-complete chalkstore failover simulate output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore failover simulate fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore failover simulate color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    name?: string             # The failover name, such as chalk.example.com; also https://NAME:PORT or http://NAME:PORT, where clients do not use TLS at port 443
  ]

  def "nu-complete chalkstore failover watch metadata" [] {
    [ "active-passive" "active-active" "single-region" ]
  }

  def "nu-complete chalkstore failover watch until" [] {
    [ "moved" "back" ]
  }

  def "nu-complete chalkstore failover watch output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore failover watch fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore failover watch color" [] {
    [ "auto" "always" "never" ]
  }

  # Watch a failover drill: who is served when, when each health check turns, and what that comes to
  export extern "chalkstore failover watch" [
    --region-host: string     # A Region's own host, such as us-east-1=prod-east.query.example.com; https://HOST:PORT and http://HOST:PORT are taken, too. Repeat it for each Region. Default: the load balancers that the records lead to
    --resolver: string        # A resolver to ask, such as 1.1.1.1 or 10.0.0.2:53, or 'system'. Repeat it; the first that knows a host also tells where it is. Default: system
    --table: string           # The DynamoDB table of the online store: whether its Regions match
    --secret: string          # The secret that holds the online store's URI: whether each Region has its own. Its value is not kept
    --aurora-global: string   # The metadata plane's Aurora Global Database
    --rto: string             # The recovery time objective: how long traffic may take to move. Default: 180s
    --rpo: string             # The recovery point objective: how much may be lost
    --what-if: string         # Reckon with other settings, such as interval=10,threshold=2,ttl=60; what is not said stays as it is
    --probe-error-rate: string # The share of a checker's requests that fail although the Region is healthy, such as 0.01 or 1%: how often a faster check raises a false alarm
    --active: string          # The Region that traffic is to go to now. Default: that of the primary record
    --metadata: string@"nu-complete chalkstore failover watch metadata" # How the metadata plane lives in several Regions
    --offline-host: string    # A host that offline or training consumers are pointed at; it is looked up. Repeat it
    --deployed: string        # What is deployed in a Region, such as us-east-1=3f2a91c. Repeat it
    --query-servers: string   # How many query servers a Region has at least, such as us-west-2=4. Repeat it
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --every: string           # From the beginning of one look to that of the next, at least 100ms. A look takes up to 3 s where something hangs. Default: 2s
    --for: string             # How long to watch at most. Without it, until Ctrl-C
    --until: string@"nu-complete chalkstore failover watch until" # End once clients are served by another Region ('moved'), or by the first one again ('back')
    --output(-o): string@"nu-complete chalkstore failover watch output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore failover watch fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore failover watch color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    name?: string             # The failover name, such as chalk.example.com; also https://NAME:PORT or http://NAME:PORT, where clients do not use TLS at port 443
  ]

  def "nu-complete chalkstore preflight output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore preflight fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore preflight color" [] {
    [ "auto" "always" "never" ]
  }

  # Check all that chalkstore.toml describes: one environment or each of them, before a rollout
  export extern "chalkstore preflight" [
    --config: path            # The file that describes the environments. What was saved is judged by the file of then: to judge it by another one, look again
    --only: string            # Only these checks: a code (TOP021), a check's name, a category ('topology') or a part ('failover'). Repeat it, or put commas between them
    --skip: string            # All but these checks, named in the same way. They are told of as skipped
    --wait: string            # Look again and again until everything is as it should be, at most this long, and tell what is waited for. The last look is shortly before the end; what has not answered then is cut off, and an earlier answer stands. What no waiting mends is not waited for: chalkstore.toml, a URI that is no secret's, and an AWS Region or credentials that nobody gave
    --baseline: path          # An older JSON report, evidence file or bundle of 'preflight': what it found already is skipped, and only what is new or worse counts. What was known to it stays known
    --output(-o): string@"nu-complete chalkstore preflight output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore preflight fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore preflight color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...environments: string   # The environments to look at; all that the file describes where none is named
  ]

  def "nu-complete chalkstore dataflow other_path" [] {
    [ "none" "private" "public" "api" ]
  }

  def "nu-complete chalkstore dataflow require" [] {
    [ "restricted" ]
  }

  def "nu-complete chalkstore dataflow output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore dataflow fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore dataflow color" [] {
    [ "auto" "always" "never" ]
  }

  # Say what flows between the planes: which of the five flows between the metadata plane and the data plane are on, where they go, whether customer data could travel, and how each is switched off
  export extern "chalkstore dataflow" [
    --otel-config: path       # A collector's configuration: its own YAML, a Kubernetes ConfigMap or List, Helm values, or the operator's resource; '-' is standard input. Repeat it for several files and several collectors
    --eks-cluster: string     # The EKS cluster of the data plane, which is asked for
    --eks-json: path          # The same from a file: 'aws eks describe-cluster --output json'. A GKE cluster's description is recognised: 'gcloud container clusters describe --format json'
    --vpc-endpoints: path     # VPC endpoints: 'aws ec2 describe-vpc-endpoints --output json', 'describe-vpc-endpoint-connections' of the side that provides the service, or 'terraform show -json' of a state or a plan; and, beside them, other ways, such as 'describe-vpc-peering-connections'. Repeat it for several files
    --metadata-host: string   # A host or a network of the metadata plane, such as *.chalk.example.com or 203.0.113.0/24, the name of its endpoint service, its bucket ('s3://logs', 'gs://logs'), its AWS account (123456789012), its workspace of Amazon Managed Service for Prometheus ('workspaces/ws-0123') or its project of Google Cloud ('projects/telemetry'). Repeat it
    --allow-host: string      # A host that may have telemetry, a bucket ('s3://logs', 'gs://logs'), an AWS account (123456789012), a workspace of Amazon Managed Service for Prometheus ('workspaces/ws-0123') or a project of Google Cloud ('projects/telemetry') that may, a network that may reach the Kubernetes API, the name of another vendor's endpoint service, or a peering or another way that does not lead to the metadata plane, by its id or its address in Terraform. Repeat it
    --other-path: string@"nu-complete chalkstore dataflow other_path" # What leads from the metadata plane to the data plane beside VPC endpoints, which no file of endpoints shows
    --image-repository: string # Where container images are pulled from, such as 123456789012.dkr.ecr.us-east-1.amazonaws.com. Repeat it
    --require: string@"nu-complete chalkstore dataflow require" # What is required of the flows
    --region: string          # The AWS Region of secrets and tables. Default: that of the environment or the profile
    --profile: string         # The profile of the AWS configuration files
    --endpoint-url: string    # Another address for AWS, such as an emulator's. 'AWS_ENDPOINT_URL_<SERVICE>' works too
    --output(-o): string@"nu-complete chalkstore dataflow output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore dataflow fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore dataflow color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete chalkstore report output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore report fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore report color" [] {
    [ "auto" "always" "never" ]
  }

  # Make the report of saved evidence: what a command found, in any format, with no network, no store and no account
  export extern "chalkstore report" [
    --detailed-exitcode       # Exit with 5 where a plan has changes to make, as the command that made it does
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --output(-o): string@"nu-complete chalkstore report output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore report fail_on" # From which status on the exit code is 1
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore report color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...files: path            # Bundles (--bundle) and evidence files (--save-evidence); '-' is standard input
  ]

  def "nu-complete chalkstore diff output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore diff fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore diff color" [] {
    [ "auto" "always" "never" ]
  }

  # Say what changed between two runs: what is new, what is gone, and whether it got worse, as before and after a rollout
  export extern "chalkstore diff" [
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --output(-o): string@"nu-complete chalkstore diff output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore diff fail_on" # From which status on the exit code is 1
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore diff color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    old: path                 # The first run: evidence (--save-evidence), a bundle (--bundle), or a report as JSON; '-' is standard input
    new: path                 # The later one, of any of these forms
  ]

  def "nu-complete chalkstore explain fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore explain output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore explain color" [] {
    [ "auto" "always" "never" ]
  }

  # Say what a check means: why it matters, how it is decided and how to fix it
  export extern "chalkstore explain" [
    --fail-on: string@"nu-complete chalkstore explain fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --output(-o): string@"nu-complete chalkstore explain output" # Write the page as 'human', 'json' or 'markdown'
    --color: string@"nu-complete chalkstore explain color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    ...codes: string          # Codes or names of checks, such as URI014 or uri-parameters
  ]

  def "nu-complete chalkstore completions shell" [] {
    [ "bash" "zsh" "fish" "powershell" "elvish" "nushell" ]
  }

  def "nu-complete chalkstore completions output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "gitlab" "markdown" "html" "svg" "mermaid" "openmetrics" ]
  }

  def "nu-complete chalkstore completions fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore completions color" [] {
    [ "auto" "always" "never" ]
  }

  # Print a shell's completion script
  export extern "chalkstore completions" [
    --static                  # A script that runs nothing: commands and options, without environments and checks
    --output(-o): string@"nu-complete chalkstore completions output" # Write the report in this format, to standard output or to a file. Repeat it for several
    --fail-on: string@"nu-complete chalkstore completions fail_on" # From which status on the exit code is 1
    --timeout: string         # How long the observation of one target may take, all its stages together
    --save-evidence: path     # Save what was seen, without secrets, for --evidence
    --bundle: path            # Write everything into one file (tar.gz), for a bug report or a colleague: what was seen, without secrets, the report as HTML, JSON and text, errors, versions, and what was left out of it by which rule. 'chalkstore report' reads it
    --evidence: path          # Judge saved evidence, or a bundle, instead of looking: no network, no input, the same report
    --quiet(-q)               # Problems only
    --verbose(-v)             # Every result, also what passed or was skipped
    --color: string@"nu-complete chalkstore completions color" # When to use colour
    --help(-h)                # Print help (see more with '--help')
    shell: string@"nu-complete chalkstore completions shell" # The shell
  ]

}

export use completions *
