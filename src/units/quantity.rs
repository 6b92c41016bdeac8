//! A Kubernetes quantity: `500m`, `50Gi`, `1e3`.

use super::UnitError;

/// An amount as Kubernetes writes it, exact to the nano; compared by value, shown as written.
///
/// Reads what `resource.ParseQuantity` of apimachinery reads, except texts without a digit (`Ki`,
/// `.`, `+`), which it takes for 0, and amounts beyond 10²⁹.
#[derive(Clone, Debug)]
pub struct Quantity {
    text: Box<str>,
    nano: i128,
}

shows_its_text!(Quantity);
compares_by!(Quantity, nano);
unit!(Quantity {
    name: "quantity",
    noun: "a quantity",
    rule: "write a number and a suffix, such as `500m`, `2`, `50Gi`",
    pattern: Some(r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$"),
    examples: &["500m", "2", "50Gi", "0.5", "1e3"],
    number: true,
});

const NANO: i128 = 1_000_000_000;
const MILLI: i128 = 1_000_000;
/// Kubernetes caps amounts with a binary suffix here.
const BINARY_CAP: i128 = i64::MAX as i128 * NANO;

impl Quantity {
    /// Reads a quantity.
    ///
    /// # Errors
    /// When the text is not a number with a suffix that Kubernetes knows.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        match nano(text) {
            Ok(nano) => Ok(Self { text: text.into(), nano }),
            Err(Refusal::Form) => {
                Err(Self::FORMAT.refuse(text).or_suggest(guess(text).filter(|it| nano(it).is_ok())))
            }
            Err(Refusal::TooLarge) => Err(UnitError::new(
                format!("{} is more than a quantity can hold", super::error::shown(text)),
                "write an amount below 10^29",
            )),
        }
    }

    /// So many MiB, in the largest unit that needs no fraction: 4096 is `4Gi`.
    #[must_use]
    pub fn mebibytes(mebibytes: u64) -> Self {
        let mut amount = mebibytes;
        let mut units = ["Mi", "Gi", "Ti", "Pi", "Ei"].iter();
        let mut unit = units.next().unwrap_or(&"Mi");
        while amount > 0 && amount.is_multiple_of(1024) {
            match units.next() {
                Some(larger) => (amount, unit) = (amount / 1024, larger),
                None => break,
            }
        }
        let nano = i128::from(mebibytes) * (NANO << 20);
        let text = if mebibytes == 0 { "0".to_owned() } else { format!("{amount}{unit}") };
        Self { text: text.into(), nano }
    }

    /// So many thousandths of a core: 1500 is `1500m`, 2000 is `2`.
    #[must_use]
    pub fn millicores(millicores: u64) -> Self {
        let text = if millicores.is_multiple_of(1000) {
            (millicores / 1000).to_string()
        } else {
            format!("{millicores}m")
        };
        Self { text: text.into(), nano: i128::from(millicores) * MILLI }
    }

    /// A whole number: of cores, bytes, pods.
    #[must_use]
    pub fn whole(value: u64) -> Self {
        Self { text: value.to_string().into(), nano: i128::from(value) * NANO }
    }

    /// In billionths, exact.
    #[must_use]
    pub fn nano(&self) -> i128 {
        self.nano
    }

    /// In thousandths, rounded up.
    #[must_use]
    pub fn milli(&self) -> i128 {
        divide_up(self.nano, MILLI)
    }

    /// In whole units, rounded up.
    #[must_use]
    pub fn value(&self) -> i128 {
        divide_up(self.nano, NANO)
    }

    /// In bytes, rounded up.
    #[must_use]
    pub fn bytes(&self) -> i128 {
        self.value()
    }
}

enum Refusal {
    Form,
    TooLarge,
}

/// What a suffix multiplies with, in billionths.
enum Scale {
    /// 2 to this power.
    Binary(u32),
    /// 10 to this power.
    Decimal(i32),
}

