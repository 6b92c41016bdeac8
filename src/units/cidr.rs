//! A block of IPv4 addresses: `10.1.0.0/16`.

use std::fmt;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::UnitError;
use super::error::shown;

/// An IPv4 network in CIDR notation, whose host bits are zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr(Ipv4Net);

unit!(Cidr {
    name: "cidr",
    noun: "an IPv4 CIDR block",
    rule: "write an address and a prefix length, such as `10.1.0.0/16`",
    pattern: Some(r"^([0-9]{1,3}\.){3}[0-9]{1,3}/[0-9]{1,2}$"),
    examples: &["10.1.0.0/16", "100.64.0.0/17"],
    number: false,
});

impl Cidr {
    /// Reads a network.
    ///
    /// # Errors
    /// When the text is not a network, or has host bits set.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let network: Ipv4Net = match text.parse::<Ipv4Net>() {
            // ipnet reads signs and leading zeros that AWS refuses.
            Ok(network) if network.to_string() == text => network,
            _ => return Err(Self::FORMAT.refuse(text).or_suggest(guess(text))),
        };
        if network.addr() == network.network() {
            return Ok(Self(network));
        }
        let reason =
            format!("{} has bits set after its prefix of {}", shown(text), network.prefix_len());
        Err(UnitError::new(reason, Self::FORMAT.rule).or_suggest(Some(network.trunc().to_string())))
    }

    /// The network as the `ipnet` crate has it.
    #[must_use]
    pub fn network(self) -> Ipv4Net {
        self.0
    }

    /// How many leading bits its addresses share.
    #[must_use]
    pub fn prefix_length(self) -> u8 {
        self.0.prefix_len()
    }

    /// How many addresses it has, first and last included.
    #[must_use]
    pub fn address_count(self) -> u64 {
        1 << (32 - u32::from(self.0.prefix_len()))
    }

    /// Whether every address of the other is in this one.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0.contains(&other.0)
    }

    /// Whether they have an address in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// Its parts of a longer prefix, in order; none when the prefix is shorter or above 32.
    pub fn subnets(self, prefix_length: u8) -> impl Iterator<Item = Self> {
        self.0.subnets(prefix_length).into_iter().flatten().map(Self)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Gives a bare address the prefix length that its zeros suggest.
fn guess(text: &str) -> Option<String> {
    let address: Ipv4Addr = text.trim().parse().ok()?;
    let length = match address.octets() {
        [_, 0, 0, 0] => 8,
        [_, _, 0, 0] => 16,
        [_, _, _, 0] => 24,
        _ => 32,
    };
    Some(format!("{address}/{length}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cidr(text: &str) -> Cidr {
        Cidr::parse(text).unwrap()
    }

    #[test]
    fn knows_its_addresses() {
        assert_eq!(cidr("10.1.0.0/16").address_count(), 65_536);
        assert_eq!(cidr("0.0.0.0/0").address_count(), 1 << 32);
        assert_eq!(cidr("10.1.2.3/32").address_count(), 1);
        assert!(cidr("10.1.0.0/16").contains(cidr("10.1.2.0/24")));
        assert!(cidr("10.1.2.0/24").overlaps(cidr("10.1.0.0/16")));
        assert!(!cidr("10.1.0.0/16").overlaps(cidr("10.2.0.0/16")));
        let halves: Vec<_> = cidr("10.1.0.0/16").subnets(17).map(|it| it.to_string()).collect();
        assert_eq!(halves, ["10.1.0.0/17", "10.1.128.0/17"]);
        assert_eq!(cidr("10.1.0.0/16").subnets(8).count(), 0);
        assert_eq!(cidr("10.1.0.0/16").subnets(33).count(), 0);
    }

    #[test]
    fn refuses_and_guesses() {
        let message = |text| Cidr::parse(text).unwrap_err().to_string();
        assert_eq!(
            message("10.1.2.3/16"),
            "`10.1.2.3/16` has bits set after its prefix of 16: write `10.1.0.0/16`"
        );
        assert_eq!(
            message("10.1.0.0"),
            "`10.1.0.0` is not an IPv4 CIDR block: write `10.1.0.0/16`"
        );
        for wrong in
            ["", "10.1.0.0/33", "10.1.0/16", "10.1.0.0/+8", "10.0.0.0/08", "010.0.0.0/8", "::/0"]
        {
            assert!(Cidr::parse(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn shown_text_reads_back_equal(address: u32, length in 0_u8..=32) {
            let network = Ipv4Net::new(address.into(), length).unwrap().trunc();
            prop_assert_eq!(Cidr::parse(&network.to_string()).unwrap(), Cidr(network));
        }
    }
}
