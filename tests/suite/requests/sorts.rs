//! The sorts of values that requests to EMR hold: what each takes at its bounds, and refuses beyond.

/// What a field takes.
#[derive(Clone, Copy)]
pub enum Sort {
    /// Text.
    Text(&'static Text),
    /// One of a few words.
    Words(&'static [&'static str]),
    /// A whole number between two others.
    Integer(i64, i64),
    /// True or false.
    Flag,
    /// A list or a map with so many entries at most.
    Count(usize),
    /// A map whose keys are texts.
    Keys(&'static Text),
    /// It may not be left out.
    Required,
}

/// Text with bounds.
pub struct Text {
    /// The most characters that it has.
    pub most: usize,
    /// What the longest text begins and ends with.
    pub ends: (&'static str, &'static str),
    /// What fills the longest text.
    pub fill: char,
    /// Texts at the bounds, and with every character that is allowed.
    pub takes: &'static [&'static str],
    /// Texts beyond the bounds.
    pub refuses: &'static [&'static str],
}

impl Text {
    /// A text of so many characters that only its length can make wrong.
    pub fn of_length(&self, length: usize) -> String {
        let (head, tail) = self.ends;
        let room = length - head.len() - tail.len();
        format!("{head}{}{tail}", String::from(self.fill).repeat(room))
    }
}

/// Text with a length and a form of its own.
const fn text(
    most: usize,
    takes: &'static [&'static str],
    refuses: &'static [&'static str],
) -> Text {
    Text { most, ends: ("", ""), fill: '1', takes, refuses }
}

/// Text with something to see in it.
const fn visible(most: usize) -> Text {
    text(most, &["x", " x ", "a b/ü:${c}"], &["", " ", "\t", "a\nb"])
}

/// The name of a virtual cluster, a run, an endpoint, a template, a security configuration.
pub const NAME: Text = text(64, &["a", ".-_/#Az0"], &["", "a b", "a:b", "ä", "a$"]);
/// An id that the service gave.
pub const ID: Text = text(64, &["a", "0z"], &["", "A", "a-b", "${id}"]);
/// A token of the client, and the kind of an endpoint.
pub const TEXT_64: Text = visible(64);
/// The prefix of a log stream, an entry point.
pub const TEXT_256: Text = visible(256);
/// A property, a classification, the value of a parameter.
pub const TEXT_1024: Text = visible(1024);
/// An argument of a program.
pub const ARGUMENT: Text = visible(10280);
/// The options of spark-submit.
pub const PARAMETERS: Text = visible(102_400);
/// The key of a tag.
pub const TAG_KEY: Text = visible(128);
/// The value of a tag, which may be empty.
pub const TAG_VALUE: Text = text(256, &["", "x", " x "], &[" ", "\t"]);
/// A release.
pub const RELEASE: Text =
    text(64, &["a", "emr-7.9.0-latest", "_/"], &["", "emr 7", "emr#7", "${r}"]);
