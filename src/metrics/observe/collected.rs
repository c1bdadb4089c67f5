//! What comes for one metric, page by page.

use aws_sdk_cloudwatch::primitives::DateTime;
use aws_sdk_cloudwatch::types::{MessageData, MetricDataResult, StatusCode};

use crate::connect::text::escape;
use crate::metrics::Completeness;

/// The most words of `CloudWatch` on one metric that are kept.
const MAX_MESSAGES: usize = 5;

/// What came for one metric so far.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) points: Vec<(i64, f64)>,
    /// Whether any answer was about it.
    pub(super) is_told: bool,
    messages: Vec<String>,
    /// The last page that had it said that there is more.
    has_more: bool,
}

impl Collected {
    /// Takes one page's part.
    pub(super) fn take(&mut self, result: &MetricDataResult) {
        self.is_told = true;
        let times = result.timestamps().iter().map(DateTime::secs);
        self.points.extend(times.zip(result.values().iter().copied()));
        // The rest may be on the next page.
        self.has_more = result.status_code() == Some(&StatusCode::PartialData);
        let status = match result.status_code() {
            None | Some(StatusCode::Complete | StatusCode::PartialData) => None,
            Some(status) => Some(escape(status.as_str())),
        };
        for message in status.into_iter().chain(result.messages().iter().map(words)) {
            self.say(message);
        }
    }

    /// Adds what came for another part of the window, all of its pages.
    pub(super) fn add(&mut self, other: Self) {
        self.is_told |= other.is_told;
        self.points.extend(other.points);
        other.messages.into_iter().for_each(|message| self.say(message));
        if other.has_more {
            self.say(StatusCode::PartialData.as_str().to_owned());
        }
    }

    /// Whether everything came.
    pub(super) fn completeness(self) -> Completeness {
        if self.messages.is_empty() { Completeness::Complete } else { Completeness::Partial(self.messages) }
    }

    fn say(&mut self, message: String) {
        if self.messages.len() < MAX_MESSAGES && !self.messages.contains(&message) {
            self.messages.push(message);
        }
    }
}

/// What `CloudWatch` says of an answer.
pub(super) fn words(message: &MessageData) -> String {
    let text = [message.code(), message.value()].into_iter().flatten().collect::<Vec<_>>().join(": ");
    escape(&text)
}
