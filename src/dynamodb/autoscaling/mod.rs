//! Application Auto Scaling of a table, simulated minute by minute: capacity, throttling, cost.
