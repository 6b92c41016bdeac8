//! The region that a platform is in.

use super::{Bundle, terraform};
use crate::artifact::Kind;
use crate::catalog::{label, region};

impl Bundle<'_> {
    /// The region, as it was said beside the documents or as they agree on it: by the zones of
    /// pools and by Terraform's provider.
    #[must_use]
    pub fn region(&self) -> Option<String> {
        if let Some(said) = &self.context.region {
            return Some(said.clone());
        }
        let zones = self
            .pools
            .iter()
            .filter_map(|pool| pool.requirements.get(label::ZONE)?.listed())
            .flatten()
            .filter_map(|zone| zone.get(..zone.len().checked_sub(1)?));
        let providers = self
            .of(Kind::TerraformConfiguration)
            .filter_map(|file| terraform::literal(file.value()?.pointer("/provider/aws/region")?));
        let mut found: Vec<&str> = zones.chain(providers).collect();
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [one] => region::region(one).map(|region| region.name.to_owned()),
            _ => None,
        }
    }
}
