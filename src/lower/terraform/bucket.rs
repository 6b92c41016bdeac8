//! The bucket of programs, pod templates, data and logs.

use serde_json::json;

use super::Context;
use crate::artifact::terraform::{Address, Configuration, Expression};
use crate::model::Platform;

/// The bucket that is made here.
pub const BUCKET: Address = Address::resource("aws_s3_bucket", "platform");

/// The bucket's name: that of the one made here, so that what lies in it waits for it.
pub fn name(platform: &Platform) -> Expression {
    let name = platform.bucket.name.as_str();
    if platform.bucket.create { BUCKET.get("id") } else { Expression::text(name) }
}

/// `bucket.tf.json`; empty for a bucket that exists.
pub fn lower(context: &Context<'_>) -> Configuration {
    let bucket = &context.platform.bucket;
    let mut file = Configuration::new();
    if !bucket.create {
        return file;
    }
    // A bucket is deleted with what it holds only where the spec says so.
    file.declare(&BUCKET, json!({ "bucket": bucket.name, "force_destroy": bucket.force_destroy }));
    let id = BUCKET.get("id");
    file.declare(
        &Address::resource("aws_s3_bucket_versioning", "platform"),
        json!({ "bucket": id, "versioning_configuration": { "status": "Enabled" } }),
    );
    file.declare(
        &Address::resource("aws_s3_bucket_server_side_encryption_configuration", "platform"),
        json!({
            "bucket": id,
            "rule": { "apply_server_side_encryption_by_default": { "sse_algorithm": "AES256" } },
        }),
    );
    file.declare(
        &Address::resource("aws_s3_bucket_public_access_block", "platform"),
        json!({
            "bucket": id,
            "block_public_acls": true,
            "block_public_policy": true,
            "ignore_public_acls": true,
            "restrict_public_buckets": true,
        }),
    );
    // What a versioned bucket keeps behind the back of those who delete.
    let rule = json!({
        "id": "old-versions",
        "status": "Enabled",
        "filter": {},
        "noncurrent_version_expiration": { "noncurrent_days": 30 },
        "abort_incomplete_multipart_upload": { "days_after_initiation": 7 },
    });
    file.declare(
        &Address::resource("aws_s3_bucket_lifecycle_configuration", "platform"),
        json!({
            "bucket": id,
            "rule": rule,
            "depends_on": [Address::resource("aws_s3_bucket_versioning", "platform").path()],
        }),
    );
    file
}
