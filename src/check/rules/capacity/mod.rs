//! What jobs may grow to is within what pools, quotas, queues, disks and subnets can hold.

crate::family!(
    limit_below_job,
    limit_below_all_jobs,
    nodes_limit_ignored,
    tight_nodes_limit,
    unknown_limit,
    quota_below_job,
    limit_range_below_pod,
    queue_below_job,
    queue_over_pools,
    volumes_per_node,
    subnet_too_small,
    idle_capacity_buffer,
    missing_buffer_shape,
);
