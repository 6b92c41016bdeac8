//! The rules, by family: one file and one page each.

use super::Family;

pub mod reachability;
pub mod satisfiability;
pub mod fit;
pub mod gang;
pub mod capacity;
pub mod kubelet;
pub mod storage;
pub mod pods;
pub mod disruption;
pub mod spark;
pub mod emr;
pub mod identity;
pub mod versions;
pub mod helm;
pub mod monitoring;
pub mod objects;

/// Every family, in the order in which people meet their subjects.
pub const FAMILIES: &[Family] = &[
    Family {
        name: "reachability",
        summary: "every pod has a pool that it can land on, and lands on the one that is meant",
        rules: reachability::RULES,
    },
    Family {
        name: "satisfiability",
        summary: "a pool's requirements leave instance types, and its nodes start and have a disk",
        rules: satisfiability::RULES,
    },
    Family {
        name: "fit",
        summary: "what a pod asks for is on the instances that it can land on",
        rules: fit::RULES,
    },
    Family {
        name: "gang",
        summary: "the gang that YuniKorn holds places for is the one that Spark asks for",
        rules: gang::RULES,
    },
    Family {
        name: "capacity",
        summary: "what jobs may grow to is within limits, quotas, queues, disks and subnets",
        rules: capacity::RULES,
    },
    Family {
        name: "kubelet",
        summary: "what the kubelet is told and what Karpenter believes of it agree, and nodes join",
        rules: kubelet::RULES,
    },
    Family {
        name: "storage",
        summary: "local directory, volume, claim, class, zone and disk are one chain",
        rules: storage::RULES,
    },
    Family {
        name: "pods",
        summary: "templates, containers and commands do what their authors mean",
        rules: pods::RULES,
    },
    Family {
        name: "disruption",
        summary: "no node is taken from a driver before its job is done",
        rules: disruption::RULES,
    },
    Family {
        name: "spark",
        summary: "what a job tells Spark is understood by Spark, and means what it says",
        rules: spark::RULES,
    },
    Family {
        name: "emr",
        summary: "requests, releases, images and programs go together",
        rules: emr::RULES,
    },
    Family {
        name: "identity",
        summary: "whoever needs a right has it, and nobody has more",
        rules: identity::RULES,
    },
    Family {
        name: "versions",
        summary: "nothing is emitted that a targeted release lacks or no longer has",
        rules: versions::RULES,
    },
    Family {
        name: "helm",
        summary: "charts and Terraform say what their readers understand, and what pools and pods need",
        rules: helm::RULES,
    },
    Family {
        name: "monitoring",
        summary: "metrics, logs and histories arrive where someone looks for them",
        rules: monitoring::RULES,
    },
    Family {
        name: "objects",
        summary: "objects of a cluster are found under the name and namespace that is meant",
        rules: objects::RULES,
    },
];
