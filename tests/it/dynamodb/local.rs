//! Calls of `DynamoDB` Local over a connection that stays open: tens of thousands are made.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::support::RunningEmulator;

/// A connection to `DynamoDB` Local.
pub(super) struct Local {
    stream: BufReader<TcpStream>,
}

impl Local {
    /// Connects.
    pub(super) fn of(emulator: &RunningEmulator) -> Self {
        let url = emulator.direct_url();
        let stream = TcpStream::connect(url.trim_start_matches("http://")).expect("it listens");
        stream.set_nodelay(true).expect("is a socket");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("is a socket");
        Self { stream: BufReader::new(stream) }
    }

    /// Calls an operation: its answer, or what was refused.
    pub(super) fn call(&mut self, operation: &str, body: &str) -> Result<Value, String> {
        let head = format!(
            "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: DynamoDB_20120810.{operation}\r\n\
             Content-Type: application/x-amz-json-1.0\r\nX-Amz-Date: 20260101T000000Z\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/dynamodb/aws4_request, \
             SignedHeaders=host, Signature=00\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let request = [head.as_bytes(), body.as_bytes()].concat();
        self.stream.get_mut().write_all(&request).expect("it reads");
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("it answers");
        let is_good = line.contains(" 200 ");
        let mut length = None;
        let mut is_chunked = false;
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("it answers");
            let lower = line.trim().to_lowercase();
            if lower.is_empty() {
                break;
            }
            if let Some(text) = lower.strip_prefix("content-length:") {
                length = text.trim().parse().ok();
            }
            is_chunked |= lower.starts_with("transfer-encoding:") && lower.contains("chunked");
        }
        let mut answer = Vec::new();
        if is_chunked {
            loop {
                line.clear();
                self.stream.read_line(&mut line).expect("it answers");
                let size = usize::from_str_radix(line.trim(), 16).expect("a chunk has a size");
                self.read(size, &mut answer);
                self.read(2, &mut Vec::new());
                if size == 0 {
                    break;
                }
            }
        } else {
            self.read(length.expect("an answer has a length"), &mut answer);
        }
        let text = String::from_utf8(answer).expect("an answer is text");
        if is_good { Ok(serde_json::from_str(&text).expect("an answer is JSON")) } else { Err(text) }
    }

    fn read(&mut self, size: usize, into: &mut Vec<u8>) {
        let start = into.len();
        into.resize(start + size, 0);
        self.stream.read_exact(&mut into[start..]).expect("it answers in full");
    }

    /// Calls an operation that reports the units it consumed.
    #[track_caller]
    pub(super) fn units(&mut self, operation: &str, body: &str) -> f64 {
        let answer = self.call(operation, body).unwrap_or_else(|error| panic!("{operation} {body}: {error}"));
        let consumed = &answer["ConsumedCapacity"];
        let one = consumed.as_array().map_or(consumed, |list| &list[0]);
        one["CapacityUnits"].as_f64().unwrap_or_else(|| panic!("{operation} tells no units: {answer}"))
    }
}