/// The ARN of a role; the shortest has 20 characters.
pub const ROLE: Text = Text {
    ends: ("arn:aws:iam::123456789012:role/", ""),
    ..text(
        2048,
        &[
            "arn:aws:iam:::role/x",
            "arn:aws-cn:iam::123456789012:role/emr/jobs/a_+=,.@-Z0",
            "arn:aws-us-gov:iam::123456789012:role/x",
        ],
        &[
            "x",
            "${role}",
            "arn:aws:iam::123456789012:user/x",
            "arn:aws:iam::12345678901:role/x",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::123456789012:role/a b",
            "arn:aws:iam:us-west-2:123456789012:role/x",
            "arn:aws:sts::123456789012:assumed-role/x",
            " arn:aws:iam::123456789012:role/x",
        ],
    )
};
/// A log group.
pub const LOG_GROUP: Text = text(512, &["a", "/emr/a_b-c.d#E0"], &["", "/emr:etl", "a b", "${g}"]);
/// A place in S3.
pub const URI: Text = text(10280, &["s", "s3://a/ü\t\r\nb"], &["", "s3://a/\u{7}b"]);
/// The size at which a log rotates.
pub const ROTATION: Text = Text {
    ends: ("", "MB"),
    ..text(
        12,
        &["10K", "2Gb", "1.5M", "500MB"],
        &["", "2M", "500", "500mb", "5 MB", "1.MB", "500MiB", "1TB", "-1MB"],
    )
};
/// The ARN of a key, or a variable.
pub const KMS_KEY: Text = Text {
    ends: ("arn:aws:kms:us-west-2:123456789012:key/", ""),
    ..text(
        2048,
        &["arn:aws-cn:kms:cn-north-1::key/mrk-1a", "${key}", "${k_1}"],
        &[
            "",
            "1234abcd-12ab",
            "alias/etl",
            "arn:aws:kms:us-west-2:123456789012:alias/etl",
            "arn:aws:kms:us-west-2:1:key/a",
            "${1}",
            "$key",
        ],
    )
};
/// The ARN of a certificate; the shortest has 44 characters.
pub const CERTIFICATE: Text = Text {
    ends: ("arn:aws:acm:us-west-2:123456789012:certificate/", ""),
    ..text(
        2048,
        &["arn:aws:acm:r:123456789012:certificate/12345"],
        &[
            "arn:aws:acm:r:123456789012:certificate/1234",
            "arn:aws:acm:us-west-2::certificate/1234567890",
            "arn:aws:iam::123456789012:server-certificate/1234567890",
        ],
    )
};
/// The ARN of a secret.
pub const SECRET: Text = Text {
    ends: ("arn:aws:secretsmanager:us-west-2:123456789012:secret:", ""),
    ..text(
        2048,
        &["arn:aws:secretsmanager:us-west-2:123456789012:secret:a/_+=.@-Z0"],
        &[
            "",
            "tls",
            "arn:aws:secretsmanager:us-west-2::secret:a",
            "arn:aws:secretsmanager:us-west-2:123456789012:secret:a b",
        ],
    )
};
/// The name of an EKS cluster.
pub const CLUSTER: Text = text(100, &["a", "0Z_-"], &["", "-a", "_a", "a.b", "a/b"]);
/// A namespace.
pub const NAMESPACE: Text = text(63, &["a", "a-0"], &["", "A", "-a", "a-", "a_b", "a.b"]);
/// The label of the nodes of a virtual cluster.
pub const NODE_LABEL: Text = text(64, &["a", "a-0"], &["", "A", "-a", "a-", "a/b", "a=b"]);
/// The name of a parameter of a template.
pub const PARAMETER: Text = text(512, &["a", ".-_#Az0"], &["", "a b", "a/b", "${a}"]);
/// Text of a template with parameters in it.
pub const TEMPLATE_TEXT: Text = text(512, &["a", ".-_/#Az0${p}"], &["", "a b", "a:b"]);
/// The release of a template.
pub const TEMPLATE_RELEASE: Text =
    text(64, &["emr-7.9.0-latest", "${r_1}"], &["", "${1}", "emr-${v}", "emr 7"]);
/// The role of a template.
pub const TEMPLATE_ROLE: Text = Text {
    ends: ROLE.ends,
    ..text(
        2048,
        &["${r}", "arn:aws:iam::123456789012:role/emr/x", "a.-_#${b}"],
        &["", "abc", "arn:aws:iam::${account}:role/x", "arn:aws:iam::123456789012:user/x"],
    )
};
/// The value of the session tag that Lake Formation trusts.
pub const SESSION_TAG: Text = text(512, &["a", ".-_/#Az 0"], &["", "a:b", "ä"]);
/// The instance of Identity Center.
pub const INSTANCE: Text = text(1224, &["arn:aws:ss"], &["arn:aws:s"]);
/// The application of Identity Center.
pub const APPLICATION: Text = text(usize::MAX, &["arn:aws:sso::123456789012:application/x"], &[""]);
