//! Requests, releases, images and programs go together.

crate::family!();