fn nano(text: &str) -> Result<i128, Refusal> {
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return Err(Refusal::Form);
    }
    let magnitude = match scale(suffix).ok_or(Refusal::Form)? {
        Scale::Binary(power) => multiplied(whole, fraction, NANO << power)?.min(BINARY_CAP),
        Scale::Decimal(power) => decimal(whole, fraction, power.saturating_add(9))?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn scale(suffix: &str) -> Option<Scale> {
    Some(match suffix {
        "n" => Scale::Decimal(-9),
        "u" => Scale::Decimal(-6),
        "m" => Scale::Decimal(-3),
        "" => Scale::Decimal(0),
        "k" => Scale::Decimal(3),
        "M" => Scale::Decimal(6),
        "G" => Scale::Decimal(9),
        "T" => Scale::Decimal(12),
        "P" => Scale::Decimal(15),
        "E" => Scale::Decimal(18),
        "Ki" => Scale::Binary(10),
        "Mi" => Scale::Binary(20),
        "Gi" => Scale::Binary(30),
        "Ti" => Scale::Binary(40),
        "Pi" => Scale::Binary(50),
        "Ei" => Scale::Binary(60),
        exponent => Scale::Decimal(exponent.strip_prefix(['e', 'E'])?.parse().ok()?),
    })
}

/// `whole.fraction` × 10^`power`, rounded up.
fn decimal(whole: &str, fraction: &str, power: i32) -> Result<i128, Refusal> {
    if whole.bytes().chain(fraction.bytes()).all(|digit| digit == b'0') {
        return Ok(0);
    }
    let ten_to = |power: u32| 10_i128.checked_pow(power);
    if let Ok(power) = u32::try_from(power) {
        return multiplied(whole, fraction, ten_to(power).ok_or(Refusal::TooLarge)?);
    }
    let rounded = multiplied(whole, fraction, 1)?;
    Ok(ten_to(power.unsigned_abs()).map_or(1, |divisor| divide_up(rounded, divisor)))
}

/// `whole.fraction` × `factor`, rounded up.
fn multiplied(whole: &str, fraction: &str, factor: i128) -> Result<i128, Refusal> {
    let mut product: i128 = 0;
    for digit in whole.bytes().map(value_of) {
        product = product
            .checked_mul(10)
            .and_then(|tens| tens.checked_add(digit.checked_mul(factor)?))
            .ok_or(Refusal::TooLarge)?;
    }
    // Rounding up at every digit is the same as rounding up once, because all else is whole.
    let mut rest: i128 = 0;
    for digit in fraction.bytes().rev().map(value_of) {
        let sum = digit.checked_mul(factor).and_then(|part| part.checked_add(rest));
        rest = divide_up(sum.ok_or(Refusal::TooLarge)?, 10);
    }
    product.checked_add(rest).ok_or(Refusal::TooLarge)
}

fn value_of(digit: u8) -> i128 {
    i128::from(digit - b'0')
}

/// Rounds up in magnitude, as apimachinery does.
fn divide_up(dividend: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (dividend / divisor, dividend % divisor);
    if rest == 0 { quotient } else { quotient + rest.signum() }
}

/// The quantity that was probably meant: `2GiB` and `2gb` are `2Gi`, `1 core` is `1`.
fn guess(text: &str) -> Option<String> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let suffix = match text[end..].trim().to_ascii_lowercase().as_str() {
        "" | "b" | "core" | "cores" | "cpu" | "cpus" | "vcpu" | "vcpus" => "",
        "millicores" | "millicpu" => "m",
        "k" | "kb" | "ki" | "kib" => "Ki",
        "mb" | "mi" | "mib" => "Mi",
        "g" | "gb" | "gi" | "gib" => "Gi",
        "t" | "tb" | "ti" | "tib" => "Ti",
        "p" | "pb" | "pi" | "pib" => "Pi",
        _ => return None,
    };
    Some(format!("{}{suffix}", &text[..end]))
}

#[cfg(test)]
#[path = "quantity_tests.rs"]
mod tests;
