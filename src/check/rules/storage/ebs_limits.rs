//! Figures that an EBS volume cannot have.

use std::collections::BTreeSet;

use crate::catalog::ebs::VolumeFault;
use crate::check::bundle::ebs::{self, Disk};
use crate::check::bundle::node_class::{alias, family};
use crate::check::bundle::storage::{class_name, gibibytes};
use crate::check::bundle::{VolumeSource, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Figures that an EBS volume cannot have.
pub const RULE: Rule = Rule {
    code: Code("ebs-limits"),
    severity: Severity::Error,
    summary: "an EBS volume cannot have the size, IOPS or throughput that is asked for",
    page: include_str!("ebs_limits.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for disk in bundle.storage_classes.keys().filter_map(|name| ebs::of_class(bundle, name)) {
        judge(findings, &disk, None);
    }
    let mut seen = BTreeSet::new();
    for (class, gib, at) in sizes(bundle) {
        let Some(disk) = ebs::of_class(bundle, &class) else { continue };
        // Ten thousand jobs of one class and one size are one question.
        if seen.insert((class, gib)) {
            judge(findings, &Disk { gib: Some(gib), ..disk }, Some(&at));
        }
    }
    for class in bundle.node_classes.values() {
        for (index, mapping) in class.spec.block_device_mappings.iter().enumerate() {
            let home = route!["spec", "blockDeviceMappings", index, "ebs"];
            let ebs = mapping.ebs.as_ref();
            let Some(disk) = ebs.and_then(|ebs| ebs::of_device(class.artifact, ebs, &home)) else {
                continue;
            };
            judge(findings, &disk, None);
            let device = mapping.device_name.as_deref().unwrap_or_default();
            if let Some(family) = family(class).filter(|it| it.system_device() == Some(device)) {
                let is_of_eks = alias(class).is_some();
                system_disk(findings, &disk, family.image_gib().filter(|_| is_of_eks));
            }
        }
    }
}

/// Judges the disk that a node starts from; of EKS's own images it is known how large they are.
fn system_disk(findings: &mut Findings, disk: &Disk<'_>, image_gib: Option<u64>) {
    if !disk.volume_type.limits().bootable {
        let message = format!("a node cannot start from a `{}` volume", disk.type_name);
        findings
            .at(disk.type_at.artifact, &disk.type_at.route, message)
            .help("take `gp3`, and another disk for data");
    }
    let small = disk.gib.zip(image_gib).filter(|(gib, image)| gib < image);
    if let Some((gib, image)) = small {
        findings
            .at(
                disk.gib_at.artifact,
                &disk.gib_at.route,
                format!("a volume of {gib} GiB is smaller than the image, which has {image} GiB unless EKS has made it smaller: EC2 refuses the launch"),
            )
            .severity(Severity::Warning)
            .help(format!("ask for {image} GiB or more"));
    }
}

/// The sizes in GiB that documents ask of classes, and where.
fn sizes<'a>(bundle: &Bundle<'a>) -> Vec<(String, u64, Written<'a>)> {
    let mut all = Vec::new();
    for claim in bundle.claims.values() {
        let requests =
            claim.spec.as_ref().and_then(|spec| spec.resources.as_ref()?.requests.as_ref());
        let gib = requests.and_then(|all| gibibytes(&all.get("storage")?.0));
        if let Some((class, gib)) = class_name(claim).zip(gib) {
            let route = route!["spec", "resources", "requests", "storage"];
            all.push((class.to_owned(), gib, Written { artifact: claim.artifact, route }));
        }
    }
    let volumes = bundle.pods_with_volumes().flat_map(|(_, volumes)| volumes);
    all.extend(volumes.filter_map(|volume| match &volume.source {
        VolumeSource::OnDemand { class: Some(class), size: Some(size) } => {
            Some((class.clone(), gibibytes(size)?, volume.at.clone()))
        }
        VolumeSource::OnDemand { .. }
        | VolumeSource::Claim(_)
        | VolumeSource::HostPath { .. }
        | VolumeSource::EmptyDir { .. }
        | VolumeSource::Other => None,
    }));
    all
}

