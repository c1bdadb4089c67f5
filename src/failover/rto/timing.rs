//! When what decides about a record changes its mind after the record's Region died, and after it is back.

use super::{NoRto, Span, endpoint, target};
use crate::failover::evidence::{AlarmFacts, HealthCheck, HealthCheckFacts};
use crate::failover::model::{
    Entry, Health, Shape, Signal, Target, places, plain, quorum, region_of_host, route_of,
};
use crate::failover::{Evidence, WhatIf};

/// How deep aliases and calculated checks are followed.
const DEEPEST: usize = 8;

/// What notices a death where a health check is reckoned with that is not there.
pub(super) const SUPPOSED: &str = "a health check of its own host, which it has not yet";

/// When a signal turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// From the Region's death until the signal is unhealthy.
    pub unhealthy: Span,
    /// From the Region's return until it is healthy.
    pub healthy: Span,
    /// What it is, with its settings.
    pub by: String,
    /// Whether settings that could not be read are reckoned with AWS's own.
    pub is_assumed: bool,
    /// What it rests on although it was not found out: a sentence each, without the dot at its end.
    pub unsure: Vec<String>,
}

/// When a record turns unhealthy after its Region died, and healthy after it is back: the first of its signals makes it
/// unhealthy, and all have to be back.
///
/// # Errors
///
/// Why it never turns, or why that is not known.
pub fn timing(entry: &Entry<'_>, evidence: &Evidence, what_if: Option<&WhatIf>) -> Result<Timing, NoRto> {
    let own = places(entry.record, evidence);
    let region = entry.region.as_deref();
    Case { evidence, what_if, region, dying: &own, own: &own, stays: false }.of_entry(entry, 0)
}

/// The same of a record that leads elsewhere: when it turns although its own Region lives, because what decides about it
/// looks at what dies.
///
/// # Errors
///
/// Why it stays healthy, as it should ([`NoRto::Never`]), or why that is not known.
pub(super) fn falls_too(
    entry: &Entry<'_>,
    dying: &[&Entry<'_>],
    evidence: &Evidence,
    what_if: Option<&WhatIf>,
) -> Result<Timing, NoRto> {
    let own = places(entry.record, evidence);
    let all: Vec<String> = dying.iter().flat_map(|one| places(one.record, evidence)).collect();
    let region = dying.first().and_then(|one| one.region.as_deref());
    Case { evidence, what_if, region, dying: &all, own: &own, stays: true }.of_entry(entry, 0)
}

/// What is asked about: the death of a Region.
#[derive(Clone, Copy)]
struct Case<'a> {
    evidence: &'a Evidence,
    what_if: Option<&'a WhatIf>,
    /// The Region that dies; nothing where the record does not tell it.
    region: Option<&'a str>,
    /// The names and addresses that the records lead to that die.
    dying: &'a [String],
    /// Those that the record leads to that is asked about.
    own: &'a [String],
    /// Whether the record leads elsewhere, and should stay healthy.
    stays: bool,
}

/// Whether a place dies.
enum Fate {
    Dies,
    /// It does, as far as one can tell.
    DiesPerhaps(String),
    /// It stays, and where it is.
    Stays(String),
    Unknown,
}

