//! Roles that services of AWS assume, and policies that AWS manages.

use serde_json::json;

use super::json_of;
use crate::artifact::terraform::{Address, Configuration};
use crate::model::Platform;

/// Declares a role that a service of AWS assumes.
pub fn declare(role: &Address, name: &str, service: &str, file: &mut Configuration) {
    let trust = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": { "Service": service },
        "Action": "sts:AssumeRole",
    }] });
    let trust = json_of(file, &format!("trust_{}", role.label()), &trust);
    file.declare(role, json!({ "name": name, "assume_role_policy": trust }));
}

/// Attaches a policy that AWS manages.
pub fn attach(
    attachment: &Address,
    role: &Address,
    platform: &Platform,
    policy: &str,
    file: &mut Configuration,
) {
    let arn = format!("arn:{}:iam::aws:policy/{policy}", platform.aws.partition());
    file.declare(attachment, json!({ "role": role.get("name"), "policy_arn": arn }));
}
