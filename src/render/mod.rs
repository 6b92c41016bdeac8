//! Artifacts to text: one YAML writer, one JSON writer, one order.
