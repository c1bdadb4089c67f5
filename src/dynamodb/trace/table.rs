//! Rows of a table, however it is written, become points.

use std::borrow::Cow;

use super::assemble::{Found, Points};
use super::columns::{self, Dimension, Header, Long, shown};
use super::error::{Place, TraceError};

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    Integer(i64),
    /// A time in nanoseconds since 1970.
    Time(i128),
    Nothing,
}

/// The points of a table's rows.
pub(super) struct Rows {
    noun: &'static str,
    names: Vec<String>,
    header: Header,
    reads: Points,
    writes: Points,
    table: Option<String>,
    /// Columns that count throttled requests.
    throttled: Vec<usize>,
    /// Rows of other metrics: what they are of.
    others: Found,
}

impl Rows {
    /// An empty table; `noun` is what a row of it is called.
    pub(super) fn new(noun: &'static str, names: &[&str]) -> Result<Self, TraceError> {
        let header = columns::header(names)?;
        let name_of =
            |place: Option<usize>| place.and_then(|place| names.get(place)).copied().unwrap_or_default();
        let points = |place: Option<usize>| Points {
            noun,
            field: name_of(place).to_owned(),
            unit: columns::unit_of(name_of(place)),
            ..Points::default()
        };
        let amount = header.long.map(|long| long.amount);
        let is_wide = header.long.is_none();
        let throttled = (0..names.len()).filter(|at| is_wide && columns::is_throttling(names[*at]));
        let throttled = throttled.collect();
        Ok(Self {
            noun,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            header,
            reads: points(header.read.or(amount)),
            writes: points(header.write.or(amount)),
            table: None,
            throttled,
            others: Found::default(),
        })
    }

    /// The columns that are of use.
    pub(super) fn used(&self) -> Vec<usize> {
        let Header { time, read, write, long } = self.header;
        let of_long = long.map(|long| [Some(long.metric), Some(long.amount), long.table]);
        let all = [Some(time), read, write].into_iter().chain(of_long.into_iter().flatten());
        all.flatten().chain(self.throttled.iter().copied()).collect()
    }

    /// Whether a column counts throttled requests.
    pub(super) fn is_throttling(&self, column: usize) -> bool {
        self.throttled.contains(&column)
    }

    /// Remembers a column of throttled requests that cannot be read at all.
    pub(super) fn unread_throttling(&mut self, name: &str) {
        self.others.throttle(name, [f64::NAN]);
    }

    /// Takes a row; `cell` gives the value of a column.
    pub(super) fn add<'a>(
        &mut self,
        number: u64,
        cell: impl Fn(usize) -> Cell<'a>,
    ) -> Result<(), TraceError> {
        let place = || Place { noun: self.noun, number, of: None };
        let Header { time, read, write, long } = self.header;
        if let Some(long) = long {
            return self.add_long(number, long, cell);
        }
        let at_s = time_of(&cell(time), &self.names[time], place)?;
        let amount_of = |column: Option<usize>, points: &Points| match column {
            Some(column) => amount_of(&cell(column), &points.field, place),
            None => Ok(None),
        };
        let (read, write) = (amount_of(read, &self.reads)?, amount_of(write, &self.writes)?);
        if let Some(value) = read {
            self.reads.push(number, at_s, value);
        }
        if let Some(value) = write {
            self.writes.push(number, at_s, value);
        }
        for column in &self.throttled {
            let name = &self.names[*column];
            // What such a column holds beside numbers was never read, and is no reason to refuse the file now.
            self.others.throttle_cell(name, self::amount_of(&cell(*column), name, place));
        }
        Ok(())
    }

    fn add_long<'a>(
        &mut self,
        number: u64,
        long: Long,
        cell: impl Fn(usize) -> Cell<'a>,
    ) -> Result<(), TraceError> {
        let place = || Place { noun: self.noun, number, of: None };
        let Cell::Text(metric) = cell(long.metric) else {
            return Err(TraceError::Missing { place: place(), field: self.names[long.metric].clone() });
        };
        if columns::is_other_metric(&metric) {
            self.others.ignore(&metric);
            if columns::is_throttling(&metric) {
                let value = amount_of(&cell(long.amount), &self.names[long.amount], place);
                self.others.throttle_cell(&metric, value);
            }
            return Ok(());
        }
        let Some(dimension) = Dimension::of_metric(&metric) else {
            return Err(TraceError::UnknownMetric { place: place(), name: shown(&metric) });
        };
        if let Some(Cell::Text(table)) = long.table.map(&cell) {
            match &self.table {
                None => self.table = Some(table.into_owned()),
                Some(first) if *first != table => {
                    let (first, second) = (shown(first), shown(&table));
                    return Err(TraceError::TwoTables { place: place(), first, second });
                }
                Some(_) => {}
            }
        }
        let place = || Place { noun: self.noun, number, of: None };
        let at_s = time_of(&cell(self.header.time), &self.names[self.header.time], place)?;
        if let Some(value) = amount_of(&cell(long.amount), &self.names[long.amount], place)? {
            let at = place();
            let points = match dimension {
                Dimension::Read => &mut self.reads,
                Dimension::Write => &mut self.writes,
            };
            points.call(&metric, at, dimension)?;
            points.push(number, at_s, value);
        }
        Ok(())
    }

    /// All that was found.
    pub(super) fn finish(self) -> Found {
        Found { reads: Some(self.reads), writes: Some(self.writes), ..self.others }
    }
}

/// The time that a cell holds.
pub(super) fn time_of(cell: &Cell<'_>, field: &str, place: impl Fn() -> Place) -> Result<i64, TraceError> {
    let (at_s, value) = match cell {
        Cell::Text(text) if text.trim().is_empty() => (None, None),
        Cell::Text(text) => return columns::time(text, place),
        Cell::Number(number) => (columns::epoch(*number), Some(number.to_string())),
        Cell::Integer(number) => (columns::epoch_of_integer(*number), Some(number.to_string())),
        Cell::Time(nanoseconds) => (columns::whole_second(*nanoseconds), Some(format!("{nanoseconds} ns"))),
        Cell::Nothing => (None, None),
    };
    match (at_s, value) {
        (Some(at_s), _) => Ok(at_s),
        (None, Some(value)) => Err(TraceError::Time { place: place(), value }),
        (None, None) => Err(TraceError::Missing { place: place(), field: field.to_owned() }),
    }
}

fn amount_of(cell: &Cell<'_>, field: &str, place: impl Fn() -> Place) -> Result<Option<f64>, TraceError> {
    match cell {
        Cell::Text(text) => columns::amount(text, field, place),
        Cell::Number(number) => Ok(Some(*number)),
        #[expect(clippy::cast_precision_loss, reason = "what is over 2^53 is refused as absurd")]
        Cell::Integer(number) => Ok(Some(*number as f64)),
        Cell::Nothing => Ok(None),
        Cell::Time(_) => Err(TraceError::Value {
            place: place(),
            field: field.to_owned(),
            value: "a time".to_owned(),
            what: "no number",
        }),
    }
}
