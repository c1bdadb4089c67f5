//! What was not said, asked on the terminal: an empty answer takes the default, and what cannot be read is asked again.

use std::io::{self, BufRead, Write};

use clap::ValueEnum as _;

use crate::cli::error::CliError;
use crate::dynamodb::spec::{BillingName, LayoutName, ReplicaWanted, Wanted};
use crate::secrets::stored;

/// The table's name, where it was not given, and what a table cannot do without.
pub(super) fn table(
    name: Option<String>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<(String, Wanted), CliError> {
    let name = match name {
        Some(name) => name,
        None => ask(input, output, "The table's name", "chalk-online-store", |text| {
            Wanted::default().spec(text, "us-east-1").map(|spec| spec.name)
        })?,
    };
    let layout = ask(
        input,
        output,
        "Which keys does the deployment read: documented (pk, sk) or vendored (__id__, __ns__)? No default: they cannot be changed later",
        "",
        |text| LayoutName::from_str(text, true),
    )?;
    let billing = ask(
        input,
        output,
        "How is capacity paid for: autoscaling, on-demand or provisioned? By default as it stands; a new table scales",
        "as it stands",
        |text| if text == "as it stands" { Ok(None) } else { BillingName::from_str(text, true).map(Some) },
    )?;
    let replicas = ask(
        input,
        output,
        "Replicas in other Regions, such as us-west-2,eu-west-1; `none` for one Region",
        "none",
        |text| {
            let regions = text.split(',').map(str::trim).filter(|region| !matches!(*region, "none" | ""));
            regions.map(str::parse).collect::<Result<Vec<ReplicaWanted>, _>>()
        },
    )?;
    let environment = ask(
        input,
        output,
        "The environment, for the tag chalk_environment; `none` for no tag",
        "none",
        |text| Ok::<_, String>(Some(text.to_owned()).filter(|text| text != "none")),
    )?;
    let wanted = Wanted { layout: Some(layout), billing, replicas, environment, ..Wanted::default() };
    Ok((name, wanted))
}

/// A name for the secret.
pub(super) fn secret_name(input: &mut dyn BufRead, output: &mut dyn Write) -> Result<String, CliError> {
    ask(input, output, "The secret's name", "online-store-uri", stored::secret_name)
}

fn ask<T>(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    question: &str,
    default: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<T, CliError> {
    let stopped = |error: io::Error| {
        CliError::usage(anyhow::Error::new(error).context("the questions ended before the last was answered"))
            .hint("answer all of them, or say it by flags: chalkstore setup --help")
    };
    loop {
        let shown = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        write!(output, "{question}{shown}: ").and_then(|()| output.flush()).map_err(stopped)?;
        let mut line = String::new();
        if input.read_line(&mut line).map_err(stopped)? == 0 {
            return Err(stopped(io::Error::new(io::ErrorKind::UnexpectedEof, "no more input")));
        }
        let answer = line.trim();
        match read(if answer.is_empty() { default } else { answer }) {
            Ok(value) => return Ok(value),
            Err(reason) => writeln!(output, "  {reason}").map_err(stopped)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_said_is_asked() {
        let mut told = Vec::new();
        let answers = "a b\nstore-1\n\nvendored\n\nus-west-2, eu-west-1\nproduction\n";
        let (name, wanted) =
            table(None, &mut answers.as_bytes(), &mut told).unwrap_or_else(|_| panic!("is answered"));
        assert_eq!(name, "store-1");
        assert_eq!((wanted.layout, wanted.billing), (Some(LayoutName::Vendored), None));
        let regions: Vec<&str> = wanted.replicas.iter().map(|replica| replica.region.as_str()).collect();
        assert_eq!(
            (regions, wanted.environment.as_deref()),
            (vec!["us-west-2", "eu-west-1"], Some("production"))
        );
        let told = String::from_utf8(told).expect("is text");
        // A wrong name, and a layout that nobody said.
        assert_eq!(
            (told.matches("The table's name").count(), told.matches("Which keys").count()),
            (2, 2),
            "{told}"
        );
        assert!(table(Some("x-1".to_owned()), &mut "vendored\n".as_bytes(), &mut Vec::new()).is_err());
    }
}
