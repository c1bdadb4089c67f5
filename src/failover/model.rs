//! The name's records as routes: which Region each leads to, what decides about its health, and which of them answer.
