//! Rights in S3: objects by what their keys begin with, listings of the same beginnings.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::iam::Statement;
use crate::units::{Partition, S3Uri};

/// Reading an object.
const READ: &[&str] = &["s3:GetObject"];
/// Reading, writing and removing objects; parts of an upload that failed are removed as well.
const WRITE: &[&str] =
    &["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"];

/// What may be done with objects. The order is that of rights: who may write may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Right {
    Write,
    Read,
}

/// A part of a bucket: one object, or all whose keys begin with a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    bucket: String,
    key: String,
    /// Whether everything below the key is meant, and not the object of that key.
    below: bool,
    right: Right,
}

impl Part {
    fn covers(&self, other: &Self) -> bool {
        let keys = if self.below {
            other.key.starts_with(&self.key)
        } else {
            !other.below && other.key == self.key
        };
        self.bucket == other.bucket && self.right <= other.right && keys
    }

    fn arn(&self, partition: Partition) -> String {
        let star = if self.below { "*" } else { "" };
        format!("arn:{partition}:s3:::{}/{}{star}", self.bucket, literal(&self.key))
    }
}

/// The parts of S3 that a role may use.
#[derive(Clone, Debug, Default)]
pub struct Buckets {
    parts: Vec<Part>,
}

impl Buckets {
    /// Adds what lies at and below a URI, to read.
    pub fn read(&mut self, uri: &S3Uri) {
        self.add(uri, Right::Read);
    }

    /// Adds what lies at and below a URI, to read and write.
    pub fn write(&mut self, uri: &S3Uri) {
        self.add(uri, Right::Write);
    }

    /// Adds one object, to read.
    pub fn object(&mut self, uri: &S3Uri) {
        self.push(uri, uri.key().to_owned(), false, Right::Read);
    }

    /// `s3://bucket/data` may be an object or a directory: both are meant, and `database` is not.
    fn add(&mut self, uri: &S3Uri, right: Right) {
        let key = uri.key();
        if key.is_empty() || key.ends_with('/') {
            self.push(uri, key.to_owned(), true, right);
        } else {
            self.push(uri, key.to_owned(), false, right);
            self.push(uri, format!("{key}/"), true, right);
        }
    }

    fn push(&mut self, uri: &S3Uri, key: String, below: bool, right: Right) {
        self.parts.push(Part { bucket: uri.bucket().to_string(), key, below, right });
    }

    /// The parts without those that others cover. What a part covers follows it when sorted, so
    /// that the last of each right is all there is to compare with.
    fn least(&self) -> Vec<Part> {
        let mut sorted = self.parts.clone();
        sorted.sort();
        let mut kept: Vec<Part> = Vec::new();
        let (mut last_write, mut last_read) = (None, None);
        for part in sorted {
            let covered = [&last_write, &last_read]
                .into_iter()
                .any(|last: &Option<Part>| last.as_ref().is_some_and(|last| last.covers(&part)));
            if covered {
                continue;
            }
            match part.right {
                Right::Write => last_write = Some(part.clone()),
                Right::Read => last_read = Some(part.clone()),
            }
            kept.push(part);
        }
        kept
    }

    /// The statements, objects first. Their ids say what they are for.
    pub fn statements(&self, partition: Partition) -> Vec<Statement> {
        let parts = self.least();
        let objects = |right: Right, sid: &str, actions: &[&str]| {
            let chosen = parts.iter().filter(|part| part.right == right);
            let arns: Vec<String> = chosen.map(|part| part.arn(partition)).collect();
            (!arns.is_empty()).then(|| Statement::allow(sid, actions, arns))
        };
        let mut statements = Vec::new();
        statements.extend(objects(Right::Write, "ReadAndWriteObjects", WRITE));
        statements.extend(objects(Right::Read, "ReadObjects", READ));
        statements.extend(listings(&parts, partition));
        statements
    }
}

/// Listings and locations. A bucket that is used in part is listed by its prefixes only.
fn listings(parts: &[Part], partition: Partition) -> Vec<Statement> {
    let mut prefixes: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for part in parts {
        prefixes.entry(&part.bucket).or_default().extend(listed(part));
    }
    let arn = |bucket: &&str| format!("arn:{partition}:s3:::{bucket}");
    let buckets: Vec<String> = prefixes.keys().map(arn).collect();
    let whole: Vec<String> =
        prefixes.iter().filter(|(_, all)| is_whole(all)).map(|(bucket, _)| arn(bucket)).collect();
    let mut statements =
        vec![Statement::allow("LocateBuckets", &["s3:GetBucketLocation"], buckets)];
    if !whole.is_empty() {
        statements.push(Statement::allow("ListBuckets", &["s3:ListBucket"], whole));
    }
    let in_part = prefixes.iter().filter(|(_, all)| !all.is_empty() && !is_whole(all));
    for (index, (bucket, all)) in in_part.enumerate() {
        let sid = format!("ListPrefixes{}", index + 1);
        statements.push(Statement::allow(&sid, &["s3:ListBucket"], [arn(bucket)]).when(
            "StringLike",
            "s3:prefix",
            all.iter().cloned().collect::<Vec<_>>(),
        ));
    }
    statements
}

/// The prefixes by which a part is listed: `data`, `data/` and longer ones. For an object that is
/// not there S3 takes the key for the prefix, and so says that it is missing rather than forbidden.
fn listed(part: &Part) -> Vec<String> {
    let key = literal(&part.key);
    if !part.below {
        return vec![key];
    }
    match key.strip_suffix('/') {
        Some(directory) => vec![directory.to_owned(), format!("{key}*")],
        None => vec![format!("{key}*")],
    }
}

fn is_whole(prefixes: &BTreeSet<String>) -> bool {
    prefixes.contains("*")
}

/// A key as a policy means it: what looks like a policy variable is none.
fn literal(key: &str) -> String {
    key.replace('$', "${$}")
}
