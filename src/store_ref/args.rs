//! The arguments that name a store, the same for every command.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PathBufValueParser, StringValueParser, TypedValueParser};

use crate::aws;

// Each argument names its heading: a heading of the group would stay for the arguments behind the group.
pub(super) const FROM: &str = "Where the URI comes from";
const AWS: &str = "AWS";

/// Where a store's connection URI comes from. Several may be given; they are read in this order: arguments, files,
/// variables, secrets.
#[derive(Args, Clone, Default)]
pub struct StoreArgs {
    /// Connection URIs, or `-` for standard input, one a line.
    ///
    /// An argument can be read by everybody who lists processes or the shell's history: for a URI with a password
    /// take `-`, --uri-file, --uri-env or --secret.
    #[arg(value_name = "URI", help_heading = FROM)]
    pub uris: Vec<OsString>,

    /// Read URIs from a file, one a line: the URI alone, `name,uri`, or JSON with `name` and `uri`.
    #[arg(long, value_name = "FILE", help_heading = FROM, value_parser = PathBufValueParser::new().try_map(file))]
    pub uri_file: Vec<PathBuf>,

    /// Read the URI from an environment variable.
    #[arg(long, value_name = "VAR", help_heading = FROM, value_parser = StringValueParser::new().try_map(variable))]
    pub uri_env: Vec<String>,

    /// Read the URI from AWS Secrets Manager: a secret's name or ARN.
    #[arg(long, value_name = "NAME|ARN", help_heading = FROM, value_parser = StringValueParser::new().try_map(secret))]
    pub secret: Vec<String>,

    /// How to reach AWS.
    #[command(flatten)]
    pub aws: AwsArgs,
}

/// How to reach AWS, for secrets and tables.
#[derive(Args, Clone, Default)]
pub struct AwsArgs {
    /// The AWS Region of secrets and tables. Default: that of the environment or the profile.
    #[arg(long, value_name = "REGION", help_heading = AWS)]
    pub region: Option<String>,

    /// The profile of the AWS configuration files.
    #[arg(long, value_name = "NAME", help_heading = AWS)]
    pub profile: Option<String>,

    /// Another address for AWS, such as an emulator's. `AWS_ENDPOINT_URL_<SERVICE>` works too.
    #[arg(long, value_name = "URL", help_heading = AWS, value_parser = endpoint)]
    pub endpoint_url: Option<String>,
}

/// The URL of an endpoint.
///
/// # Errors
/// When it is none.
pub fn endpoint(text: &str) -> Result<String, String> {
    if aws::is_url(text) {
        Ok(text.to_owned())
    } else {
        Err("--endpoint-url takes a URL: write for example --endpoint-url http://127.0.0.1:4566".to_owned())
    }
}

impl AwsArgs {
    /// The same for the one place that loads AWS configuration, asked by a command.
    pub fn options(&self, command: &'static str) -> aws::Options {
        aws::Options {
            region: self.region.clone(),
            profile: self.profile.clone(),
            endpoint_url: self.endpoint_url.clone(),
            command,
        }
    }
}

/// An option that names a place was given something else, often the URI itself. It never says what was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotAPlace {
    #[error("{takes}, and this looks like a URI: write for example {example}")]
    Uri { takes: &'static str, example: &'static str },
    #[error("{takes}: write for example {example}")]
    Other { takes: &'static str, example: &'static str },
}

fn place<T>(
    value: T,
    text: &str,
    is_place: bool,
    takes: &'static str,
    example: &'static str,
) -> Result<T, NotAPlace> {
    if looks_like_a_uri(text) {
        Err(NotAPlace::Uri { takes, example })
    } else if is_place {
        Ok(value)
    } else {
        Err(NotAPlace::Other { takes, example })
    }
}

