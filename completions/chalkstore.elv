
use builtin;
use str;

set edit:completion:arg-completer[chalkstore] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'chalkstore'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'chalkstore'= {
            cand -o 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --output 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --fail-on 'The least bad status that makes the exit code 1'
            cand --timeout 'How long the observation of one target may take, all its stages together'
            cand --save-evidence 'Save what was seen, without secrets, for --evidence'
            cand --evidence 'Judge saved evidence instead of looking: no network, no input, the same report'
            cand --color 'When to use colour'
            cand -q 'Problems only'
            cand --quiet 'Problems only'
            cand -v 'Every result, also what passed or was skipped'
            cand --verbose 'Every result, also what passed or was skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand validate-uri 'Check connection URIs before query servers have to use them'
            cand topology 'See a cluster as query servers do, and what losing a zone would do to it'
            cand size 'What items take and cost'
            cand explain 'Say what a check means, why it matters, how it is decided and how to fix it'
            cand completions 'Print the completion script of a shell'
        }
        &'chalkstore;validate-uri'= {
            cand --uri-file 'Read URIs from a file, one a line; also name,uri and JSON lines with name and uri'
            cand --uri-env 'Read the URI from an environment variable'
            cand --secret 'Read the URI from AWS Secrets Manager: a secret''s name or ARN'
            cand --region 'The AWS Region of secrets and tables; by default that of the environment or the profile'
            cand --profile 'The profile of the AWS configuration files'
            cand --endpoint-url 'Another address for AWS, such as an emulator''s. AWS_ENDPOINT_URL_<SERVICE> works too'
            cand --write-fixed 'Write what can be corrected, with its secrets, to a file that only you can read (mode 0600). What is right already is written as it is; what only a person can correct is left out'
            cand -o 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --output 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --fail-on 'The least bad status that makes the exit code 1'
            cand --timeout 'How long the observation of one target may take, all its stages together'
            cand --save-evidence 'Save what was seen, without secrets, for --evidence'
            cand --evidence 'Judge saved evidence instead of looking: no network, no input, the same report'
            cand --color 'When to use colour'
            cand --connect 'Go on to the store: resolve, connect, log in, and compare the server with the URI'
            cand -q 'Problems only'
            cand --quiet 'Problems only'
            cand -v 'Every result, also what passed or was skipped'
            cand --verbose 'Every result, also what passed or was skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'chalkstore;topology'= {
            cand --uri-file 'Read URIs from a file, one a line; also name,uri and JSON lines with name and uri'
            cand --uri-env 'Read the URI from an environment variable'
            cand --secret 'Read the URI from AWS Secrets Manager: a secret''s name or ARN'
            cand --region 'The AWS Region of secrets and tables; by default that of the environment or the profile'
            cand --profile 'The profile of the AWS configuration files'
            cand --endpoint-url 'Another address for AWS, such as an emulator''s. AWS_ENDPOINT_URL_<SERVICE> works too'
            cand --from-shards 'Read the topology from what valkey-cli --json CLUSTER SHARDS or redis-cli CLUSTER SHARDS printed; - is standard input. No server is asked'
            cand --az 'The query servers'' availability zone, as CHALK_AVAILABILITY_ZONE names it; by default that variable''s value'
            cand --policy 'The replica connection policy in use: unset, uniform-random or zonal-affinity. Without it all are compared'
            cand --query-servers 'How many query servers there are: a number, or numbers by zone such as us-east-1a=20,us-east-1b=20'
            cand --clients-per-server 'How many cluster clients each query server has'
            cand --lose 'Imagine these zones and nodes (HOST:PORT) as lost together. Repeat it for several sets; each zone alone is always reckoned'
            cand --zone-map 'Zones of nodes whose servers do not tell them: lines CIDR|HOST ZONE, or the JSON of aws elasticache describe-cache-clusters --show-cache-node-info or aws memorydb describe-clusters --show-shard-details'
            cand --seed 'The seed of simulations, where an exact answer is out of reach'
            cand --node-timeout 'How long one node may take, within --timeout'
            cand --rtt-samples 'How many PINGs to time on each node, one after another. Each costs a round trip; there are fewer where they would take half of its time'
            cand --watch 'Look again and again, and tell what changed: nodes, roles, zones, slots, and results of checks. Ends with Ctrl-C. Where standard output is no terminal, it is NDJSON'
            cand --resp 'The protocol to speak: RESP 2 or 3'
            cand -o 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --output 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --fail-on 'The least bad status that makes the exit code 1'
            cand --timeout 'How long the observation of one target may take, all its stages together'
            cand --save-evidence 'Save what was seen, without secrets, for --evidence'
            cand --evidence 'Judge saved evidence instead of looking: no network, no input, the same report'
            cand --color 'When to use colour'
            cand -q 'Problems only'
            cand --quiet 'Problems only'
            cand -v 'Every result, also what passed or was skipped'
            cand --verbose 'Every result, also what passed or was skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'chalkstore;size'= {
            cand -o 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --output 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --fail-on 'The least bad status that makes the exit code 1'
            cand --timeout 'How long the observation of one target may take, all its stages together'
            cand --save-evidence 'Save what was seen, without secrets, for --evidence'
            cand --evidence 'Judge saved evidence instead of looking: no network, no input, the same report'
            cand --color 'When to use colour'
            cand -q 'Problems only'
            cand --quiet 'Problems only'
            cand -v 'Every result, also what passed or was skipped'
            cand --verbose 'Every result, also what passed or was skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand item 'Size items: bytes by attribute, capacity units, and what would not fit'
        }
        &'chalkstore;size;item'= {
            cand --format 'How the items are written'
            cand --key 'The name of a key attribute, which must be there and not be empty: first the partition key, then the sort key'
            cand -o 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --output 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --fail-on 'The least bad status that makes the exit code 1'
            cand --timeout 'How long the observation of one target may take, all its stages together'
            cand --save-evidence 'Save what was seen, without secrets, for --evidence'
            cand --evidence 'Judge saved evidence instead of looking: no network, no input, the same report'
            cand --color 'When to use colour'
            cand -q 'Problems only'
            cand --quiet 'Problems only'
            cand -v 'Every result, also what passed or was skipped'
            cand --verbose 'Every result, also what passed or was skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'chalkstore;explain'= {
            cand --fail-on 'The least bad status that makes the exit code 1'
            cand --timeout 'How long the observation of one target may take, all its stages together'
            cand --save-evidence 'Save what was seen, without secrets, for --evidence'
            cand --evidence 'Judge saved evidence instead of looking: no network, no input, the same report'
            cand -o 'Write the page as human, json or markdown'
            cand --output 'Write the page as human, json or markdown'
            cand --color 'When to use colour'
            cand -q 'Problems only'
            cand --quiet 'Problems only'
            cand -v 'Every result, also what passed or was skipped'
            cand --verbose 'Every result, also what passed or was skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'chalkstore;completions'= {
            cand -o 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --output 'Write the report in this format, to standard output or to a file. Repeat it for several'
            cand --fail-on 'The least bad status that makes the exit code 1'
            cand --timeout 'How long the observation of one target may take, all its stages together'
            cand --save-evidence 'Save what was seen, without secrets, for --evidence'
            cand --evidence 'Judge saved evidence instead of looking: no network, no input, the same report'
            cand --color 'When to use colour'
            cand -q 'Problems only'
            cand --quiet 'Problems only'
            cand -v 'Every result, also what passed or was skipped'
            cand --verbose 'Every result, also what passed or was skipped'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
    ]
    $completions[$command]
}
