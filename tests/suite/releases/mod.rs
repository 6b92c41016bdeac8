//! What each release adds, and what becomes of the reference platform there: `docs/releases.md`.
//!
//! `EMRGEN_BLESS=1 cargo test --test suite releases` writes it.

mod changes;
mod tree;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::support::current;
use changes::{Changes, added};
use emrgen::catalog::emr::{self, EmrRelease, Feature};
use emrgen::catalog::{karpenter, kubernetes};
use emrgen::units::ReleaseLabel;
use tree::Tree;

/// The release of Kubernetes that all releases of Karpenter can be compared with.
const COMMON: &str = "1.31";
const ACCEPT: &str = "to accept it: EMRGEN_BLESS=1 cargo test --test suite releases";
const HEAD: &str = "# Releases

Written by `EMRGEN_BLESS=1 cargo test --test suite releases`, from the catalog, from the schemas, and by compiling the blueprint
`emr-eks-karpenter` for each release. *Platform* says how many documents come out of it, and what
differs from the release before; or what the release lacks, as `emrgen build` says it.
";

#[test]
fn the_page_of_releases_is_current() {
    let mut page = HEAD.to_owned();
    let added = added();
    page.push_str(&of_karpenter(&added));
    page.push_str(&of_kubernetes(&added));
    page.push_str(&of_emr());
    current("docs/releases.md", &page, ACCEPT);
}

fn of_karpenter(added: &BTreeMap<String, Changes>) -> String {
    let mut text = "\n## Karpenter\n\n`emrgen build --karpenter 1.6 --kubernetes 1.31`\n\n| release | chart | Kubernetes | it adds | in our schemas | platform |\n| --- | --- | --- | --- | --- | --- |\n".to_owned();
    let mut before = None;
    for release in karpenter::RELEASES {
        let newest = kubernetes::releases()
            .filter(|it| {
                karpenter::support_of(*it).is_some_and(|at| at.karpenter <= release.version)
            })
            .max()
            .expect("every release of Karpenter supports one of Kubernetes");
        let version = release.version.to_string();
        let tree = Tree::of(&["--karpenter", &version, "--kubernetes", COMMON]);
        writeln!(
            text,
            "| {version} | {} | {} to {newest} | {} | {} | {} |",
            release.chart,
            kubernetes::OLDEST,
            release.arrived.join("; "),
            Changes::text(added.get(&format!("Karpenter {version}"))),
            tree.against(before.as_ref()),
        )
        .unwrap();
        before = Some(tree);
    }
    text
}

fn of_kubernetes(added: &BTreeMap<String, Changes>) -> String {
    let mut text = "\n## Kubernetes\n\n`emrgen build --kubernetes 1.33 --karpenter 1.14`\n\n| release | Karpenter | in our schemas | platform |\n| --- | --- | --- | --- |\n".to_owned();
    let mut before = None;
    let newest = karpenter::RELEASES.last().expect("there are releases").version.to_string();
    for release in kubernetes::releases() {
        let support = karpenter::support_of(release).expect("each is in the table");
        let version = release.to_string();
        let tree = Tree::of(&["--karpenter", &newest, "--kubernetes", &version]);
        writeln!(
            text,
            "| {version} | from {}.{} | {} | {} |",
            support.karpenter,
            support.patch,
            Changes::text(added.get(&format!("Kubernetes {version}"))),
            tree.against(before.as_ref()),
        )
        .unwrap();
        before = Some(tree);
    }
    text
}

fn of_emr() -> String {
    let mut text = "\n## EMR\n\n`emrgen build --set teams.data-team-a.defaults.release=emr-7.9.0`; `—` is not in the image, or not known.\n\n| release | Spark | Java | Iceberg | Hudi | Delta Lake | Flink | it adds | platform |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n".to_owned();
    let mut before = None;
    for release in emr::releases().iter().rev() {
        let set = format!("teams.data-team-a.defaults.release={}", release.name);
        let tree = Tree::of(&["--set", &set]);
        let known = |version: Option<&'static str>| version.unwrap_or("—");
        let label = ReleaseLabel::parse(release.name).expect("the catalog has labels");
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            release.name,
            known(release.spark),
            emr::runtime(&label).java,
            known(release.iceberg),
            known(release.hudi),
            known(release.delta),
            known(release.flink),
            features(release, &label),
            tree.against(before.as_ref()),
        )
        .unwrap();
        before = Some(tree);
    }
    text
}

/// What came with a release; the oldest in the catalog has what came before it, too.
fn features(release: &EmrRelease, label: &ReleaseLabel) -> String {
    let oldest = emr::releases().last().is_some_and(|oldest| oldest == release);
    let here =
        |feature: &Feature| feature.since() == label.version() || oldest && feature.is_in(label);
    let nouns: Vec<&str> = Feature::ALL.into_iter().filter(here).map(Feature::noun).collect();
    nouns.join("; ")
}
