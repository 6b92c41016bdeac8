//! The name of any AWS resource.

use super::UnitError;
use super::account::is_account_id;

/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
///
/// Region and account may be empty or, in policies, have wildcards; the account may be `aws`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    text: Box<str>,
}

shows_its_text!(Arn);
unit!(Arn {
    name: "aws-arn",
    noun: "an ARN",
    rule: "write `arn:partition:service:region:account:resource`",
    pattern: Some("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9*?-]*:([0-9]{12}|aws|\\*)?:[^\\s]+$"),
    examples: &["arn:aws:iam::123456789012:role/emr-job", "arn:aws:s3:::bucket/*"],
    number: false,
});

impl Arn {
    /// Reads an ARN.
    ///
    /// # Errors
    /// When a part is missing or has characters that it never has.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        if is_arn(text) { Ok(Self { text: text.into() }) } else { Err(Self::FORMAT.refuse(text)) }
    }

    /// The partition, such as `aws-cn`.
    #[must_use]
    pub fn partition(&self) -> &str {
        self.part(1)
    }

    /// The service, such as `iam`.
    #[must_use]
    pub fn service(&self) -> &str {
        self.part(2)
    }

    /// The region; empty for global services and buckets.
    #[must_use]
    pub fn region(&self) -> &str {
        self.part(3)
    }

    /// The account; empty for buckets, `aws` for what AWS itself owns.
    #[must_use]
    pub fn account(&self) -> &str {
        self.part(4)
    }

    /// All that follows, such as `role/emr-job`; it may have colons.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    /// The name of the role without its path, if this is the ARN of a role.
    #[must_use]
    pub fn role_name(&self) -> Option<&str> {
        let path = self.resource().strip_prefix("role/").filter(|_| self.service() == "iam")?;
        path.rsplit('/').next()
    }

    fn part(&self, index: usize) -> &str {
        self.text.splitn(6, ':').nth(index).unwrap_or_default()
    }
}

fn is_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [arn, partition, service, region, account, resource] = parts[..] else {
        return false;
    };
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
    let plain = |byte: u8| lower(byte) || byte.is_ascii_digit();
    arn == "arn"
        && partition.starts_with("aws")
        && partition.bytes().all(lower)
        && !service.is_empty()
        && service.bytes().all(plain)
        && region.bytes().all(|byte| plain(byte) || matches!(byte, b'*' | b'?'))
        && (matches!(account, "" | "aws" | "*") || is_account_id(account))
        && !resource.is_empty()
        && !resource.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_six_parts() {
        let arn = Arn::parse("arn:aws-cn:logs:cn-north-1:012345678901:log-group:/emr:*").unwrap();
        assert_eq!(arn.partition(), "aws-cn");
        assert_eq!(arn.service(), "logs");
        assert_eq!(arn.region(), "cn-north-1");
        assert_eq!(arn.account(), "012345678901");
        assert_eq!(arn.resource(), "log-group:/emr:*");
        assert_eq!(arn.role_name(), None);
    }

    #[test]
    fn a_role_has_a_name_without_its_path() {
        let name = |text| Arn::parse(text).unwrap().role_name().map(str::to_owned);
        assert_eq!(name("arn:aws:iam::123456789012:role/a/b/emr").as_deref(), Some("emr"));
        assert_eq!(name("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"), None);
    }

    #[test]
    fn refuses_what_is_none() {
        for wrong in [
            "",
            "arn",
            "arn:aws:iam::123:role/x",
            "arn:aws:iam:123456789012:role/x",
            "arn:aws:iam::123456789012:",
            "arn:aws:iam::${account}:role/x",
            "arn:gcp:iam::123456789012:role/x",
            "arn:aws:s3:::my bucket",
        ] {
            assert!(Arn::parse(wrong).is_err(), "{wrong}");
        }
    }
}
