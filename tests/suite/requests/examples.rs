//! A request of each kind with every field that it may have.

use serde_json::{Value, json};

/// The example of that name.
pub fn example(name: &str) -> Value {
    let role = "arn:aws:iam::123456789012:role/etl";
    let mut job = json!({
        "name": "etl",
        "virtualClusterId": "4ucrncg6z4nd19vh1lidna2b3",
        "clientToken": "c1",
        "executionRoleArn": role,
        "releaseLabel": "emr-7.9.0-latest",
        "jobDriver": { "sparkSubmitJobDriver": program() },
        "configurationOverrides": { "applicationConfiguration": configuration(), "monitoringConfiguration": monitoring() },
        "tags": { "key": "value" },
        "retryPolicyConfiguration": { "maxAttempts": 2 },
    });
    let mut template = job_template(role);
    match name {
        "startjobrun" => job,
        "startjobrun-of-sql" => {
            job["jobDriver"] = query();
            job
        }
        "startjobrun-of-template" => json!({
            "virtualClusterId": "4ucrncg6z4nd19vh1lidna2b3",
            "jobTemplateId": "0000000ab12cd34ef56gh78ij9",
            "jobTemplateParameters": { "key": "value" },
        }),
        "createvirtualcluster" => json!({
            "name": "etl",
            "containerProvider": provider(),
            "clientToken": "c1",
            "tags": { "key": "value" },
            "securityConfigurationId": "a1",
            "sessionEnabled": true,
            "schedulerConfiguration": { "maxConcurrentJobRuns": 5, "maxInQueueJobRuns": 10 },
        }),
        "updatevirtualcluster" => json!({
            "id": "4ucrncg6z4nd19vh1lidna2b3",
            "clientToken": "c1",
            "schedulerConfiguration": { "maxConcurrentJobRuns": 5, "maxInQueueJobRuns": 10 },
        }),
        "createmanagedendpoint" => json!({
            "name": "etl",
            "virtualClusterId": "4ucrncg6z4nd19vh1lidna2b3",
            "type": "JUPYTER_ENTERPRISE_GATEWAY",
            "releaseLabel": "emr-7.9.0-latest",
            "executionRoleArn": role,
            "certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/c1",
            "configurationOverrides": { "applicationConfiguration": configuration(), "monitoringConfiguration": monitoring() },
            "clientToken": "c1",
            "tags": { "key": "value" },
            "sessionIdleTimeoutInMinutes": 60,
        }),
        "createjobtemplate" => template,
        "createjobtemplate-of-sql" => {
            template["jobTemplateData"]["jobDriver"] = query();
            template
        }
        "createsecurityconfiguration" => security_configuration(role),
        other => panic!("no example {other}"),
    }
}

fn program() -> Value {
    json!({ "entryPoint": "s3://etl/main.py", "entryPointArguments": ["a"], "sparkSubmitParameters": "--conf a=b" })
}

fn query() -> Value {
    json!({ "sparkSqlJobDriver": { "entryPoint": "s3://etl/main.sql", "sparkSqlParameters": "--conf a=b" } })
}

fn configuration() -> Value {
    let inner = json!({ "classification": "export", "properties": { "key": "value" }, "configurations": [] });
    json!([{ "classification": "spark-env", "properties": { "key": "value" }, "configurations": [inner] }])
}

fn monitoring() -> Value {
    let key = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab";
    json!({
        "persistentAppUI": "ENABLED",
        "managedLogs": { "allowAWSToRetainLogs": "ENABLED", "encryptionKeyArn": key },
        "cloudWatchMonitoringConfiguration": { "logGroupName": "/emr/etl", "logStreamNamePrefix": "etl" },
        "s3MonitoringConfiguration": { "logUri": "s3://logs/etl/", "encryptionKeyArn": key },
        "containerLogRotationConfiguration": { "rotationSize": "500MB", "maxFilesToKeep": 5 },
    })
}

fn provider() -> Value {
    json!({ "type": "EKS", "id": "data", "info": { "eksInfo": { "namespace": "etl", "nodeLabel": "etl" } } })
}

fn job_template(role: &str) -> Value {
    json!({
        "name": "etl",
        "clientToken": "c1",
        "kmsKeyArn": "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab",
        "tags": { "key": "value" },
        "jobTemplateData": {
            "executionRoleArn": role,
            "releaseLabel": "emr-7.9.0-latest",
            "jobDriver": { "sparkSubmitJobDriver": program() },
            "configurationOverrides": {
                "applicationConfiguration": configuration(),
                "monitoringConfiguration": {
                    "persistentAppUI": "${ui}",
                    "cloudWatchMonitoringConfiguration": { "logGroupName": "/emr/${name}", "logStreamNamePrefix": "etl" },
                    "s3MonitoringConfiguration": { "logUri": "s3://logs/${name}/" },
                },
            },
            "parameterConfiguration": { "key": { "type": "STRING", "defaultValue": "value" } },
            "jobTags": { "key": "value" },
        },
    })
}

fn security_configuration(role: &str) -> Value {
    let secret = "arn:aws:secretsmanager:us-west-2:123456789012:secret:tls";
    json!({
        "name": "etl",
        "clientToken": "c1",
        "containerProvider": provider(),
        "tags": { "key": "value" },
        "securityConfigurationData": {
            "authorizationConfiguration": {
                "lakeFormationConfiguration": {
                    "authorizedSessionTagValue": "Amazon EMR",
                    "secureNamespaceInfo": { "clusterId": "data", "namespace": "system" },
                    "queryEngineRoleArn": role,
                },
                "encryptionConfiguration": { "inTransitEncryptionConfiguration": { "tlsCertificateConfiguration": {
                    "certificateProviderType": "PEM",
                    "publicCertificateSecretArn": secret,
                    "privateCertificateSecretArn": secret,
                } } },
            },
            "authenticationConfiguration": {
                "identityCenterConfiguration": {
                    "enableIdentityCenter": true,
                    "identityCenterApplicationAssignmentRequired": false,
                    "identityCenterInstanceARN": "arn:aws:sso:::instance/ssoins-1",
                    "emrIdentityCenterApplicationARN": "arn:aws:sso::123456789012:application/x",
                },
                "iamConfiguration": { "systemRole": role },
            },
        },
    })
}
