//! Reads the files that a command line or `chalkstore.toml` names, unless they are endless.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Instant;

use flate2::read::MultiGzDecoder;

use super::error::CliError;
use crate::observe::{self, LONGER};

/// The longest text that is read, in bytes: the saved replies of a thousand nodes make less than one MiB.
const MAX_TEXT: u64 = 16 << 20;
/// How a gzip file begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The text of the file that `flag` names, or of standard input where it is `-`.
///
/// # Errors
/// It cannot be read, is longer than 16 MiB, is not UTF-8, or did not end until `deadline`.
pub(super) fn text(flag: &str, path: &Path, deadline: Instant) -> Result<String, CliError> {
    String::from_utf8(in_time(flag, path, deadline)?)
        .map_err(|_| CliError::usage_message(format!("{flag}: {} is not UTF-8 text", name(path))))
}

/// What to call a file.
pub(super) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}

/// The bytes of the file that `flag` names. A file on a disk ends; of a pipe nobody knows whether anybody will ever write to
/// it, or close it.
///
/// # Errors
/// It cannot be read, is longer than 16 MiB, or did not end until `deadline`.
pub(super) fn in_time(flag: &str, path: &Path, deadline: Instant) -> Result<Vec<u8>, CliError> {
    if path.is_file() {
        return bytes(flag, path, MAX_TEXT);
    }
    let (own_flag, own_path) = (flag.to_owned(), path.to_owned());
    match observe::in_time(deadline, move || bytes(&own_flag, &own_path, MAX_TEXT)) {
        Ok(read) => read,
        Err(RecvTimeoutError::Timeout) => Err(late(flag, path)),
        Err(RecvTimeoutError::Disconnected) => {
            Err(CliError::usage_message(format!("{flag}: {} could not be read", name(path))))
        }
    }
}

/// Nothing came of a file until the deadline.
pub(super) fn late(flag: &str, path: &Path) -> CliError {
    CliError::usage_message(format!("{flag}: {} did not end in time", name(path)))
        .hint(format!("{LONGER}, or write it to a file first"))
}

/// A whole file, unpacked if it is gzipped, unless it is longer than `most` bytes. It is waited for as long as it takes.
pub(super) fn bytes(flag: &str, path: &Path, most: u64) -> Result<Vec<u8>, CliError> {
    let read = if path.as_os_str() == "-" {
        capped(io::stdin().lock(), most)
    } else {
        File::open(path).and_then(|file| capped(file, most))
    };
    let unpacked = read.and_then(|bytes| {
        if bytes.starts_with(&GZIP) {
            capped(MultiGzDecoder::new(Cursor::new(bytes)), most)
        } else {
            Ok(bytes)
        }
    });
    unpacked.map_err(|error| {
        let what = if error.kind() == io::ErrorKind::UnexpectedEof {
            format!("{flag}: {} is gzipped, and ends in the middle", name(path))
        } else {
            format!("{flag}: cannot read {}", name(path))
        };
        CliError::usage(anyhow::Error::new(error).context(what))
    })
}

fn capped(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if from.take(most + 1).read_to_end(&mut bytes)? as u64 > most {
        let reason = format!("it is longer than {} MiB", most >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}
