//! Requests, releases, images and programs go together.

crate::family!(
    unknown_release,
    feature_of_later_release,
    unsubstituted_variable,
    bad_s3_uri,
    idle_log_rotation,
    bad_rotation_size,
    undeclared_template_parameter,
    namespace_taken_twice,
    endpoint_without_load_balancer,
    endpoint_on_arm,
    image_of_other_region,
    unpinned_image,
    image_of_other_spark,
    flink_of_other_release,
    operator_of_other_release,
    shared_checkpoints,
    web_page_as_manifest,
    moving_source,
    unknown_classification,
    bad_submit_parameter,
);
