//! Every pod has a pool that it can land on, and lands on the one that is meant.

crate::family!(
    unreachable_pod,
    ignored_pod,
    ambiguous_pool,
    untainted_pools,
    unplaced_pod,
    unplaced_submitter,
    valueless_toleration,
    needless_toleration,
    look_alike_label,
    unknown_node_label,
    impossible_label_value,
    spot_driver,
    spot_submitter,
    spot_without_fallback,
    any_architecture,
    unknown_zone,
    split_zones,
    unknown_scheduler,
    missing_node_class,
    unused_node_class,
);
