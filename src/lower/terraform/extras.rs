//! What single add-ons need beside their role and their chart.

use serde_json::json;

use super::addon_address::release;
use super::{Context, convert, interruption, late_output};
use crate::artifact::terraform::{Address, Configuration};
use crate::catalog::charts;
use crate::lower::addon::{self, HISTORY_ACCOUNT as HISTORY_NAME, fluent_bit_log_group};
use crate::model::{Addon, Late};
use crate::spec::Identity;

/// The workspace of Amazon Managed Prometheus.
pub const WORKSPACE: Address = Address::resource("aws_prometheus_workspace", "this");
const CLASS: &str = "kubernetes_storage_class_v1";
const FLUENT_BIT_LOGS: Address = Address::resource("aws_cloudwatch_log_group", "fluent_bit");
const KARPENTER_CRDS: Address = Address::resource("helm_release", "karpenter_crd");
const HISTORY_NAMESPACE: Address = Address::resource("kubernetes_namespace_v1", "spark_history");
const HISTORY_ACCOUNT: Address =
    Address::resource("kubernetes_service_account_v1", "spark_history");
const EVENT_LOGS: Address = Address::resource("aws_s3_object", "event_logs");

/// The further resources of an add-on.
pub fn lower(context: &Context<'_>, addon: &Addon, file: &mut Configuration) {
    match addon.name {
        "amazon-managed-prometheus" => workspace(context, file),
        "ebs-csi-driver" => storage_class(context, file),
        "fluent-bit" => log_group(context, file),
        "karpenter" => {
            crds(context, addon, file);
            interruption::lower(context, file);
        }
        "spark-history-server" => history(context, file),
        _ => {}
    }
}

/// What the chart of an add-on waits for besides nodes and its role.
pub fn needs(context: &Context<'_>, addon: &Addon) -> Vec<String> {
    let platform = context.platform;
    match addon.name {
        "karpenter" => vec![KARPENTER_CRDS.path(), interruption::QUEUE_POLICY.path()],
        "fluent-bit" => vec![FLUENT_BIT_LOGS.path()],
        "prometheus" => class_needs(context),
        "kubecost" => {
            let monitors = platform.addon("prometheus").map(|it| release(it.name).path());
            class_needs(context).into_iter().chain(monitors).collect()
        }
        "spark-history-server" => {
            let mut needs = vec![EVENT_LOGS.path()];
            if platform.cluster.identity == Identity::PodIdentity {
                needs.push(HISTORY_ACCOUNT.path());
            }
            needs
        }
        _ => Vec::new(),
    }
}

fn workspace(context: &Context<'_>, file: &mut Configuration) {
    let alias = context.platform.prometheus_alias();
    file.declare(&WORKSPACE, json!({ "alias": alias, "tags": { "Name": alias } }));
}

/// The output that Helm values outside Terraform wait for.
pub fn workspace_output(context: &Context<'_>, file: &mut Configuration) {
    if context.platform.addon("amazon-managed-prometheus").is_some() {
        let description = "The workspace of Amazon Managed Prometheus.";
        late_output(file, &Late::PrometheusWorkspaceId, description, WORKSPACE.get("id"));
    }
}

/// The class that volumes of add-ons are of: their charts are installed before `kubectl apply`.
fn storage_class(context: &Context<'_>, file: &mut Configuration) {
    let class = context.platform.volume_class();
    if let Some(class) = class.and_then(|class| context.documents.storage_class(class)) {
        let mut body = convert::storage_class(class);
        body["depends_on"] = json!([Address::named("aws_eks_addon", "ebs-csi-driver").path()]);
        file.declare(&Address::resource(CLASS, "addons"), body);
    }
}

fn class_needs(context: &Context<'_>) -> Vec<String> {
    let is_made = context.platform.addon("ebs-csi-driver").is_some()
        && context.platform.volume_class().is_some();
    is_made.then(|| Address::resource(CLASS, "addons").path()).into_iter().collect()
}

fn log_group(context: &Context<'_>, file: &mut Configuration) {
    let name = fluent_bit_log_group(context.platform);
    file.declare(&FLUENT_BIT_LOGS, json!({ "name": name, "retention_in_days": 30 }));
}

/// Karpenter's own kinds: a chart of their own, so that an upgrade reaches them too, and there
/// before the first pool.
fn crds(context: &Context<'_>, addon: &Addon, file: &mut Configuration) {
    let Some(chart) = charts::chart(addon.name) else { return };
    file.declare(
        &KARPENTER_CRDS,
        json!({
            "name": "karpenter-crd",
            "repository": chart.repository,
            "chart": "karpenter-crd",
            "version": addon::version(context.platform, addon),
            "namespace": chart.namespace,
        }),
    );
}

/// The prefix of events, which the history server wants to find, and with Pod Identity the account
/// that its chart would make with a web identity.
fn history(context: &Context<'_>, file: &mut Configuration) {
    let platform = context.platform;
    let bucket = super::bucket::name(platform);
    let key = crate::model::Platform::EVENT_LOGS;
    file.declare(&EVENT_LOGS, json!({ "bucket": bucket, "key": key, "content": "" }));
    if platform.cluster.identity == Identity::PodIdentity {
        let namespace = addon::namespace(addon::recipe("spark-history-server"));
        file.declare(&HISTORY_NAMESPACE, json!({ "metadata": { "name": namespace } }));
        let namespace = HISTORY_NAMESPACE.get("metadata[0].name");
        let metadata = json!({ "name": HISTORY_NAME, "namespace": namespace });
        file.declare(&HISTORY_ACCOUNT, json!({ "metadata": metadata }));
    }
}
