//! The files that schemas share parts from, embedded.

/// Declares the files that schemas share parts from; no document is of their kind.
macro_rules! shared {
    ($($id:literal)*) => {
        /// The files that schemas share parts from, by path below `schemas/` without ending.
        pub static SHARED: &[(&str, &str)] = &[$((
            $id,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/", $id, ".json")),
        )),*];
    };
}

shared! {
    "core/definitions"
    "emr-containers/definitions"
    "iam/definitions"
    "karpenter.sh/definitions"
    "sparkoperator.k8s.io/definitions"
}
