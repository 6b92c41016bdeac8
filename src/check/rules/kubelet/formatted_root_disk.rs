//! A script of user data that makes file systems on disks which are not its own.

use super::common::{user_data, with_user_data};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A script of user data that makes file systems on disks which are not its own.
pub const RULE: Rule = Rule {
    code: Code("formatted-root-disk"),
    severity: Severity::Warning,
    summary: "a script of user data formats every disk that it finds, or those that RAID0 has taken",
    page: include_str!("formatted_root_disk.md"),
    check,
};

/// What a script says that tells one disk from another.
const CHOICES: [&str; 17] = [
    "instance storage",
    "instance_storage",
    "instance-store",
    "instance store",
    "by-id",
    "grep -v",
    "mountpoint",
    "findmnt",
    "nvme0n1",
    "xvda",
    "rootfs",
    "root_",
    "root=",
    "rootdev",
    "rootdisk",
    "df /",
    "blkid",
];
const FORMATS: [&str; 3] = ["mkfs", "mdadm", "pvcreate"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in with_user_data(bundle) {
        let has_array = class.view.spec.instance_store_policy.as_deref() == Some("RAID0");
        let scripts = class.data.scripts.iter().map(|script| without_comments(script));
        let Some((what, help)) = scripts.into_iter().find_map(|script| fault(&script, has_array))
        else {
            continue;
        };
        findings
            .at(
                class.view.artifact,
                &user_data(),
                format!("a script in the user data of node class `{}` {what}", class.name),
            )
            .help(help);
    }
}

fn fault(script: &str, has_array: bool) -> Option<(&'static str, &'static str)> {
    let says = |word: &&str| script.contains(word);
    if !FORMATS.iter().any(says) {
        return None;
    }
    if has_array && script.contains("nvme") && (script.contains("mdadm") || script.contains("mkfs"))
    {
        return Some((
            "makes an array or a file system of the NVMe disks that `instanceStorePolicy: RAID0` has taken already",
            "leave the script out: the array is mounted at `/mnt/k8s-disks/0`, and pods have it as their ephemeral storage",
        ));
    }
    (script.contains("lsblk") && !CHOICES.iter().any(says)).then_some((
        "formats every disk that `lsblk` lists, and one of them is the root disk",
        "use `instanceStorePolicy: RAID0` in place of a script, or choose disks by the model `Amazon EC2 NVMe Instance Storage`",
    ))
}

fn without_comments(script: &str) -> String {
    let lines = script.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.collect::<Vec<&str>>().join("\n").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_takes_every_disk_is_at_fault() {
        let all = "for d in $(lsblk -dn -o name); do mkfs.xfs /dev/$d; done";
        assert!(fault(all, false).is_some());
        let some = "for d in $(lsblk -dn -o name,model | grep 'instance storage'); do mkfs.xfs /dev/$d; done";
        assert!(fault(some, false).is_none());
        let array = "mdadm --create /dev/md0 --raid-devices=2 /dev/nvme1n1 /dev/nvme2n1";
        assert!(fault(array, false).is_none() && fault(array, true).is_some());
        assert!(fault("lsblk", true).is_none());
    }
}
