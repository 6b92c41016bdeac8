//! The Kubernetes releases that EKS offers and emrgen knows, and what changed with them.

use crate::units::MinorVersion;

/// The oldest release known.
pub const OLDEST: MinorVersion = MinorVersion::new(1, 29);
/// The newest release known.
pub const NEWEST: MinorVersion = MinorVersion::new(1, 36);

/// The first release that EKS builds no Amazon Linux 2 images for.
pub const WITHOUT_AL2: MinorVersion = MinorVersion::new(1, 33);
/// The first release with Windows Server 2025 images.
pub const WITH_WINDOWS_2025: MinorVersion = MinorVersion::new(1, 35);
/// The first release in which ValidatingAdmissionPolicy is `admissionregistration.k8s.io/v1`.
pub const WITH_ADMISSION_POLICY: MinorVersion = MinorVersion::new(1, 30);

/// All releases known, oldest first.
pub fn releases() -> impl Iterator<Item = MinorVersion> {
    (OLDEST.minor..=NEWEST.minor).map(|minor| MinorVersion::new(1, minor))
}

#[cfg(test)]
mod tests {
    use super::super::karpenter;
    use super::*;

    #[test]
    fn karpenter_knows_every_release() {
        assert!(releases().all(|release| karpenter::support_of(release).is_some()));
        assert_eq!(releases().count(), karpenter::SUPPORT.len());
    }
}
