//! What the kubelet is told, and what Karpenter believes of it, agree; and the nodes come up.

mod common;

crate::family!(
    reserved_over_node,
    hidden_reservation,
    alpha_feature_gate,
    soft_eviction_without_grace,
    formatted_root_disk,
    volumes_by_user_data,
    bootstrap_of_other_image,
    unreadable_user_data,
    overwritten_user_data,
    metadata_service_off,
    custom_image_without_taint,
    user_data_too_large,
    max_pods_over_addresses,
    idle_prefixes,
    ignored_kubelet_field,
);
