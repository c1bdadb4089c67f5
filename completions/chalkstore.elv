
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