impl Case<'_> {
    fn of_entry(&self, entry: &Entry<'_>, depth: usize) -> Result<Timing, NoRto> {
        if entry.signals.is_empty() {
            // One that leads elsewhere would have a check of its own host, which stays healthy.
            if let Some(settings) = endpoint::supposed(self.what_if).filter(|_| !self.stays && depth == 0) {
                return Ok(supposed(settings));
            }
            let what = "nothing decides about its health (no health check, and EvaluateTargetHealth is off): it always counts as healthy";
            return Err(NoRto::Never(what.to_owned()));
        }
        let mut turning: Option<Timing> = None;
        let mut never = Vec::new();
        let mut unknown = None;
        for signal in &entry.signals {
            match self.of_signal(signal, depth) {
                Ok(timing) => turning = Some(turning.map_or(timing.clone(), |other| both(&other, &timing))),
                // One that stays healthy does not hinder the other.
                Err(NoRto::Never(why)) => never.push(why),
                // That another one turns it for certain is enough, where it should not turn at all.
                Err(why) if self.stays => unknown = unknown.or(Some(why)),
                Err(why) => return Err(why),
            }
        }
        turning.ok_or_else(|| unknown.unwrap_or_else(|| NoRto::Never(never.join("; "))))
    }

    fn of_signal(&self, signal: &Signal, depth: usize) -> Result<Timing, NoRto> {
        if depth > DEEPEST {
            return Err(NoRto::Unknown("aliases or calculated checks lead in a circle".to_owned()));
        }
        match signal {
            Signal::Check { id } => self.of_check(id, depth),
            Signal::TargetHealth { target: Target::Balancer { dns_name, region } } => {
                let is_elsewhere = match self.region {
                    Some(own) => own != region,
                    None => self.stays && !self.dying.contains(dns_name),
                };
                if is_elsewhere {
                    return Err(NoRto::Never(format!("{dns_name} stands in another Region, {region}")));
                }
                let balancer = self.evidence.balancers.iter().find(|one| one.dns_name == *dns_name);
                Ok(target::timing(balancer, dns_name))
            }
            Signal::TargetHealth { target: Target::Records { name, kind } } => {
                self.of_records(name, kind, depth)
            }
            Signal::TargetHealth { target: Target::Other { dns_name } } => {
                Err(NoRto::Unknown(format!("when Route 53 takes {dns_name} for unhealthy is not published")))
            }
        }
    }

    /// An alias to records of the zone is healthy while one of them is.
    fn of_records(&self, name: &str, kind: &str, depth: usize) -> Result<Timing, NoRto> {
        let Some(route) = route_of(self.evidence, name, kind) else {
            return Err(NoRto::Unknown(format!("the {kind} records of {name} were not found")));
        };
        if route.shape == Shape::Mixed {
            return Err(NoRto::Unknown(format!("the policy of {name} is not reckoned with")));
        }
        let mut all: Option<Timing> = None;
        for entry in &route.entries {
            let timing = self.of_entry(entry, depth + 1).map_err(|why| why.within(name))?;
            all = Some(match all {
                None => timing,
                Some(other) => Timing {
                    unhealthy: other.unhealthy.last(timing.unhealthy),
                    healthy: other.healthy.first(timing.healthy),
                    by: format!("{} and {}", other.by, timing.by),
                    is_assumed: other.is_assumed || timing.is_assumed,
                    unsure: [other.unsure, timing.unsure].concat(),
                },
            });
        }
        all.ok_or_else(|| NoRto::Unknown(format!("{name} has no {kind} records")))
    }

    fn of_check(&self, id: &str, depth: usize) -> Result<Timing, NoRto> {
        let never = |why: &str| Err(NoRto::Never(format!("health check {id} {why}")));
        let unknown = |why: String| Err(NoRto::Unknown(format!("health check {id} {why}")));
        let Some(check) = self.evidence.health_check(id) else { return unknown("was not read".to_owned()) };
        let facts = match (check.described.answer(), check.described.failure()) {
            (Some(facts), _) => facts,
            (None, failure) => {
                let why = failure.map(ToString::to_string).unwrap_or_default();
                return unknown(format!("could not be read: {why}"));
            }
        };
        if facts.is_disabled {
            return never("is disabled: it always counts as healthy");
        }
        if facts.is_inverted {
            return never("is inverted: when the Region dies it turns healthy");
        }
        match facts.kind.as_str() {
            "CALCULATED" => self.calculated(id, facts, depth),
            "CLOUDWATCH_METRIC" => self.by_alarm(check, facts),
            "RECOVERY_CONTROL" => never("follows a routing control, which a person turns"),
            "HTTP" | "HTTPS" | "HTTP_STR_MATCH" | "HTTPS_STR_MATCH" | "TCP" => self.by_probing(id, facts),
            kind => unknown(format!("is of type {kind}, which this version does not reckon with")),
        }
    }

    fn by_probing(&self, id: &str, facts: &HealthCheckFacts) -> Result<Timing, NoRto> {
        let host = facts.host.as_deref();
        if facts.address.is_none() && host == Some(self.evidence.name.as_str()) {
            return Err(NoRto::Unknown(format!(
                "health check {id} probes the failover name itself: AWS calls the results unpredictable"
            )));
        }
        // With an address the name is only sent along.
        let watched = facts.address.as_deref().or(host).unwrap_or_default();
        let dead = self.region.unwrap_or("the Region");
        let mut unsure = Vec::new();
        match self.fate(watched) {
            Fate::Dies => {}
            Fate::DiesPerhaps(why) => unsure.push(format!("health check {id} probes {watched}, {why}")),
            Fate::Stays(at) => {
                return Err(NoRto::Never(format!(
                    "health check {id} probes {watched}{at}: it stays healthy when {dead} dies"
                )));
            }
            Fate::Unknown => {
                return Err(NoRto::Unknown(format!(
                    "health check {id} probes {watched}, whose Region is not known"
                )));
            }
        }
        let is_told = |asked: fn(&WhatIf) -> Option<u32>, own: Option<u32>| {
            own.is_some() || self.what_if.is_some_and(|what_if| asked(what_if).is_some())
        };
        let is_assumed = !is_told(|what_if| what_if.interval_s, facts.interval_s)
            || !is_told(|what_if| what_if.threshold, facts.threshold);
        if is_assumed {
            unsure.push(format!("Route 53 does not tell interval and threshold of health check {id}"));
        }
        let (interval_s, threshold) = endpoint::settings(facts, self.what_if);
        let longest_try_s = endpoint::longest_try_s(&facts.kind);
        Ok(Timing {
            unhealthy: endpoint::unhealthy(interval_s, threshold, longest_try_s),
            healthy: endpoint::healthy(interval_s, threshold, longest_try_s),
            by: format!("health check {id} ({interval_s} s x {threshold})"),
            is_assumed,
            unsure,
        })
    }

    /// Whether what a check probes dies.
    fn fate(&self, watched: &str) -> Fate {
        let is_of = |places: &[String]| places.contains(&plain(watched));
        if is_of(self.dying) {
            return Fate::Dies;
        }
        let watched_region = region_of_host(watched, self.evidence);
        match (self.region, watched_region) {
            (Some(region), Some(at)) if region == at => Fate::Dies,
            (Some(_), Some(at)) => Fate::Stays(format!(" in {at}")),
            _ if self.stays && is_of(self.own) => Fate::Stays(String::new()),
            (None, Some(at)) if self.stays => Fate::Stays(format!(" in {at}")),
            (_, None) if self.stays => Fate::Unknown,
            (None, Some(at)) => {
                Fate::DiesPerhaps(format!("in {at}, and which Region the record leads to is not known"))
            }
            (_, None) => Fate::DiesPerhaps("whose Region is not known".to_owned()),
        }
    }

    /// Unhealthy as soon as too few children are healthy, healthy as soon as enough are. Children that watch something
    /// else stay as they are: healthy.
    fn calculated(&self, id: &str, facts: &HealthCheckFacts, depth: usize) -> Result<Timing, NoRto> {
        let children = facts.children.len();
        let needed = quorum(&format!("health check {id}"), facts).map_err(|judged| match judged.health {
            Health::Unknown => NoRto::Unknown(judged.why),
            Health::Healthy => NoRto::Never(judged.why),
            Health::Unhealthy => {
                let and = "its record answers only as a last resort";
                NoRto::Never(format!("{}, and {and}", judged.why))
            }
        })?;
        let mut turning = Vec::new();
        let mut unknown = None;
        for child in &facts.children {
            match self.of_signal(&Signal::Check { id: child.clone() }, depth + 1) {
                Ok(timing) => turning.push(timing),
                Err(NoRto::Never(_)) => {}
                Err(why) if self.stays => unknown = unknown.or(Some(why)),
                Err(why) => return Err(why),
            }
        }
        // Enough of them turn whatever the others do; or too few even if all of those do.
        if let Some(why) = unknown.filter(|_| turning.len() + needed <= children) {
            return Err(why);
        }
        let staying = children - turning.len();
        let spans = |of: fn(&Timing) -> Span| turning.iter().map(of).collect::<Vec<_>>();
        // So many have to turn until fewer than needed are healthy.
        let Some(unhealthy) = Span::nth(&spans(|timing| timing.unhealthy), children - needed + 1) else {
            return Err(NoRto::Never(format!(
                "health check {id} needs {needed} healthy children of {children}, and {staying} of them stay healthy when the Region dies"
            )));
        };
        let healthy = Span::nth(&spans(|timing| timing.healthy), needed.saturating_sub(staying));
        // After a short outage only the quickest have turned, and only they have to be back.
        let quickest = turning.iter().map(|timing| timing.healthy.min_ms).min();
        let healthy = Span { min_ms: quickest.unwrap_or_default(), ..healthy.unwrap_or_default() };
        Ok(Timing {
            unhealthy,
            healthy,
            by: format!("health check {id} ({needed} of {children} children)"),
            is_assumed: turning.iter().any(|timing| timing.is_assumed),
            unsure: turning.iter().flat_map(|timing| timing.unsure.clone()).collect(),
        })
    }

    /// By the periods of the alarm's data.
    fn by_alarm(&self, check: &HealthCheck, facts: &HealthCheckFacts) -> Result<Timing, NoRto> {
        let id = &check.id;
        let name = facts.alarm.as_ref().map_or("", |alarm| alarm.name.as_str());
        let unknown =
            |why: String| Err(NoRto::Unknown(format!("health check {id} watches alarm {name}: {why}")));
        let alarm: &AlarmFacts = match check.alarm.as_ref().map(|asked| (asked.answer(), asked.failure())) {
            Some((Some(Some(alarm)), _)) => alarm,
            Some((Some(None), _)) => return unknown("it does not exist".to_owned()),
            Some((None, Some(failure))) => return unknown(format!("it could not be read: {failure}")),
            None | Some((None, None)) => return unknown("it was not read".to_owned()),
        };
        let (Some(period_s), Some(periods)) = (alarm.period_s, alarm.evaluation_periods) else {
            return unknown("how long it looks at its metric is not known".to_owned());
        };
        let alarm_region = facts.alarm.as_ref().map(|alarm| alarm.region.as_str());
        let dies_too = alarm_region.is_some() && alarm_region == self.region;
        let without_data = facts.without_data.as_deref().unwrap_or("LastKnownStatus");
        let mut unsure = Vec::new();
        if let Some(at) = alarm_region.filter(|_| !dies_too && self.region.is_some()) {
            let dead = self.region.unwrap_or_default();
            if self.stays || alarm.is_of_its_region() == Some(true) {
                let metric = alarm.metric.as_deref().unwrap_or("a metric");
                return Err(NoRto::Never(format!(
                    "health check {id} watches alarm {name} on {metric} of {at}: it stays healthy when {dead} dies"
                )));
            }
            let metric = alarm.metric.as_deref().unwrap_or("a metric that is not told");
            unsure.push(format!(
                "health check {id} watches alarm {name} of {at} on {metric}: whether that measures {dead} is not known"
            ));
        }
        if dies_too && self.stays && without_data != "Unhealthy" {
            return Err(NoRto::Never(format!(
                "health check {id} counts as {without_data} while its alarm {name} has no data"
            )));
        }
        if dies_too && without_data != "Unhealthy" {
            return unknown(format!(
                "its data comes from the Region that dies, and no data counts as {without_data}"
            ));
        }
        let (period_ms, periods) = (u64::from(period_s) * 1000, u64::from(periods.max(1)));
        // A point stands when its period is over.
        let of = |periods: u64| periods.saturating_mul(period_ms);
        let span = Span::new(of(periods - 1), of(periods), of(periods + 1));
        let by = format!("health check {id} (alarm {name}: {period_s} s x {periods})");
        Ok(Timing { unhealthy: span, healthy: span, by, is_assumed: false, unsure })
    }
}

/// A check of the record's own host by HTTPS, which is not there.
fn supposed((interval_s, threshold): (u32, u32)) -> Timing {
    let longest_try_s = endpoint::longest_try_s("HTTPS");
    Timing {
        unhealthy: endpoint::unhealthy(interval_s, threshold, longest_try_s),
        healthy: endpoint::healthy(interval_s, threshold, longest_try_s),
        by: format!("{SUPPOSED} ({interval_s} s x {threshold})"),
        is_assumed: false,
        unsure: Vec::new(),
    }
}

/// Two signals of one record: the first makes it unhealthy, both have to be back. After a short outage only the first has
/// turned, and is the only one that has to be back.
fn both(one: &Timing, other: &Timing) -> Timing {
    let min_ms = one.healthy.min_ms.min(other.healthy.min_ms);
    Timing {
        unhealthy: one.unhealthy.first(other.unhealthy),
        healthy: Span { min_ms, ..one.healthy.last(other.healthy) },
        by: format!("{} or {}", one.by, other.by),
        is_assumed: one.is_assumed || other.is_assumed,
        unsure: [one.unsure.clone(), other.unsure.clone()].concat(),
    }
}
