//! The renderer against the real database.
