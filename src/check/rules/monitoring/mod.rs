//! Metrics, logs and histories arrive where someone looks for them.

crate::family!(
    unmatched_monitor,
    unknown_monitor_port,
    unwatched_namespace,
    unselected_monitor,
    bad_metrics_path,
    scraped_twice,
    bad_remote_write,
    idle_workspace,
    history_elsewhere,
    idle_log_group,
    doubled_escape,
);
