//! A Region's failure and recovery on a timeline.
