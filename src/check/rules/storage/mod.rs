//! Local directory, volume, claim, class, binding, zone, disk: one chain without a missing link.

crate::family!(
    immediate_binding,
    in_tree_provisioner,
    lustre_deployment_type,
    lustre_size,
    lustre_throughput,
    missing_claim,
    missing_storage_class,
    recycled_volume,
    single_node_file_system,
    static_volume_in_provisioning_class,
    unbindable_claim,
    unreserved_volume,
    volume_size_mismatch,
);