/// Judges a disk. One whose size a claim says, there, is judged by its size only: the rest is said
/// of its class, once.
fn judge(findings: &mut Findings, disk: &Disk<'_>, claimed: Option<&Written<'_>>) {
    for fault in disk.volume_type.faults(disk.gib, iops(disk), disk.throughput) {
        let is_of_size = matches!(fault, VolumeFault::Size(..) | VolumeFault::IopsForSize(_));
        let is_of_iops = matches!(fault, VolumeFault::Iops(..) | VolumeFault::IopsForSize(_));
        // The driver keeps to the limits where it reckons by the size.
        let is_reckoned = disk.iops_per_gib.is_some() && is_of_iops;
        if (claimed.is_some() && !is_of_size) || is_reckoned {
            continue;
        }
        let (why, help, own) = words(disk, fault);
        let at = claimed.unwrap_or(own);
        let message = format!("a `{}` volume {why}", disk.type_name);
        let mut finding = findings.at(at.artifact, &at.route, message).help(help);
        if claimed.is_some() {
            finding = finding.related(own.artifact, &own.route, "of this class");
        }
        if is_upper(disk, fault) {
            finding.severity(Severity::Warning);
        }
    }
}

/// The IOPS; those that follow from the size are taken for the lowest that is sound.
fn iops(disk: &Disk<'_>) -> Option<u64> {
    let lowest = disk.volume_type.limits().iops.map(|(least, _)| least);
    disk.iops.or(disk.iops_per_gib.and(lowest))
}

/// Whether it is beyond a limit that EBS may raise, as it has before.
fn is_upper(disk: &Disk<'_>, fault: VolumeFault) -> bool {
    match fault {
        VolumeFault::Size(_, most) => disk.gib > Some(most),
        VolumeFault::Iops(_, most) => disk.iops > Some(most),
        VolumeFault::Throughput(_, most) => disk.throughput > Some(most),
        VolumeFault::NoIops
        | VolumeFault::NoThroughput
        | VolumeFault::IopsForSize(_)
        | VolumeFault::ThroughputForIops(_)
        | VolumeFault::IopsMissing => false,
    }
}

/// What is wrong, the next step, and the place that says it.
fn words<'d, 'a>(disk: &'d Disk<'a>, fault: VolumeFault) -> (String, String, &'d Written<'a>) {
    let gib = disk.gib.unwrap_or_default();
    let iops = disk.iops.unwrap_or_default();
    let throughput = disk.throughput.unwrap_or_default();
    let range = |least, most, unit| format!("it can have {least} to {most} {unit}");
    let text = str::to_owned;
    match fault {
        VolumeFault::Size(least, most) => {
            (format!("cannot have {gib} GiB"), range(least, most, "GiB"), &disk.gib_at)
        }
        VolumeFault::NoIops => (
            text("takes no IOPS: they follow from its size"),
            text("take `gp3`, or leave `iops` away"),
            &disk.iops_at,
        ),
        VolumeFault::Iops(least, most) => {
            (format!("cannot have {iops} IOPS"), range(least, most, "IOPS"), &disk.iops_at)
        }
        VolumeFault::IopsForSize(most) => (
            format!("of {gib} GiB cannot have {iops} IOPS"),
            format!("of that size it can have {most}"),
            &disk.iops_at,
        ),
        VolumeFault::IopsMissing => {
            (text("needs its IOPS to be said"), text("add `iops`, or take `gp3`"), &disk.type_at)
        }
        VolumeFault::NoThroughput => (
            text("takes no throughput"),
            text("take `gp3`, or leave `throughput` away"),
            &disk.throughput_at,
        ),
        VolumeFault::Throughput(least, most) => {
            let why = format!("cannot have {throughput} MiB/s");
            (why, range(least, most, "MiB/s"), &disk.throughput_at)
        }
        VolumeFault::ThroughputForIops(most) => (
            format!("cannot have {throughput} MiB/s: with its IOPS it has at most {most}"),
            format!("ask for {} IOPS as well", throughput.saturating_mul(4)),
            &disk.throughput_at,
        ),
    }
}
