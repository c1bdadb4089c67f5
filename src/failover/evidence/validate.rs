//! Whether what was read from a file can be reckoned with at all.

use super::{Evidence, HealthCheck, Record, TargetGroup};

/// The longest TTL that DNS knows, in seconds (RFC 2181, section 8).
const LONGEST_TTL_S: u64 = (1 << 31) - 1;

/// Above what AWS takes for any interval, in seconds, and any count.
const MOST: u32 = 1_000_000;

impl Evidence {
    /// Whether it can be judged: TTLs, intervals and thresholds that no name has are a damaged file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        let zones = self.zones.answer().into_iter().flatten();
        let mut records = zones.filter_map(|zone| zone.records.answer()).flatten();
        let has_ttl = |record: &Record| record.ttl_s.is_none_or(|ttl_s| ttl_s <= LONGEST_TTL_S);
        if !records.all(has_ttl) {
            return Err("a record's TTL is longer than DNS knows");
        }
        if !self.health_checks.iter().all(is_check) {
            return Err("a health check's interval, threshold or alarm is none that AWS takes");
        }
        let mut groups =
            self.balancers.iter().filter_map(|balancer| balancer.target_groups.answer()).flatten();
        if !groups.all(is_group) {
            return Err("a target group's interval or threshold is none that AWS takes");
        }
        self.table.as_ref().map_or(Ok(()), |table| table.validate())
    }
}

fn are_small<const N: usize>(numbers: [Option<u32>; N]) -> bool {
    numbers.into_iter().flatten().all(|number| number <= MOST)
}

fn is_check(check: &HealthCheck) -> bool {
    let alarm = check.alarm.as_ref().and_then(|asked| asked.answer()).and_then(Option::as_ref);
    let facts = check.described.answer();
    facts.is_none_or(|facts| are_small([facts.interval_s, facts.threshold]))
        && alarm.is_none_or(|alarm| are_small([alarm.period_s, alarm.evaluation_periods]))
}

fn is_group(group: &TargetGroup) -> bool {
    are_small([group.interval_s, group.unhealthy_threshold, group.healthy_threshold])
}
