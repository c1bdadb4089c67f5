//! Plans of tables in every state.
