//! What queries and writes ask of a table: the inputs, what they come to in items, and what caches take away.
