//! Local directory, volume, claim, class, binding, zone, disk: one chain without a missing link.

crate::family!(
    immediate_binding,
    in_tree_provisioner,
    missing_claim,
    missing_storage_class,
    recycled_volume,
);
