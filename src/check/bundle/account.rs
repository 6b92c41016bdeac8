//! The service account that the driver of an application runs as.

use super::Job;

/// The fields of the operator that name it.
const FIELDS: [&str; 2] = ["/driver/serviceAccount", "/driver/template/spec/serviceAccountName"];
/// The keys that name it, as Spark reads them: the driver's own first.
const KEYS: [&str; 2] = [
    "spark.kubernetes.authenticate.driver.serviceAccountName",
    "spark.kubernetes.authenticate.serviceAccountName",
];

impl Job<'_> {
    /// The account that the driver's fields or its configuration name.
    #[must_use]
    pub fn driver_account(&self) -> Option<&str> {
        let in_fields = FIELDS.iter().filter_map(|pointer| self.field(pointer)?.as_str());
        let in_conf = KEYS.iter().filter_map(|key| self.conf.get(key));
        in_fields.chain(in_conf).find(|name| !name.is_empty())
    }
}
