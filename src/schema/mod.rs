//! The JSON Schemas of everything read and written, and validation against them.
