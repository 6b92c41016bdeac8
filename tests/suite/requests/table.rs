//! Every field of the requests to EMR, and what it takes.

use super::sorts::{self as of, Sort, Sort::*};

/// A field of a request: the request's example, the field's place in it, what it takes.
pub type Field = (&'static str, String, Sort);

/// Every field.
pub fn fields() -> Vec<Field> {
    let mut all = Vec::new();
    job_run(&mut all);
    virtual_cluster(&mut all);
    endpoint(&mut all);
    job_template(&mut all);
    security_configuration(&mut all);
    all
}

/// Adds fields below a place.
fn add(all: &mut Vec<Field>, request: &'static str, home: &str, fields: &[(&str, Sort)]) {
    all.extend(fields.iter().map(|(at, sort)| (request, format!("{home}{at}"), *sort)));
}

fn job_run(all: &mut Vec<Field>) {
    add(
        all,
        "startjobrun",
        "",
        &[
            ("/virtualClusterId", Text(&of::ID)),
            ("/virtualClusterId", Required),
            ("/clientToken", Text(&of::TEXT_64)),
            ("/name", Text(&of::NAME)),
            ("/executionRoleArn", Text(&of::ROLE)),
            ("/releaseLabel", Text(&of::RELEASE)),
            ("/retryPolicyConfiguration/maxAttempts", Integer(-2_147_483_648, 2_147_483_647)),
            ("/retryPolicyConfiguration/maxAttempts", Required),
        ],
    );
    add(
        all,
        "startjobrun-of-template",
        "",
        &[
            ("/jobTemplateId", Text(&of::ID)),
            ("/jobTemplateParameters", Count(100)),
            ("/jobTemplateParameters", Keys(&of::PARAMETER)),
            ("/jobTemplateParameters/key", Text(&of::TEXT_1024)),
        ],
    );
    tags(all, "startjobrun", "/tags");
    driver(all, "startjobrun", "");
    configuration(all, "startjobrun", "/configurationOverrides");
    monitoring(all, "startjobrun");
}

fn virtual_cluster(all: &mut Vec<Field>) {
    add(
        all,
        "createvirtualcluster",
        "",
        &[
            ("/name", Text(&of::NAME)),
            ("/name", Required),
            ("/containerProvider", Required),
            ("/clientToken", Text(&of::TEXT_64)),
            ("/securityConfigurationId", Text(&of::ID)),
            ("/sessionEnabled", Flag),
        ],
    );
    add(
        all,
        "updatevirtualcluster",
        "",
        &[("/id", Text(&of::ID)), ("/id", Required), ("/clientToken", Text(&of::TEXT_64))],
    );
    for request in ["createvirtualcluster", "updatevirtualcluster"] {
        add(
            all,
            request,
            "/schedulerConfiguration",
            &[
                ("/maxConcurrentJobRuns", Integer(1, 1000)),
                ("/maxInQueueJobRuns", Integer(1, 1000)),
            ],
        );
    }
    provider(all, "createvirtualcluster");
    tags(all, "createvirtualcluster", "/tags");
}

fn endpoint(all: &mut Vec<Field>) {
    add(
        all,
        "createmanagedendpoint",
        "",
        &[
            ("/name", Text(&of::NAME)),
            ("/name", Required),
            ("/virtualClusterId", Text(&of::ID)),
            ("/virtualClusterId", Required),
            ("/type", Text(&of::TEXT_64)),
            ("/type", Required),
            ("/releaseLabel", Text(&of::RELEASE)),
            ("/releaseLabel", Required),
            ("/executionRoleArn", Text(&of::ROLE)),
            ("/executionRoleArn", Required),
            ("/certificateArn", Text(&of::CERTIFICATE)),
            ("/clientToken", Text(&of::TEXT_64)),
            ("/sessionIdleTimeoutInMinutes", Integer(i64::MIN, i64::MAX)),
        ],
    );
    configuration(all, "createmanagedendpoint", "/configurationOverrides");
    monitoring(all, "createmanagedendpoint");
    tags(all, "createmanagedendpoint", "/tags");
}

fn job_template(all: &mut Vec<Field>) {
    let request = "createjobtemplate";
    add(
        all,
        request,
        "",
        &[
            ("/name", Text(&of::NAME)),
            ("/name", Required),
            ("/clientToken", Text(&of::TEXT_64)),
            ("/kmsKeyArn", Text(&of::KMS_KEY)),
            ("/jobTemplateData", Required),
        ],
    );
    add(
        all,
        request,
        "/jobTemplateData",
        &[
            ("/executionRoleArn", Text(&of::TEMPLATE_ROLE)),
            ("/executionRoleArn", Required),
            ("/releaseLabel", Text(&of::TEMPLATE_RELEASE)),
            ("/releaseLabel", Required),
            ("/jobDriver", Required),
            ("/parameterConfiguration", Count(100)),
            ("/parameterConfiguration", Keys(&of::PARAMETER)),
            ("/parameterConfiguration/key/type", Words(&["NUMBER", "STRING"])),
            ("/parameterConfiguration/key/defaultValue", Text(&of::TEXT_1024)),
        ],
    );
    add(
        all,
        request,
        "/jobTemplateData/configurationOverrides/monitoringConfiguration",
        &[
            ("/persistentAppUI", Text(&of::TEMPLATE_TEXT)),
            ("/cloudWatchMonitoringConfiguration/logGroupName", Text(&of::TEMPLATE_TEXT)),
            ("/cloudWatchMonitoringConfiguration/logStreamNamePrefix", Text(&of::TEXT_256)),
            ("/s3MonitoringConfiguration/logUri", Text(&of::URI)),
        ],
    );
    driver(all, request, "/jobTemplateData");
    configuration(all, request, "/jobTemplateData/configurationOverrides");
    tags(all, request, "/tags");
    tags(all, request, "/jobTemplateData/jobTags");
}

fn security_configuration(all: &mut Vec<Field>) {
    let request = "createsecurityconfiguration";
    add(
        all,
        request,
        "",
        &[
            ("/name", Text(&of::NAME)),
            ("/name", Required),
            ("/clientToken", Text(&of::TEXT_64)),
            ("/securityConfigurationData", Required),
        ],
    );
    add(
        all,
        request,
        "/securityConfigurationData/authorizationConfiguration",
        &[
            ("/lakeFormationConfiguration/authorizedSessionTagValue", Text(&of::SESSION_TAG)),
            ("/lakeFormationConfiguration/secureNamespaceInfo/clusterId", Text(&of::CLUSTER)),
            ("/lakeFormationConfiguration/secureNamespaceInfo/namespace", Text(&of::NAMESPACE)),
            ("/lakeFormationConfiguration/queryEngineRoleArn", Text(&of::ROLE)),
        ],
    );
    add(
        all,
        request,
        "/securityConfigurationData/authorizationConfiguration/encryptionConfiguration\
            /inTransitEncryptionConfiguration/tlsCertificateConfiguration",
        &[
            ("/certificateProviderType", Words(&["PEM"])),
            ("/publicCertificateSecretArn", Text(&of::SECRET)),
            ("/privateCertificateSecretArn", Text(&of::SECRET)),
        ],
    );
    add(
        all,
        request,
        "/securityConfigurationData/authenticationConfiguration",
        &[
            ("/identityCenterConfiguration/enableIdentityCenter", Flag),
            ("/identityCenterConfiguration/identityCenterApplicationAssignmentRequired", Flag),
            ("/identityCenterConfiguration/identityCenterInstanceARN", Text(&of::INSTANCE)),
            (
                "/identityCenterConfiguration/emrIdentityCenterApplicationARN",
                Text(&of::APPLICATION),
            ),
            ("/iamConfiguration/systemRole", Text(&of::ROLE)),
        ],
    );
    provider(all, request);
    tags(all, request, "/tags");
}

fn provider(all: &mut Vec<Field>, request: &'static str) {
    add(
        all,
        request,
        "/containerProvider",
        &[
            ("/type", Words(&["EKS"])),
            ("/type", Required),
            ("/id", Text(&of::CLUSTER)),
            ("/id", Required),
            ("/info/eksInfo", Required),
            ("/info/eksInfo/namespace", Text(&of::NAMESPACE)),
            ("/info/eksInfo/nodeLabel", Text(&of::NODE_LABEL)),
        ],
    );
}

fn tags(all: &mut Vec<Field>, request: &'static str, home: &str) {
    let fields = [("", Count(50)), ("", Keys(&of::TAG_KEY)), ("/key", Text(&of::TAG_VALUE))];
    add(all, request, home, &fields);
}

fn driver(all: &mut Vec<Field>, request: &'static str, home: &str) {
    add(
        all,
        request,
        &format!("{home}/jobDriver/sparkSubmitJobDriver"),
        &[
            ("/entryPoint", Text(&of::TEXT_256)),
            ("/entryPoint", Required),
            ("/entryPointArguments/0", Text(&of::ARGUMENT)),
            ("/sparkSubmitParameters", Text(&of::PARAMETERS)),
        ],
    );
    let sql = if home.is_empty() { "startjobrun-of-sql" } else { "createjobtemplate-of-sql" };
    add(
        all,
        sql,
        &format!("{home}/jobDriver/sparkSqlJobDriver"),
        &[("/entryPoint", Text(&of::TEXT_256)), ("/sparkSqlParameters", Text(&of::PARAMETERS))],
    );
}

fn configuration(all: &mut Vec<Field>, request: &'static str, home: &str) {
    let one = format!("{home}/applicationConfiguration/0");
    add(all, request, home, &[("/applicationConfiguration", Count(100))]);
    for home in [&one, &format!("{one}/configurations/0")] {
        add(
            all,
            request,
            home,
            &[
                ("/classification", Text(&of::TEXT_1024)),
                ("/classification", Required),
                ("/properties", Count(100)),
                ("/properties", Keys(&of::TEXT_1024)),
                ("/properties/key", Text(&of::TEXT_1024)),
                ("/configurations", Count(100)),
            ],
        );
    }
}

fn monitoring(all: &mut Vec<Field>, request: &'static str) {
    const SWITCH: Sort = Words(&["ENABLED", "DISABLED"]);
    add(
        all,
        request,
        "/configurationOverrides/monitoringConfiguration",
        &[
            ("/persistentAppUI", SWITCH),
            ("/managedLogs/allowAWSToRetainLogs", SWITCH),
            ("/managedLogs/encryptionKeyArn", Text(&of::KMS_KEY)),
            ("/cloudWatchMonitoringConfiguration/logGroupName", Text(&of::LOG_GROUP)),
            ("/cloudWatchMonitoringConfiguration/logGroupName", Required),
            ("/cloudWatchMonitoringConfiguration/logStreamNamePrefix", Text(&of::TEXT_256)),
            ("/s3MonitoringConfiguration/logUri", Text(&of::URI)),
            ("/s3MonitoringConfiguration/logUri", Required),
            ("/s3MonitoringConfiguration/encryptionKeyArn", Text(&of::KMS_KEY)),
            ("/containerLogRotationConfiguration/rotationSize", Text(&of::ROTATION)),
            ("/containerLogRotationConfiguration/rotationSize", Required),
            ("/containerLogRotationConfiguration/maxFilesToKeep", Integer(1, 50)),
            ("/containerLogRotationConfiguration/maxFilesToKeep", Required),
        ],
    );
}
