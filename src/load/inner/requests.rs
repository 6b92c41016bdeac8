//! Resources that are requests to EMR and EKS under Terraform's names.

use serde_json::{Map, Value};

use super::arguments::Words;
use super::found::Found;
use crate::artifact::Kind;
use crate::artifact::terraform::{Block, META_ARGUMENTS, blocks};
use crate::source::Route;

/// The resources, and the requests that they are.
const RESOURCES: [(&str, Kind); 3] = [
    ("aws_emrcontainers_virtual_cluster", Kind::CreateVirtualCluster),
    ("aws_emrcontainers_job_template", Kind::CreateJobTemplate),
    ("aws_eks_pod_identity_association", Kind::PodIdentityAssociation),
];

/// How their arguments are spelt.
const WORDS: Words = Words {
    maps: &["job_tags", "properties", "tags"],
    lists: &["application_configuration", "configurations"],
    renamed: &[("persistent_app_ui", "persistentAppUI")],
    flat: &[],
    is_partial: false,
};

/// The requests of a file.
pub fn requests(file: &Value) -> Vec<Found> {
    let kind = |resource: &str| RESOURCES.iter().find(|(it, _)| *it == resource);
    let all = blocks(file, "resource", |resource| kind(resource).is_some()).into_iter();
    all.filter_map(|block| request(&block, kind(block.kind)?.1)).collect()
}

/// A resource as a request; `None` where expressions make its blocks.
fn request(block: &Block<'_>, kind: Kind) -> Option<Found> {
    let mut parts = vec![(Route::ROOT, block.route.clone())];
    let body = block.body.iter().filter(|(key, _)| !META_ARGUMENTS.contains(&key.as_str()));
    let body: Map<String, Value> = body.map(|(key, it)| (key.clone(), it.clone())).collect();
    let value = WORDS.fields(&body, &Route::ROOT, &block.route, &mut parts)?;
    Some(Found { kind: Some(kind), route: block.route.clone(), value, parts })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn blocks_are_fields_under_other_names() {
        let file = json!({"resource": {"aws_emrcontainers_job_template": {"etl": {
            "name": "etl",
            "depends_on": ["aws_iam_role.etl"],
            "job_template_data": [{
                "job_driver": {"spark_submit_job_driver": {"entry_point": "s3://${var.x}/a.py"}},
                "configuration_overrides": {
                    "application_configuration": {"classification": "spark-defaults",
                        "properties": {"spark_x": "1"}},
                    "monitoring_configuration": {"persistent_app_ui": "ENABLED"},
                },
            }],
        }}}});
        let found = requests(&file).remove(0);
        let data = json!({
            "jobDriver": {"sparkSubmitJobDriver": {"entryPoint": "s3://${var.x}/a.py"}},
            "configurationOverrides": {
                "applicationConfiguration": [{"classification": "spark-defaults",
                    "properties": {"spark_x": "1"}}],
                "monitoringConfiguration": {"persistentAppUI": "ENABLED"},
            },
        });
        assert_eq!(found.value, json!({"name": "etl", "jobTemplateData": data}));
    }
}
