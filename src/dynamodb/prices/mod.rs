//! What AWS charges, as data with its source and date.
