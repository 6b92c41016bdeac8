//! Places in S3.

use super::UnitError;

/// The name of a general-purpose bucket, by the naming rules of the S3 user guide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BucketName {
    text: Box<str>,
}

shows_its_text!(BucketName);
unit!(BucketName {
    name: "bucket-name",
    noun: "a bucket name",
    rule: "use 3 to 63 lower-case letters, digits, `-` and `.`, with a letter or digit at both ends",
    pattern: Some("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"),
    examples: &["emr-eks-karpenter-data"],
    number: false,
});

/// Beginnings and ends of names that S3 keeps for itself.
const RESERVED_STARTS: &[&str] = &["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_ENDS: &[&str] = &["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

impl BucketName {
    /// Reads the name of a bucket.
    ///
    /// # Errors
    /// When S3 would not create a bucket of this name.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        if is_bucket_name(text) {
            return Ok(Self { text: text.into() });
        }
        let bare = text.trim_start_matches("s3://").trim_end_matches('/');
        let guess = bare.to_ascii_lowercase().replace('_', "-");
        Err(Self::FORMAT.refuse(text).or_suggest(Some(guess).filter(|it| is_bucket_name(it))))
    }
}

fn is_bucket_name(text: &str) -> bool {
    let end = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| end(*byte) || matches!(byte, b'-' | b'.'))
        && end(bytes[0])
        && end(bytes[bytes.len() - 1])
        && !text.contains("..")
        && text.parse::<std::net::Ipv4Addr>().is_err()
        && !RESERVED_STARTS.iter().any(|start| text.starts_with(start))
        && !RESERVED_ENDS.iter().any(|end| text.ends_with(end))
}

/// A bucket and a key or prefix in it: `s3://bucket/path/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct S3Uri {
    text: Box<str>,
    bucket: BucketName,
}

shows_its_text!(S3Uri);
unit!(S3Uri {
    name: "s3-uri",
    noun: "an S3 URI",
    rule: "write `s3://`, a bucket name, and a path, such as `s3://bucket/scripts/job.py`",
    pattern: Some("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?$"),
    examples: &["s3://emr-eks-karpenter-data/scripts/taxi.py", "s3://emr-eks-karpenter-data"],
    number: false,
});

/// S3 keys are at most so many bytes of UTF-8.
const KEY_LENGTH: usize = 1024;

impl S3Uri {
    /// Reads a URI.
    ///
    /// # Errors
    /// When the scheme is another, there is no bucket, or the key is too long or has control
    /// characters.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        if let Some(bucket) = bucket_of(text) {
            return Ok(Self { text: text.into(), bucket });
        }
        let guess = text.split_once("://").map(|(_, rest)| format!("s3://{rest}"));
        Err(Self::FORMAT.refuse(text).or_suggest(guess.filter(|it| bucket_of(it).is_some())))
    }

    /// The bucket.
    #[must_use]
    pub fn bucket(&self) -> &BucketName {
        &self.bucket
    }

    /// The path in the bucket, without the slash before it; empty for the whole bucket.
    #[must_use]
    pub fn key(&self) -> &str {
        let after_bucket = "s3://".len() + self.bucket.text.len();
        self.text[after_bucket..].trim_start_matches('/')
    }

    /// The URI of something below this one, with one slash between.
    ///
    /// # Errors
    /// When the key would get too long or have control characters.
    pub fn join(&self, below: &str) -> Result<Self, UnitError> {
        Self::parse(&format!(
            "{}/{}",
            self.text.trim_end_matches('/'),
            below.trim_start_matches('/')
        ))
    }
}

fn bucket_of(text: &str) -> Option<BucketName> {
    let path = text.strip_prefix("s3://")?;
    let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
    let valid =
        is_bucket_name(bucket) && key.len() <= KEY_LENGTH && !key.contains(char::is_control);
    valid.then(|| BucketName { text: bucket.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucket_names_follow_the_rules() {
        assert!(BucketName::parse("a.b-c").is_ok());
        for wrong in [
            "",
            "ab",
            "-abc",
            "abc-",
            "a..b",
            "192.168.0.1",
            "xn--abc",
            "abc-s3alias",
            "a_b",
            "ABC",
            &"a".repeat(64),
        ] {
            assert!(BucketName::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(BucketName::parse("s3://My_Data/").unwrap_err().help(), "write `my-data`");
    }

    #[test]
    fn a_uri_has_a_bucket_and_a_key() {
        let uri = S3Uri::parse("s3://data/in put/é.parquet").unwrap();
        assert_eq!((uri.bucket().as_str(), uri.key()), ("data", "in put/é.parquet"));
        assert_eq!(S3Uri::parse("s3://data").unwrap().key(), "");
        assert_eq!(
            S3Uri::parse("s3://data/").unwrap().join("/a/b").unwrap().as_str(),
            "s3://data/a/b"
        );
        for wrong in
            ["", "s3://", "s3:///", "s3:///key", "data/key", "s3://data/a\nb", "s3://${bucket}/x"]
        {
            assert!(S3Uri::parse(wrong).is_err(), "{wrong}");
        }
        assert!(S3Uri::parse(&format!("s3://data/{}", "k".repeat(1025))).is_err());
        assert_eq!(S3Uri::parse("s3a://data/x").unwrap_err().help(), "write `s3://data/x`");
    }
}
