//! What a job tells Spark is understood by Spark, and means what it says.

crate::family!(
    unknown_spark_key,
    spark_key_of_other_release,
    bad_spark_value,
    conflicting_spark_settings,
    key_set_by_emr,
    untracked_shuffle,
    min_over_max_executors,
    spot_without_decommission,
    short_decommission,
    long_client_timeout,
    fixed_pod_name,
    bad_executor_prefix,
    library_over_emrs_own,
    library_of_other_spark,
    table_format_without_jars,
    unknown_java_option,
    heap_in_java_options,
    scratch_in_memory,
);
