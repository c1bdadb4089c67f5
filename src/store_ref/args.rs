//! The arguments that name a store, the same for every command.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use crate::aws;

/// Where a store's connection URI comes from. Several may be given; they are read in this order: arguments, files,
/// variables, secrets.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Where the URI comes from")]
pub struct StoreArgs {
    /// Connection URIs, or `-` for standard input, one a line.
    ///
    /// An argument can be read by everybody who lists processes or the shell's history: for a URI with a password
    /// take `-`, --uri-file, --uri-env or --secret.
    #[arg(value_name = "URI")]
    pub uris: Vec<OsString>,

    /// Read URIs from a file, one a line; also `name,uri` and JSON lines with `name` and `uri`.
    #[arg(long, value_name = "FILE")]
    pub uri_file: Vec<PathBuf>,

    /// Read the URI from an environment variable.
    #[arg(long, value_name = "VAR")]
    pub uri_env: Vec<String>,

    /// Read the URI from AWS Secrets Manager: a secret's name or ARN.
    #[arg(long, value_name = "NAME")]
    pub secret: Vec<String>,

    /// How to reach AWS.
    #[command(flatten)]
    pub aws: AwsArgs,
}

/// How to reach AWS, for secrets and tables.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "AWS")]
pub struct AwsArgs {
    /// The AWS Region of secrets and tables; by default that of the environment or the profile.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,

    /// The profile of the AWS configuration files.
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,

    /// Another address for AWS, such as an emulator's. `AWS_ENDPOINT_URL_<SERVICE>` works too.
    #[arg(long, value_name = "URL")]
    pub endpoint_url: Option<String>,
}

impl AwsArgs {
    /// The same for the one place that loads AWS configuration.
    pub fn options(&self) -> aws::Options {
        aws::Options {
            region: self.region.clone(),
            profile: self.profile.clone(),
            endpoint_url: self.endpoint_url.clone(),
        }
    }
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
