//! A pool's requirements leave instance types, and its nodes start and have a disk.

mod common;
mod excluded;
mod shut_out;

crate::family!(
    empty_pool,
    contradictory_requirements,
    dead_requirement_value,
    unknown_instance_type,
    unsold_instance_type,
    undersized_value,
    implied_requirement,
    misleading_requirement,
    unreachable_min_values,
    limit_below_smallest_type,
    lopsided_limits,
    unlimited_pool,
    few_types_on_spot,
    single_offering,
    admitted_accelerators,
    ami_of_other_architecture,
    metal_only,
    ami_latest,
    unsupported_ami,
    bad_ami_version,
    unmatched_reservation,
    small_root_volume,
    wide_selector,
    selector_of_nothing,
    closed_feature_gate,
    conflicting_overlays,
    idle_overlay,
    unfiltered_zones,
);
