//! What a pod asks for is on the instances that it can land on, and not much of them stays unused.

crate::family!(
    pod_does_not_fit,
    missing_device,
    nodes_by_chance,
    scratch_larger_than_disk,
    wasteful_request,
);
