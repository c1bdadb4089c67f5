//! A matrix as rows of text: what the formats that draw it as a table share.

use crate::report::{Cell, Matrix, MatrixRow, Tone};

/// A matrix of up to so many rows is drawn whole.
const WHOLE: usize = 24;

/// So many rows must stand together without trouble before all but the first of them are folded into a line.
const RUN: usize = 4;

/// What stands at a crossing where nothing does: a blank would leave open whether something is missing.
const NOTHING: &str = "-";

/// The column names: what the rows are, what their notes are, and the matrix's own.
pub(super) fn columns(matrix: &Matrix) -> Vec<String> {
    let notes = has_notes(matrix).then(|| matrix.notes.clone());
    [matrix.corner.clone()].into_iter().chain(notes).chain(matrix.columns.iter().cloned()).collect()
}

/// The rows of text, each cell a list; a long matrix folded if asked to.
pub(super) fn rows(matrix: &Matrix, fold: bool) -> Vec<Vec<Vec<Cell>>> {
    let rows = if fold { folded(matrix) } else { matrix.rows.clone() };
    rows.into_iter().map(|row| cells(row, has_notes(matrix))).collect()
}

/// The rows, where they are many only the first of each run without trouble: what somebody should look at must not
/// be lost among a hundred rows that are as they should be.
pub(super) fn folded(matrix: &Matrix) -> Vec<MatrixRow> {
    if matrix.rows.len() <= WHOLE {
        return matrix.rows.clone();
    }
    let mut rows = Vec::new();
    for run in matrix.rows.chunk_by(|one, next| !one.is_troubled() && !next.is_troubled()) {
        match run {
            [first, second, .., last] if run.len() >= RUN => {
                let text = format!("… {} more without trouble", run.len() - 1);
                let name = format!("{}-{}", second.name, last.name);
                let cells = vec![vec![Cell::toned(text, Tone::Faint)]];
                rows.extend([first.clone(), MatrixRow { name, note: String::new(), cells }]);
            }
            run => rows.extend_from_slice(run),
        }
    }
    rows
}

fn has_notes(matrix: &Matrix) -> bool {
    !matrix.notes.is_empty() || matrix.rows.iter().any(|row| !row.note.is_empty())
}

fn cells(row: MatrixRow, has_notes: bool) -> Vec<Vec<Cell>> {
    let note = has_notes.then(|| vec![Cell::toned(row.note, Tone::Faint)]);
    let crossing =
        |cells: Vec<Cell>| if cells.is_empty() { vec![Cell::toned(NOTHING, Tone::Faint)] } else { cells };
    let name = vec![Cell::from(row.name)];
    [name].into_iter().chain(note).chain(row.cells.into_iter().map(crossing)).collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::render::blocks::text;
    use crate::render::samples::{cluster, style, verbose};
    use crate::render::words::width;
    use crate::report::Block;

    #[test]
    fn several_things_at_a_crossing_stand_on_lines_of_their_own() {
        assert_snapshot!(text(&Block::Matrix(cluster(3)), style(Some(80))), @"
        Shards by zone
          shard        slots  us-east-1a          us-east-1b        us-east-1c
              0       0-5460  primary 10.0.1.4    replica 10.0.2.4  replica 10.0.3.4
              1   5461-10921  replica 10.0.1.5    primary 10.0.2.5  replica 10.0.3.5
                                                                    down
              2  10922-16383  replica 10.0.1.6    replica 10.0.2.6  primary 10.0.3.6
                              replica 10.0.1.200
        ");
        assert_snapshot!(text(&Block::Matrix(cluster(3)), style(Some(40))), @"
        Shards by zone
          shard       0
          slots       0-5460
          us-east-1a  primary 10.0.1.4
          us-east-1b  replica 10.0.2.4
          us-east-1c  replica 10.0.3.4

          shard       1
          slots       5461-10921
          us-east-1a  replica 10.0.1.5
          us-east-1b  primary 10.0.2.5
          us-east-1c  replica 10.0.3.5 down

          shard       2
          slots       10922-16383
          us-east-1a  replica 10.0.1.6
                      replica 10.0.1.200
          us-east-1b  replica 10.0.2.6
          us-east-1c  primary 10.0.3.6
        ");
    }

    #[test]
    fn a_long_matrix_shows_its_trouble_and_folds_the_rest() {
        for columns in [60, 80, 100] {
            let text = text(&Block::Matrix(cluster(100)), style(Some(columns)));
            assert!(text.lines().all(|line| width(line) <= columns), "{text}");
        }
        assert_snapshot!(text(&Block::Matrix(cluster(100)), style(Some(100))), @"
        Shards by zone
          shard      slots  us-east-1a                        us-east-1b               us-east-1c
              0      0-162  primary 10.0.1.4                  replica 10.0.2.4         replica 10.0.3.4
              1    163-326  replica 10.0.1.5                  primary 10.0.2.5         replica 10.0.3.5 down
              2    327-490  replica 10.0.1.6                  replica 10.0.2.6         primary 10.0.3.6
                            replica 10.0.1.200
           3-37             … 35 more without trouble
             38  6225-6388  replica 10.0.1.42 9.2 s behind    replica 10.0.2.42 9.2 s  primary 10.0.3.42
                                                              behind
             39  6389-6552  primary 10.0.1.43                 replica 10.0.2.43        replica 10.0.3.43
          40-99             … 60 more without trouble
        ");
        let all = text(&Block::Matrix(cluster(100)), verbose(Some(100)));
        assert!(all.lines().count() > 100 && !all.contains('…'), "{all}");
    }
}
