//! Charts and Terraform say what their readers understand, and what pools and pods need.

crate::family!(
    unknown_chart_value,
    unpinned_dependency,
    value_of_other_cluster,
    unheard_interruptions,
    controller_on_its_own_nodes,
    daemonset_without_toleration,
    dangling_reference,
    reference_cycle,
    missing_vpc_endpoint,
    object_before_its_definition,
    bucket_destroyed_with_content,
    name_taken_twice,
    unknown_terraform_argument,
);
