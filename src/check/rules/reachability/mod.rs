//! Every pod has a pool that it can land on, and lands on the one that is meant.

crate::family!(missing_node_class, spot_driver, unreachable_pod);
