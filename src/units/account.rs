//! The number of an AWS account.

use super::UnitError;

/// Twelve digits, kept as text because many begin with 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId {
    text: Box<str>,
}

shows_its_text!(AccountId);
unit!(AccountId {
    name: "aws-account-id",
    noun: "an AWS account id",
    rule: "write its 12 digits in quotes, such as `\"012345678901\"`",
    pattern: Some("^[0-9]{12}$"),
    examples: &["123456789012"],
    number: false,
});

impl AccountId {
    /// Reads the number of an account.
    ///
    /// # Errors
    /// When the text is not 12 digits.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        if is_account_id(text) {
            return Ok(Self { text: text.into() });
        }
        let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        Err(Self::FORMAT.refuse(text).or_suggest(Some(digits).filter(|it| is_account_id(it))))
    }
}

/// Whether a text is 12 digits.
pub(super) fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_leading_zeros() {
        assert_eq!(AccountId::parse("012345678901").unwrap().to_string(), "012345678901");
        for wrong in ["", "12345678901", "1234567890123", "12345678901a", "１２３４"] {
            assert!(AccountId::parse(wrong).is_err(), "{wrong}");
        }
        let error = AccountId::parse("1234-5678-9012").unwrap_err();
        assert_eq!(error.help(), "write `123456789012`");
        let error = serde_json::from_value::<AccountId>(serde_json::json!(123_456_789_012_u64))
            .unwrap_err()
            .to_string();
        assert!(error.ends_with("write it in quotes"), "{error}");
    }
}
