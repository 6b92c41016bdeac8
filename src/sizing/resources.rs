//! Amounts of what a node has and a pod asks for.

use std::ops::Add;

/// CPU, memory, disk and places for pods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resources {
    /// CPU in thousandths of a virtual CPU.
    pub cpu_millis: u64,
    /// Memory in bytes.
    pub memory_bytes: u64,
    /// Ephemeral storage in bytes.
    pub ephemeral_bytes: u64,
    /// Pods.
    pub pods: u64,
}

/// Bytes of one MiB.
pub const MIB: u64 = 1 << 20;

impl Resources {
    /// One pod's request of CPU and memory (MiB), and no ephemeral storage.
    #[must_use]
    pub fn of_pod(cpu_millis: u64, memory_mib: u64) -> Self {
        let memory_bytes = memory_mib.saturating_mul(MIB);
        Self { cpu_millis, memory_bytes, ephemeral_bytes: 0, pods: 1 }
    }

    /// Memory in MiB, rounded down.
    #[must_use]
    pub fn memory_mib(&self) -> u64 {
        self.memory_bytes / MIB
    }

    /// What is left when the other is taken, and nothing where it is more.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        Self {
            cpu_millis: self.cpu_millis.saturating_sub(other.cpu_millis),
            memory_bytes: self.memory_bytes.saturating_sub(other.memory_bytes),
            ephemeral_bytes: self.ephemeral_bytes.saturating_sub(other.ephemeral_bytes),
            pods: self.pods.saturating_sub(other.pods),
        }
    }

    /// Of each the larger.
    #[must_use]
    pub fn larger(&self, other: &Self) -> Self {
        Self {
            cpu_millis: self.cpu_millis.max(other.cpu_millis),
            memory_bytes: self.memory_bytes.max(other.memory_bytes),
            ephemeral_bytes: self.ephemeral_bytes.max(other.ephemeral_bytes),
            pods: self.pods.max(other.pods),
        }
    }

    /// So many times as much.
    #[must_use]
    pub fn times(&self, count: u64) -> Self {
        Self {
            cpu_millis: self.cpu_millis.saturating_mul(count),
            memory_bytes: self.memory_bytes.saturating_mul(count),
            ephemeral_bytes: self.ephemeral_bytes.saturating_mul(count),
            pods: self.pods.saturating_mul(count),
        }
    }
}

impl Add for Resources {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            cpu_millis: self.cpu_millis.saturating_add(other.cpu_millis),
            memory_bytes: self.memory_bytes.saturating_add(other.memory_bytes),
            ephemeral_bytes: self.ephemeral_bytes.saturating_add(other.ephemeral_bytes),
            pods: self.pods.saturating_add(other.pods),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_add_up_and_never_go_below_nothing() {
        let pod = Resources::of_pod(500, 1024);
        assert_eq!(pod + pod, pod.times(2));
        assert_eq!(pod.times(2).less(&pod), pod);
        assert_eq!(pod.less(&pod.times(2)), Resources::default());
        assert_eq!(pod.memory_mib(), 1024);
        assert_eq!(pod.larger(&pod.times(2)), pod.times(2));
    }
}
