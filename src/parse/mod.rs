//! Text to documents: YAML and JSON as Kubernetes people mean them, every problem at once.
