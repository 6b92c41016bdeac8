"""Terraform's core against providers' real schemas, without the providers and without a network."""
