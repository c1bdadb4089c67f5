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

  def "nu-complete chalkstore size output" [] {
    [ "human" "json" "ndjson" "junit" "sarif" "github" "markdown" "svg" "mermaid" ]
  }

  def "nu-complete chalkstore size fail_on" [] {
    [ "warn" "fail" "never" ]
  }

  def "nu-complete chalkstore size color" [] {
    [ "auto" "always" "never" ]
  }

  # What items take and cost
  export extern "chalkstore size" [
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
