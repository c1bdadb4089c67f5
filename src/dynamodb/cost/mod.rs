//! What a table costs a month in each capacity mode.
