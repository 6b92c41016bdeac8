//! Where AWS runs things: partitions, regions and availability zones.

use std::fmt;

use super::UnitError;

/// A separate AWS, with its own accounts, domain and ARN prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    /// The commercial regions.
    Aws,
    /// The regions in China.
    AwsCn,
    /// The regions of the US government.
    AwsUsGov,
}

impl Partition {
    /// The second part of an ARN.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
            Self::AwsUsGov => "aws-us-gov",
        }
    }

    /// The domain of its endpoints (botocore's `partitions.json`).
    #[must_use]
    pub fn dns_suffix(self) -> &'static str {
        match self {
            Self::Aws | Self::AwsUsGov => "amazonaws.com",
            Self::AwsCn => "amazonaws.com.cn",
        }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The name of an AWS region in one of the three [`Partition`]s: `us-west-2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    text: Box<str>,
}

shows_its_text!(Region);
unit!(Region {
    name: "aws-region",
    noun: "an AWS region",
    rule: "write its code, such as `us-west-2`",
    pattern: Some("^[a-z]{2}(-gov)?-[a-z]+-[0-9]$"),
    examples: &["us-west-2", "eu-central-1", "us-gov-west-1", "cn-north-1"],
    number: false,
});

impl Region {
    /// Reads the code of a region. Whether it exists is the catalog's knowledge.
    ///
    /// # Errors
    /// When the text does not look like the code of a region of a known partition.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        if is_region(text) {
            return Ok(Self { text: text.into() });
        }
        let guess = Zone::parse(text).ok().map(|zone| zone.region().to_string());
        let guess = guess.or_else(|| Some(text.trim().to_ascii_lowercase().replace('_', "-")));
        Err(Self::FORMAT.refuse(text).or_suggest(guess.filter(|guess| is_region(guess))))
    }

    /// The partition it belongs to.
    #[must_use]
    pub fn partition(&self) -> Partition {
        if self.text.starts_with("cn-") {
            Partition::AwsCn
        } else if self.text.starts_with("us-gov-") {
            Partition::AwsUsGov
        } else {
            Partition::Aws
        }
    }
}

/// The name of an availability or local zone: `us-west-2a`, `us-west-2-lax-1a`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone {
    text: Box<str>,
    region: Region,
}

shows_its_text!(Zone);
unit!(Zone {
    name: "aws-zone",
    noun: "an availability zone",
    rule: "write a region and a letter, such as `us-west-2a`",
    pattern: Some("^[a-z]{2}(-gov)?-[a-z]+-[0-9](-[a-z0-9]+)*[a-z]$"),
    examples: &["us-west-2a", "us-west-2-lax-1a"],
    number: false,
});

impl Zone {
    /// Reads the name of a zone; an id such as `usw2-az1` is none.
    ///
    /// # Errors
    /// When the text is not the code of a region followed by what names a zone in it.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let refuse = || Self::FORMAT.refuse(text);
        let digit = text.find(|c: char| c.is_ascii_digit()).ok_or_else(refuse)?;
        let (region, rest) = text.split_at(digit + 1);
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let valid = is_region(region)
            && rest.chars().all(inner)
            && rest.ends_with(|c: char| c.is_ascii_lowercase())
            && (rest.len() == 1 || (rest.starts_with('-') && !rest.contains("--")));
        if valid {
            Ok(Self { text: text.into(), region: Region { text: region.into() } })
        } else {
            Err(refuse())
        }
    }

    /// The region it is in.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.region
    }
}

/// `xx-direction-n` or `xx-gov-direction-n`; the partitions `iso` are not ours.
fn is_region(text: &str) -> bool {
    let mut parts: Vec<&str> = text.split('-').collect();
    if parts.len() == 4 && parts[1] == "gov" {
        parts.remove(1);
    }
    let lower = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    match parts[..] {
        [area, direction, number] => {
            area.len() == 2
                && lower(area)
                && lower(direction)
                && number.len() == 1
                && number.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_a_partition() {
        let partition = |text| Region::parse(text).unwrap().partition();
        assert_eq!(partition("us-west-2"), Partition::Aws);
        assert_eq!(partition("ap-southeast-7"), Partition::Aws);
        assert_eq!(partition("cn-northwest-1").dns_suffix(), "amazonaws.com.cn");
        assert_eq!(partition("us-gov-west-1").as_str(), "aws-us-gov");
        for wrong in
            ["", "us-west", "us-west-", "us-iso-east-1", "eusc-de-east-1", "us-west-22", "global"]
        {
            assert!(Region::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn guesses_the_region_of_a_zone() {
        let message = |text| Region::parse(text).unwrap_err().to_string();
        assert_eq!(message("us-west-2a"), "`us-west-2a` is not an AWS region: write `us-west-2`");
        assert_eq!(message("US_West-2"), "`US_West-2` is not an AWS region: write `us-west-2`");
    }

    #[test]
    fn a_zone_has_a_region() {
        let region = |text| Zone::parse(text).unwrap().region().to_string();
        assert_eq!(region("us-west-2a"), "us-west-2");
        assert_eq!(region("us-gov-east-1c"), "us-gov-east-1");
        assert_eq!(region("us-west-2-lax-1a"), "us-west-2");
        for wrong in
            ["us-west-2", "usw2-az1", "us-west-2ab", "us-west-2A", "é2a", "us-west-2-1", ""]
        {
            assert!(Zone::parse(wrong).is_err(), "{wrong}");
        }
    }
}
