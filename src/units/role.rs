//! The name of an IAM role, and how EMR writes it into service accounts.

use super::UnitError;
use super::grammar::not_longer;

/// The name of an IAM role, without its path: 1 to 64 of `A-Za-z0-9_+=,.@-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleName {
    text: Box<str>,
}

shows_its_text!(RoleName);
unit!(RoleName {
    name: "role-name",
    noun: "a role name",
    rule: "use letters, digits and `_+=,.@-`, at most 64 characters",
    pattern: Some("^[A-Za-z0-9_+=,.@-]{1,64}$"),
    examples: &["emr-eks-karpenter-emr-data-team-a"],
    number: false,
});

impl RoleName {
    /// Reads the name of a role.
    ///
    /// # Errors
    /// When the text has other characters or is too long; of an ARN the name is suggested.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        if is_role_name(text) {
            return Ok(Self { text: text.into() });
        }
        let in_arn =
            super::Arn::parse(text).ok().and_then(|arn| arn.role_name().map(str::to_owned));
        match in_arn.filter(|name| is_role_name(name)) {
            Some(name) => Err(Self::FORMAT.refuse(text).or_suggest(Some(name))),
            None => {
                not_longer(text, 64, &Self::FORMAT)?;
                Err(Self::FORMAT.refuse(text))
            }
        }
    }

    /// The name as it ends the names of EMR's service accounts.
    #[must_use]
    pub fn base36(&self) -> String {
        base36(&self.text)
    }
}

fn is_role_name(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    (1..=64).contains(&text.len()) && text.bytes().all(inner)
}

/// A role name as EMR on EKS writes it into service accounts: its bytes as one big-endian number,
/// in the digits `0-9a-z`. The empty text is `0`. Time is quadratic; a role name has at most 64.
#[must_use]
pub fn base36(role_name: &str) -> String {
    let mut digits: Vec<u8> = Vec::with_capacity(role_name.len() * 2);
    for byte in role_name.bytes() {
        let mut carry = u32::from(byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = (carry % 36) as u8;
            carry /= 36;
        }
        while carry > 0 {
            digits.push((carry % 36) as u8);
            carry /= 36;
        }
    }
    if digits.is_empty() {
        digits.push(0);
    }
    let letter =
        |digit: &u8| char::from(b"0123456789abcdefghijklmnopqrstuvwxyz"[usize::from(*digit)]);
    digits.iter().rev().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn encodes_as_emr_does() {
        for (name, encoded) in [
            ("", "0"),
            ("x", "3c"),
            ("X", "2g"),
            ("ab", "j8i"),
            (
                "emr-eks-karpenter-emr-data-team-a",
                "hz5sc8w4qv5gl55elrkwuzwj9msxwwa5dil7n7wibq0hno1lr35",
            ),
            (
                "emr-eks-karpenter-emr-data-team-b",
                "hz5sc8w4qv5gl55elrkwuzwj9msxwwa5dil7n7wibq0hno1lr36",
            ),
            ("emr-on-eks-emr-data-team-a", "wu45qgcjmov3ud6ripe7a74zr24rc3cbnf0pxdup"),
            ("EMRContainers-JobExecutionRole", "189nnyj7mn9w2lqiewgg1u0l3jhmo0z69yjkj9u6qhosj8l"),
        ] {
            assert_eq!(base36(name), encoded, "{name}");
        }
        assert_eq!(base36(&"z".repeat(64)).len(), 99);
    }

    #[test]
    fn a_role_name_is_short_and_plain() {
        assert!(RoleName::parse("EMR_Containers+=,.@-Role").is_ok());
        for wrong in ["", "a b", "a/b", "é", &"a".repeat(65)] {
            assert!(RoleName::parse(wrong).is_err(), "{wrong}");
        }
        let error = RoleName::parse("arn:aws:iam::123456789012:role/path/emr").unwrap_err();
        assert_eq!(error.help(), "write `emr`");
    }

    proptest! {
        #[test]
        fn different_names_differ(one in "[A-Za-z0-9_+=,.@-]{1,64}", two in "[A-Za-z0-9_+=,.@-]{1,64}") {
            prop_assert_eq!(one == two, base36(&one) == base36(&two));
        }
    }
}
