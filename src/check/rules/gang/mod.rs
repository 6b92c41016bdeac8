//! The gang that YuniKorn holds places for is the one that Spark will ask for, in a queue that can
//! hold it.

mod common;

crate::family!(
    bad_task_groups,
    unread_gang_setting,
    unmatched_task_group,
    gang_members,
    gang_resources,
    gang_placement,
    short_gang_timeout,
    constant_application_id,
    former_yunikorn_label,
    unknown_queue,
    gang_over_queue,
    bad_queue_tree,
    scheduler_of_all_namespaces,
    idle_yunikorn_setting,
);
