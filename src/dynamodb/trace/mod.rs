//! Consumed capacity over time: what is read from files and from `CloudWatch`, a point a minute.
