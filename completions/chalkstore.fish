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
complete -c chalkstore -n "__fish_chalkstore_needs_command" -f -a "size" -d 'What items take and cost'
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
