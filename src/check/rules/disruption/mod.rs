//! Consolidation, expiry and drift leave a job's driver alone for as long as it runs.

crate::family!(
    closed_budget,
    consolidated_driver,
    consolidated_executors,
    spread_executors,
    default_disruption,
    drifted_driver,
    expired_driver,
    hasty_consolidation,
    idle_consolidation,
    short_lived_nodes,
    startup_taint_for_ever,
    stuck_node,
    void_do_not_disrupt,
    weightless_pod,
);
