//! Local directory, volume, claim, class, binding, zone, disk: one chain without a missing link.

crate::family!(missing_claim, missing_storage_class);