/// Whether a text that is to name a file or a variable is rather a URI, or a part of one.
pub(crate) fn looks_like_a_uri(text: &str) -> bool {
    let has_query = text.split_once('?').is_some_and(|(_, query)| query.contains('='));
    has_query || text.contains("://") || text.to_ascii_lowercase().contains("password=")
}

pub(super) fn file(path: PathBuf) -> Result<PathBuf, NotAPlace> {
    let text = path.to_string_lossy().into_owned();
    place(path, &text, true, "--uri-file takes the path of a file", "--uri-file uris.txt")
}

/// The name of an environment variable.
///
/// # Errors
/// When it is none.
pub(crate) fn variable(name: String) -> Result<String, NotAPlace> {
    let text = name.clone();
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.bytes().next().is_some_and(|first| !first.is_ascii_digit());
    place(name, &text, is_name, "--uri-env takes the name of a variable", "--uri-env REDIS_URI")
}

/// The alphabet is that of Secrets Manager; the parts of an ARN stand between colons.
///
/// # Errors
/// When it is neither a name nor an ARN.
pub(crate) fn secret(name: String) -> Result<String, NotAPlace> {
    let text = name.clone();
    let is_arn = name.starts_with("arn:");
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/_+=.@-".contains(&byte) || is_arn && byte == b':');
    place(name, &text, is_name, "--secret takes a secret's name or ARN", "--secret online-store-uri")
}

/// One place to read from.
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    /// A command-line argument. It may be a secret: there is no `Debug`.
    Argument(OsString),
    /// Standard input, one URI a line.
    Stdin,
    /// A file, one URI a line.
    File(PathBuf),
    /// An environment variable that holds one URI.
    Variable(String),
    /// A secret that holds one URI.
    Secret(String),
}

impl StoreArgs {
    /// Every place to read from, in order.
    pub fn sources(&self) -> Vec<Source> {
        let argument =
            |uri: &OsString| if uri == "-" { Source::Stdin } else { Source::Argument(uri.clone()) };
        let file =
            |path: &PathBuf| if path.as_os_str() == "-" { Source::Stdin } else { Source::File(path.clone()) };
        let mut sources: Vec<Source> = self.uris.iter().map(argument).collect();
        sources.extend(self.uri_file.iter().map(file));
        sources.extend(self.uri_env.iter().cloned().map(Source::Variable));
        sources.extend(self.secret.iter().cloned().map(Source::Secret));
        sources
    }

    /// Whether none was named.
    pub fn is_empty(&self) -> bool {
        self.uris.is_empty() && self.uri_file.is_empty() && self.uri_env.is_empty() && self.secret.is_empty()
    }
}

impl Source {
    /// What to call it, without anything that could be secret.
    pub fn describe(&self) -> String {
        match self {
            Self::Argument(_) => "argument".to_owned(),
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
            Self::Variable(name) => format!("${name}"),
            Self::Secret(name) => format!("secret {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_names_a_place_takes_no_uri() {
        let arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/store-AbCdEf";
        for name in ["online-store-uri", "prod/eu@2+x=1.0_a", arn] {
            assert_eq!(secret(name.to_owned()).as_deref(), Ok(name));
        }
        for name in ["", "a b", "a?b", "h:6379", "rediss://h", "a\nb", "ä"] {
            assert!(secret(name.to_owned()).is_err(), "{name}");
        }
        for name in ["REDIS_URI", "_x", "x1"] {
            assert_eq!(variable(name.to_owned()).as_deref(), Ok(name));
        }
        for name in ["", "1x", "A-B", "$REDIS_URI", "A=b", "rediss://h"] {
            assert!(variable(name.to_owned()).is_err(), "{name}");
        }
        assert!(file("a=b?".into()).is_ok() && file("-".into()).is_ok() && file("a?b=c".into()).is_err());
        assert_eq!(
            file("rediss://h".into()).expect_err("is a URI").to_string(),
            "--uri-file takes the path of a file, and this looks like a URI: write for example --uri-file uris.txt"
        );
    }
}
