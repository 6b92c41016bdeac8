//! The service accounts that a trust policy names.

use crate::units::base36;

/// What EMR's service accounts begin with.
const EMR: &str = "emr-containers-sa-";

/// A subject of a trust policy: `system:serviceaccount:<namespace>:<account>`, either a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'t> {
    /// The namespace.
    pub namespace: &'t str,
    /// The service account.
    pub account: &'t str,
}

impl<'t> Subject<'t> {
    /// Reads a subject.
    #[must_use]
    pub fn parse(text: &'t str) -> Option<Self> {
        let (namespace, account) = text.strip_prefix("system:serviceaccount:")?.split_once(':')?;
        Some(Self { namespace, account })
    }

    /// Whether it is about the accounts that EMR makes, and not about one of a chart's or a user's.
    #[must_use]
    pub fn is_emrs(&self) -> bool {
        self.account.starts_with(EMR)
    }

    /// The AWS account and the role in base 36 that end the name of an account of EMR's:
    /// `emr-containers-sa-*-*-123456789012-hz5sc8w4`. Either may be a wildcard.
    #[must_use]
    pub fn owner(&self) -> Option<(&'t str, &'t str)> {
        let rest = self.account.strip_prefix(EMR)?;
        let (rest, role) = rest.rsplit_once('-')?;
        let (_, owner) = rest.rsplit_once('-')?;
        let digits = owner.len() == 12 && owner.bytes().all(|byte| byte.is_ascii_digit());
        (digits || owner == "*").then_some((owner, role))
    }

    /// Whether it admits the accounts of a role and of no other.
    #[must_use]
    pub fn is_of_role(&self, role: &str) -> bool {
        self.owner().is_some_and(|(_, encoded)| encoded == base36(role))
    }
}

/// The text that a number in base 36 stands for, as EMR writes the names of roles; `None` where it
/// stands for none.
#[must_use]
pub fn from_base36(digits: &str) -> Option<String> {
    if digits.is_empty() || digits.len() > 110 {
        return None;
    }
    let mut bytes: Vec<u8> = Vec::new();
    for digit in digits.chars() {
        let mut carry = digit.to_digit(36).filter(|_| !digit.is_ascii_uppercase())?;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 36;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.insert(0, (carry & 0xff) as u8);
            carry >>= 8;
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    (!text.is_empty() && text.bytes().all(is_name)).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn subjects_have_parts() {
        let text = "system:serviceaccount:ads:emr-containers-sa-*-*-123456789012-hz5sc8w4qv5";
        let subject = Subject::parse(text).unwrap();
        assert_eq!(subject.namespace, "ads");
        assert_eq!(subject.owner(), Some(("123456789012", "hz5sc8w4qv5")));
        let wide = Subject::parse("system:serviceaccount:ads:emr-containers-sa-*-*-123456789012-*");
        assert_eq!(wide.unwrap().owner(), Some(("123456789012", "*")));
        let prefix = Subject::parse("system:serviceaccount:ads:emr-containers-sa-*").unwrap();
        assert!(prefix.is_emrs() && prefix.owner().is_none());
        assert!(!Subject::parse("system:serviceaccount:kube-system:karpenter").unwrap().is_emrs());
        assert_eq!(Subject::parse("repo:org/x"), None);
    }

    #[test]
    fn what_is_no_name_is_none() {
        assert_eq!(from_base36("3c").as_deref(), Some("x"));
        assert_eq!(from_base36("X"), None);
        assert_eq!(from_base36("0"), None);
        assert_eq!(from_base36("*"), None);
    }

    proptest! {
        #[test]
        fn encoding_is_undone(name in "[A-Za-z0-9_+=,.@-]{1,64}") {
            prop_assert_eq!(from_base36(&base36(&name)), Some(name));
        }
    }
}
