//! The arguments that hand one URI over, for commands that do not read it from where it is to be stored.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PathBufValueParser, StringValueParser, TypedValueParser};

use super::args::{FROM, Source, file, variable};

/// Where one connection URI comes from.
#[derive(Args, Clone, Default)]
pub struct UriArgs {
    /// The connection URI, or `-` for standard input, one line.
    ///
    /// An argument can be read by everybody who lists processes or the shell's history: for a URI with a password
    /// take `-`, --uri-file or --uri-env.
    #[arg(value_name = "URI", help_heading = FROM)]
    pub uri: Option<OsString>,

    /// Read the URI from a file that holds one line; `-` is standard input.
    #[arg(long, value_name = "FILE", help_heading = FROM, value_parser = PathBufValueParser::new().try_map(file))]
    pub uri_file: Option<PathBuf>,

    /// Read the URI from an environment variable.
    #[arg(long, value_name = "VAR", help_heading = FROM, value_parser = StringValueParser::new().try_map(variable))]
    pub uri_env: Option<String>,
}

impl UriArgs {
    /// Every place that was named, in order: argument, file, variable.
    pub fn sources(&self) -> Vec<Source> {
        let argument =
            |uri: &OsString| if uri == "-" { Source::Stdin } else { Source::Argument(uri.clone()) };
        let file =
            |path: &PathBuf| if path.as_os_str() == "-" { Source::Stdin } else { Source::File(path.clone()) };
        let mut sources: Vec<Source> = self.uri.iter().map(argument).collect();
        sources.extend(self.uri_file.iter().map(file));
        sources.extend(self.uri_env.iter().cloned().map(Source::Variable));
        sources
    }
}
