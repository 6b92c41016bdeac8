//! Facts about the world: EC2 instance types, EMR and Karpenter releases, Spark keys, IAM actions.
