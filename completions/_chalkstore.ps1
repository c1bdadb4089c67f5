
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
            [CompletionResult]::new('size', 'size', [CompletionResultType]::ParameterValue, 'What items take and cost')
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
