//! Diagnostics to output: text, JSON, SARIF, GitHub annotations and JUnit.
