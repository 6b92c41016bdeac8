//! The add-ons that emrgen knows, in the order they are installed.

/// An add-on that emrgen knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The name in the spec.
    pub name: &'static str,
    /// What it is for, as `emrgen explain` and the README's table say it.
    pub purpose: &'static str,
    /// Whether a cluster that emrgen makes has it unless the spec says otherwise.
    pub default: bool,
    /// Whether nodes or pods cannot work without it.
    pub critical: bool,
}

const fn known(name: &'static str, purpose: &'static str, default: bool) -> Known {
    Known { name, purpose, default, critical: false }
}

const fn critical(name: &'static str, purpose: &'static str) -> Known {
    Known { name, purpose, default: true, critical: true }
}

/// Every add-on. The defaults are those of the reference platform's own table.
pub const ADDONS: [Known; 19] = [
    critical("vpc-cni", "addresses for pods"),
    critical("kube-proxy", "network rules on nodes"),
    critical("coredns", "names inside the cluster"),
    known("eks-pod-identity-agent", "AWS credentials for pods by EKS Pod Identity", true),
    known("ebs-csi-driver", "EBS volumes for claims", true),
    known("metrics-server", "CPU and memory use for autoscaling and kubectl top", true),
    known("cluster-proportional-autoscaler", "CoreDNS replicas by cluster size", true),
    known("cluster-autoscaler", "nodes of the core node group on demand", true),
    known("karpenter", "nodes for Spark on demand", true),
    known("aws-load-balancer-controller", "load balancers for interactive endpoints", false),
    known("fsx-csi-driver", "FSx for Lustre volumes for claims", false),
    known("amazon-managed-prometheus", "a workspace that keeps metrics", true),
    known("prometheus", "scraping of cluster and Spark metrics, and Grafana", true),
    known("kubecost", "cost by job, namespace and label", true),
    known("cloudwatch-metrics", "CloudWatch Container Insights", false),
    known("fluent-bit", "logs of system and Spark pods to CloudWatch and S3", false),
    known("yunikorn", "gang scheduling and queues", false),
    known("spark-operator", "Spark jobs as SparkApplication objects, run by EMR's operator", false),
    known("spark-history-server", "the Spark UI of finished operator jobs", false),
];

/// The add-on of that name.
#[must_use]
pub fn addon(name: &str) -> Option<&'static Known> {
    ADDONS.iter().find(|known| known.name == name)
}
