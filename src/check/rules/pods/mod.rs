//! Templates, containers and commands do what their authors mean.

crate::family!(
    wrong_container_name,
    refused_template_field,
    ignored_template_field,
    reserved_volume_name,
    mount_without_volume,
    duplicate_mount_path,
    undefined_subpath_variable,
    unmounted_volume,
    one_command_shell,
    mkdir_on_mount,
    endless_side_car,
    image_of_other_architecture,
    unsized_under_quota,
);
