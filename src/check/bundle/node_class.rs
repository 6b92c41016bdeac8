//! What a node class says of its image.

use crate::artifact::karpenter::EC2NodeClass;
use crate::sizing::{AmiFamily, ValueSet};

/// An alias of images, as the one term of a node class names it.
#[derive(Clone, Copy, Debug)]
pub struct Alias<'c> {
    /// The index of the term.
    pub term: usize,
    /// The family: `al2023`.
    pub family: &'c str,
    /// The version: `latest`, `v20250704`.
    pub version: &'c str,
}

/// The alias, where the class has one with a version.
#[must_use]
pub fn alias(class: &EC2NodeClass) -> Option<Alias<'_>> {
    let mut terms = class.spec.ami_selector_terms.iter().enumerate();
    terms.find_map(|(term, it)| {
        let (family, version) = it.alias.as_deref()?.split_once('@')?;
        Some(Alias { term, family, version })
    })
}

/// The image's family, where the class says it.
#[must_use]
pub fn family(class: &EC2NodeClass) -> Option<AmiFamily> {
    let mut aliases = class.spec.ami_selector_terms.iter().filter_map(|it| it.alias.as_deref());
    let said = class.spec.ami_family.as_deref();
    AmiFamily::parse(said.or_else(|| aliases.next()?.split('@').next())?)
}

/// The build of Windows that its nodes are labelled with; none of them under Linux.
#[must_use]
pub fn windows_build(class: &EC2NodeClass) -> ValueSet {
    const BUILDS: [(&str, &str); 3] =
        [("2019", "10.0.17763"), ("2022", "10.0.20348"), ("2025", "10.0.26100")];
    let said = class.spec.ami_family.as_deref();
    let name = said.or_else(|| alias(class).map(|alias| alias.family)).unwrap_or_default();
    let build = BUILDS.iter().find(|(year, _)| name.ends_with(year)).map(|(_, build)| *build);
    match family(class) {
        Some(AmiFamily::Windows) => build.map_or_else(ValueSet::any, |it| ValueSet::only([it])),
        _ => ValueSet::none(),
    }
}

/// Whether the class selects reservations of capacity.
#[must_use]
pub fn selects_reservations(class: &EC2NodeClass) -> bool {
    let terms = class.spec.rest.get("capacityReservationSelectorTerms");
    terms.and_then(|it| it.as_array()).is_some_and(|terms| !terms.is_empty())
}

/// Whether the class sets time-outs of tracked connections, which Nitro alone heeds.
#[must_use]
pub fn tracks_connections(class: &EC2NodeClass) -> bool {
    class.spec.rest.get("connectionTracking").is_some_and(serde_json::Value::is_object)
}
