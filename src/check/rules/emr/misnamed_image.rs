//! An image's address is none that Amazon's registries have.

use crate::catalog::region;
use crate::check::bundle::Image;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::{ReleaseLabel, spelling};

/// An image's address is none that Amazon's registries have.
pub const RULE: Rule = Rule {
    code: Code("misnamed-image"),
    severity: Severity::Error,
    summary: "an image's address with an account, host or repository that Amazon's registries do not have",
    page: include_str!("misnamed_image.md"),
    check,
};

/// What repositories of EMR's images begin with. Source: EMR on EKS Development Guide, base images.
const REPOSITORIES: [&str; 5] = ["spark", "notebook-spark", "notebook-python", "livy", "flink"];
const PUBLIC: &str = "public.ecr.aws/emr-on-eks/";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for image in bundle.images().iter().filter(|image| !image.is_open()) {
        let Some((fault, help)) = fault(image) else { continue };
        let message = format!("{} pulls `{}`, {fault}", image.title, image.name);
        findings.at(image.artifact, &image.route, message).help(help);
    }
}

/// What is wrong, and the next step.
fn fault(image: &Image<'_>) -> Option<(String, String)> {
    let (host, path) = image.name.split_once('/')?;
    if let Some(public) = image.name.strip_prefix(PUBLIC) {
        return of_path(public);
    }
    if let Some(fault) = of_alias(host, path) {
        return Some(fault);
    }
    let (account, rest) = host.split_once(".dkr.ecr.")?;
    let (region, suffix) = rest.split_once('.')?;
    of_account(account, region)
        .or_else(|| of_suffix(region, suffix))
        .or_else(|| is_emrs(account).then(|| of_path(path)).flatten())
}

/// The gallery's folder of EMR on EKS, nearly.
fn of_alias(host: &str, path: &str) -> Option<(String, String)> {
    let (alias, rest) = path.split_once('/').filter(|_| host == "public.ecr.aws")?;
    let near = spelling::nearest(alias, ["emr-on-eks"], 2)?;
    Some((
        format!("and the public registry has no `{alias}` of EMR's"),
        format!("write `public.ecr.aws/{near}/{rest}`"),
    ))
}

/// Accounts are text: a number loses the zeros before it.
fn of_account(account: &str, region: &str) -> Option<(String, String)> {
    let is_short = account.len() < 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let whole = format!("{account:0>12}");
    is_short.then(|| {
        (
            format!("whose account has {} digits and not 12", account.len()),
            format!("write `{whole}.dkr.ecr.{region}`: as a number it lost the zeros before it"),
        )
    })
}

fn of_suffix(region: &str, suffix: &str) -> Option<(String, String)> {
    let is_china = region.starts_with("cn-");
    let right = if is_china { "amazonaws.com.cn" } else { "amazonaws.com" };
    let is_wrong = suffix != right && ["amazonaws.com", "amazonaws.com.cn"].contains(&suffix);
    is_wrong.then(|| {
        (
            format!("but the hosts of {region} end in `.{right}`"),
            format!("write `.dkr.ecr.{region}.{right}`"),
        )
    })
}

fn is_emrs(account: &str) -> bool {
    region::regions().any(|region| region.emr_registry == Some(account))
}

/// Folder, release and tag: `spark/emr-7.9.0:latest`. Folders may come that are not known yet.
fn of_path(path: &str) -> Option<(String, String)> {
    let (name, tag) = path.split_once(['@', ':']).map_or((path, None), |(a, b)| (a, Some(b)));
    let (folder, release) = name.rsplit_once('/').unwrap_or(("", name));
    let label = ReleaseLabel::parse(release).ok()?;
    let folder_or_spark = if folder.is_empty() { "spark" } else { folder };
    let base = label.base();
    let words = &release[base.len()..];
    if !words.is_empty() {
        let right = format!("{folder_or_spark}/{base}:{}", &words[1..]);
        return Some((
            format!("a repository that there is not: its name ends with `{base}`"),
            format!("write `{right}`: what follows the release in a label is the tag of the image"),
        ));
    }
    if !folder.is_empty() {
        return None;
    }
    let tag = tag.map(|tag| format!(":{tag}")).unwrap_or_default();
    Some((
        "a repository that there is not: a folder is missing".to_owned(),
        format!("write `spark/{base}{tag}`; the folders are {}", words_of(&REPOSITORIES)),
    ))
}

fn words_of(names: &[&str]) -> String {
    crate::check::bundle::words::both(names)
}
