//! What is shown of a secret to the checks: characters of the same classes, byte for byte as long.

use crate::report::Span;
use crate::uri::grammar::is_invisible;

/// The text with the masked parts replaced by their shape, byte for byte as long.
pub(super) fn shape(text: &str, masks: &[Span]) -> String {
    let mut shaped = String::with_capacity(text.len());
    let mut at = 0;
    for mask in masks {
        shaped.push_str(&text[at..mask.start]);
        shape_of(mask.of(text), text[mask.end..].starts_with('='), &mut shaped);
        at = mask.end;
    }
    shaped.push_str(&text[at..]);
    shaped
}

/// `is_key`: whether a `=` follows behind it.
fn shape_of(secret: &str, is_key: bool, shaped: &mut String) {
    let mut rest = secret;
    while let Some(character) = rest.chars().next() {
        let escape = rest.as_bytes();
        if character == '%' && escape.len() > 2 && escape[1..3].iter().all(u8::is_ascii_hexdigit) {
            shaped.push_str("%41");
            rest = &rest[3..];
            continue;
        }
        // Where the documented parameters begin tells where the host ends, and they are no secret.
        let begins = |key: &&str| {
            let behind = rest.strip_prefix(*key);
            behind.is_some_and(|behind| behind.starts_with('=') || (behind.is_empty() && is_key))
        };
        if let Some(key) = ["password", "clustered"].into_iter().find(begins) {
            shaped.push_str(key);
            rest = &rest[key.len()..];
            continue;
        }
        shaped.push(match character {
            // Neither hexadecimal nor a word of their own: a malformed escape stays malformed, and no shape is
            // mistaken for a placeholder (`xxx`) or a boolean (`0`, `n`).
            'a'..='z' => 'q',
            'A'..='Z' => 'Q',
            '0'..='9' => '9',
            '#' | '&' | '%' | '+' | '=' | '@' | ':' | '/' | '?' | ';' | ',' | '[' | ']' | '\\' | '.'
            | '-' | '_' | '{' | '}' => character,
            _ if is_invisible(character) || character == ' ' => character,
            _ => match character.len_utf8() {
                1 => '!',
                2 => 'é',
                3 => '€',
                _ => '😀',
            },
        });
        rest = &rest[character.len_utf8()..];
    }
}

#[cfg(test)]
mod tests {
    use crate::uri::redact::redact;

