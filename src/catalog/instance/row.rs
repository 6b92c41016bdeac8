//! A line of `data/instance_types.csv`.

use super::{Architecture, Devices, EbsAttachments, InstanceStore, InstanceType, NetworkCards};
use crate::catalog::table;

/// Reads the table. A line that cannot be read is left out, and a test sees that none is.
pub(super) fn read() -> Vec<InstanceType> {
    table::rows(include_str!("../data/instance_types.csv")).filter_map(|row| parse(&row)).collect()
}

fn parse(row: &[&'static str]) -> Option<InstanceType> {
    let &[name, vcpus, memory, arch, maker, clock, hypervisor, store, ref rest @ ..] = row else {
        return None;
    };
    let &[enis, more_cards, efa, ipv4, network, ebs_mbps, ebs, gpu, accelerator, flags] = rest
    else {
        return None;
    };
    Some(InstanceType {
        name,
        vcpus: vcpus.parse().ok()?,
        memory_mib: memory.parse().ok()?,
        architecture: architecture(arch),
        cpu_manufacturer: maker,
        clock_mhz: clock.parse().ok()?,
        hypervisor,
        store: instance_store(store),
        enis: enis.parse().ok()?,
        more_cards: cards(more_cards),
        efa: efa.parse().unwrap_or(0),
        ena: !flags.contains('w'),
        ipv4_per_eni: ipv4.parse().ok()?,
        network_mbps: network.parse().ok(),
        ebs_mbps: ebs_mbps.parse().ok(),
        ebs: attachments(ebs),
        gpu: devices(gpu),
        accelerator: devices(accelerator),
        burstable: flags.contains('b'),
        bare_metal: flags.contains('m'),
        encrypts_in_transit: flags.contains('e'),
        nests: flags.contains('n'),
        clusters: !flags.contains('l'),
        current: !flags.contains('p'),
        on_demand: flags.contains('o'),
        spot: flags.contains('s'),
    })
}

fn architecture(field: &str) -> Architecture {
    match field {
        "amd64" => Architecture::Amd64,
        "arm64" => Architecture::Arm64,
        _ => Architecture::Other,
    }
}

fn instance_store(field: &str) -> Option<InstanceStore> {
    let (total, rest) = field.split_once(':')?;
    let (disks, sata) = rest.split_once(':').map_or((rest, false), |(disks, _)| (disks, true));
    Some(InstanceStore { total_gb: total.parse().ok()?, disks: disks.parse().ok()?, nvme: !sata })
}

fn cards(field: &str) -> Option<NetworkCards> {
    let (count, enis) = field.split_once(':')?;
    Some(NetworkCards { count: count.parse().ok()?, enis: enis.parse().ok()? })
}

fn attachments(field: &str) -> Option<EbsAttachments> {
    let volumes = field.trim_end_matches('d');
    Some(EbsAttachments {
        volumes: volumes.parse().ok()?,
        shared_with_enis: volumes.len() == field.len(),
    })
}

fn devices(field: &'static str) -> Option<Devices> {
    let mut parts = field.split(':');
    Some(Devices {
        count: parts.next()?.parse().ok()?,
        manufacturer: parts.next()?,
        name: parts.next()?,
        memory_mib: parts.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_left_out() {
        let lines = table::lines(include_str!("../data/instance_types.csv")).count();
        assert_eq!(read().len(), lines);
    }

    #[test]
    fn optional_parts_are_read() {
        let kinds = read();
        let kind = |name: &str| kinds.iter().find(|kind| kind.name == name).unwrap();
        let gpu = Devices { count: 8, manufacturer: "nvidia", name: "h100", memory_mib: 81920 };
        assert_eq!(kind("p5.48xlarge").gpu, Some(gpu));
        let neuron = kind("inf2.48xlarge").accelerator.unwrap();
        assert_eq!((neuron.count, neuron.name, neuron.manufacturer), (12, "inferentia2", "aws"));
        let ebs = kind("p5.48xlarge").ebs.unwrap();
        assert_eq!((ebs.volumes, ebs.shared_with_enis), (64, false));
        let cards =
            |name| (kind(name).more_cards.map(|more| (more.count, more.enis)), kind(name).efa);
        assert_eq!(cards("p5.48xlarge"), (Some((31, 2)), 32));
        assert_eq!(cards("i7ie.48xlarge"), (Some((1, 7)), 1));
        assert_eq!(cards("m5.large"), (None, 0));
        assert!(kind("m8i.large").nests && !kind("m6i.large").nests);
        assert!(kind("m5.large").clusters && !kind("t3.large").clusters);
        assert!(kind("m5.large").ena && !kind("t2.nano").ena);
        assert!(!kind("c3.8xlarge").store.unwrap().nvme);
        assert_eq!(kind("mac1.metal").architecture, Architecture::Other);
        assert_eq!(kind("t2.nano").network_mbps, None);
    }
}
