//! Objects of a cluster are found under the name and the namespace that others look for.

crate::family!(
    duplicate_object,
    namespace_on_cluster_object,
    object_without_namespace,
    unknown_emr_label,
);
