//! Items: how many bytes each is, and what is told of many of them.