    #[test]
    fn secrets_lose_everything_but_their_shape() {
        for (text, expected) in [
            (
                "redis://h:1/0?password=Hunter2!&clustered=true",
                "redis://h:1/0?password=Qqqqqq9!&clustered=true",
            ),
            ("redis://h:1/0?pasword=hunter2&clustered=yes", "redis://h:1/0?pasword=qqqqqq9&clustered=yes"),
            (
                "redis://h:1/0?password=<token>&clustered=true",
                "redis://h:1/0?password=<token>&clustered=true",
            ),
            ("redis://bob:hunter2@h:1", "redis://qqq:qqqqqq9@h:1"),
            ("redis://default:hunter2@h:1", "redis://default:qqqqqq9@h:1"),
            ("redis://bob:<password>@h:1", "redis://qqq:<password>@h:1"),
            ("redis://[user]:[password]@h:1", "redis://[user]:[password]@h:1"),
            ("redis://h:1/0?password={{ .pw }}", "redis://h:1/0?password={{ .qq }}"),
            ("redis://h:1/0?password={pw}", "redis://h:1/0?password={qq}"),
            ("redis://h:1/0?password=${PW}", "redis://h:1/0?password=${PW}"),
            ("redis://default:hunter2", "redis://default:qqqqqq9"),
            ("redis://default:s3cr3t:h.x:6379/0", "redis://qqqqqqq:q9qq9q:q.q:6379/0"),
            ("redis://h x:1/0?a/h:1?clustered=bob@e", "redis://h x:1/0?q/q:9?clustered=qqq@q"),
            ("redis://h:1/0?password=mypassword", "redis://h:1/0?password=qqqqqqqqqq"),
            ("redis:/<token>redis://password=p5&clus@x", "redis:/<token>redis://password=q9&qqqq@q"),
            ("redis://u:PASS:host:6379", "redis://q:QQQQ:qqqq:6379"),
            ("redis://u:12?PW=2@h", "redis://q:99?QQ=9@h"),
            ("redis://u:12/3?x&PW=2@h:1/0?clustered=true", "redis://q:99/9?q&QQ=9@h:1/0?clustered=true"),
            ("redis://h.x:12?pw=2@h", "redis://h.x:12?pw=9@q"),
            ("redis://h:6379?pw=2@h", "redis://h:6379?pw=9@q"),
            ("redis://2001:db8::7:6379/0", "redis://2001:db8::7:6379/0"),
            ("redis://[fe80::1%25eth0]:1", "redis://[fe80::1%25eth0]:1"),
            ("redis://h:1?password=a&b&clustered=true", "redis://h:1?password=q&q&clustered=true"),
            ("redis://h:1?password=a%2Fb%zz", "redis://h:1?password=q%41q%qq"),
            (
                "redis://h:1?password=a#b&clustered=true#insecure",
                "redis://h:1?password=q#q&clustered=true#insecure",
            ),
            ("redis://h.io:6379?xredis://u:Ab1@i=1&y=2", "redis://h.io:6379?qqqqqq://q:Qq9@q=1&y=2"),
            ("redis://h:1?password=a\u{200b}é", "redis://h:1?password=q\u{200b}é"),
            ("redis://h:1#Insecure", "redis://h:1#Insecure"),
            ("hunter2", "qqqqqq9"),
            ("h.io:6379/0?password=Ab1", "h.io:6379/0?password=Qq9"),
            ("10.0.0.1:6379?hunter2", "10.0.0.1:6379?qqqqqq9"),
            ("john.doe:12345@h.io:1", "qqqq.qqq:99999@q.qq:9"),
            ("h.io:6379,password=Ab1", "q.qq:9999,password=Qq9"),
            ("hun.ter:x1", "qqq.qqq:q9"),
            ("[protocol]://[host]:[port]", "[protocol]://[host]:[port]"),
            ("REDIS_URI=redis://h:1?password=Ab1", "REDIS_URI=redis://h:1?password=Qq9"),
            ("export URI=\"redis://h:1,redis://:pw@i:1\"", "qqqqqq QQQ=!qqqqq://q:9,redis://:qq@q:9\""),
            ("hunter2=redis://h:1?password=Ab1", "qqqqqq9=qqqqq://q:9?password=Qq9"),
            ("https://hooks/T0/B0", "https://qqqqq/Q9/Q9"),
            ("redis://h:1?clustered=hunter2", "redis://h:1?clustered=qqqqqq9"),
            ("redis://h:1?foo=bar", "redis://h:1?foo=qqq"),
            ("redis://h:1?ssl=True&db=12&a=1", "redis://h:1?ssl=True&db=12&a=1"),
            ("redis://h:1?ssl=abc&db=123&cluster=on", "redis://h:1?ssl=qqq&db=999&cluster=on"),
            ("redis://h:1?password=x&a=1", "redis://h:1?password=q&q=9"),
            ("redis://h:1?hunter2", "redis://h:1?qqqqqq9"),
            ("dynamodb:///a-table", "dynamodb:///a-table"),
            (
                "dynamodb:///arn:aws:dynamodb:us-east-1:1:table/t",
                "dynamodb:///arn:aws:dynamodb:us-east-1:1:table/t",
            ),
            ("redis://h:1/00000", "redis://h:1/00000"),
            ("redis://h:006379/0", "redis://h:006379/0"),
            ("redis://h:123456/0", "redis://h:999999/0"),
            ("redis://h:1/012345", "redis://h:1/999999"),
            ("redis://h:1/0,redis://:pw@i:1", "redis://q:9/9,redis://:qq@q:9"),
        ] {
            assert_eq!(redact(text.as_bytes()).text, expected, "{text}");
        }
    }
}
