//! Quantities against their meaning, and against kubectl.

use std::process::Command;

use proptest::prelude::*;

use super::*;

const RIGHT: &[(&str, i128)] = &[
    ("500m", 500_000_000),
    ("0", 0),
    ("00", 0),
    ("-0", 0),
    ("2", 2 * NANO),
    ("+1", NANO),
    ("-1", -NANO),
    ("-.5", -NANO / 2),
    (".5", NANO / 2),
    ("1.", NANO),
    ("1.25m", 1_250_000),
    ("1n", 1),
    ("0.1n", 1),
    ("-0.1n", -1),
    ("100u", 100_000),
    ("1k", 1_000 * NANO),
    ("3M", 3_000_000 * NANO),
    ("3G", 3_000_000_000 * NANO),
    ("3T", 3_000_000_000_000 * NANO),
    ("3P", 3_000_000_000_000_000 * NANO),
    ("1E", 1_000_000_000_000_000_000 * NANO),
    ("10E", 10_000_000_000_000_000_000 * NANO),
    ("1e3", 1_000 * NANO),
    ("1E3", 1_000 * NANO),
    ("1E+3", 1_000 * NANO),
    ("1e-3", MILLI),
    ("1e-10", 1),
    ("-1e-10", -1),
    ("0e1000", 0),
    ("12345678901234567890", 12_345_678_901_234_567_890 * NANO),
    ("1Ki", 1024 * NANO),
    ("1.5Ki", 1536 * NANO),
    ("0.1Ki", 102_400_000_000),
    ("0.5Gi", (512 << 20) * NANO),
    ("50Gi", (50 << 30) * NANO),
    ("2Ti", (2 << 40) * NANO),
    ("2Pi", (2 << 50) * NANO),
    ("1Ei", (1 << 60) * NANO),
    ("16Ei", BINARY_CAP),
    ("0.0000000001Ei", 115_292_150_460_684_698),
    ("123456789.123456789Ki", 126_419_752_062_419_751_936),
];

/// Texts that kubectl refuses.
const WRONG: &[&str] = &[
    "1e3Ki", "--1", "1K", "1Kib", "1m1", "1_000", "1ki", "Inf", "1e+", "1e", "1mi", "1GB", "2GiB",
    "1.2.3", "one",
];

/// Texts that kubectl takes for 0, though nobody can have meant that.
const WITHOUT_DIGIT: &[&str] = &[".", "+", "-", "Ki", "e3", "m"];

#[test]
fn is_exact() {
    for (text, nano) in RIGHT {
        assert_eq!(Quantity::parse(text).unwrap().nano(), *nano, "{text}");
    }
    for text in WRONG.iter().chain(WITHOUT_DIGIT).chain(&["", " ", "1e30", "1e99999999999"]) {
        assert!(Quantity::parse(text).is_err(), "{text}");
    }
    assert!(Quantity::parse(&"9".repeat(1_000_000)).is_err());
    assert_eq!(Quantity::parse(&format!(".{}1", "0".repeat(1_000_000))).unwrap().nano(), 1);
}

/// What kubectl makes of a quantity, or `None` when it refuses it.
fn kubectl(text: &str) -> Option<String> {
    let hard = format!("--hard=cpu={text}");
    let arguments = ["create", "quota", "q", &hard, "--dry-run=client", "-o", "json"];
    let output = Command::new("kubectl").args(arguments).output().unwrap();
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
    Some(document["spec"]["hard"]["cpu"].as_str().unwrap().to_owned())
}

#[test]
fn agrees_with_kubectl() {
    if Command::new("kubectl").args(["version", "--client"]).output().is_err() {
        eprintln!("SKIPPED agrees_with_kubectl: there is no kubectl on the path");
        return;
    }
    for (text, nano) in RIGHT {
        let canonical = kubectl(text).unwrap_or_else(|| panic!("kubectl refuses {text}"));
        assert_eq!(Quantity::parse(&canonical).unwrap().nano(), *nano, "{text} is {canonical}");
    }
    for text in WRONG {
        assert_eq!(kubectl(text), None, "{text}");
    }
    for text in WITHOUT_DIGIT {
        assert_eq!(kubectl(text).as_deref(), Some("0"), "{text}");
    }
}

#[test]
fn rounds_up_and_compares_by_value() {
    let parse = |text| Quantity::parse(text).unwrap();
    assert_eq!(parse("0.1m").milli(), 1);
    assert_eq!(parse("1500m").value(), 2);
    assert_eq!(parse("-1500m").value(), -2);
    assert_eq!(parse("1Ki").bytes(), 1024);
    assert_eq!(parse("1000m"), parse("1"));
    assert!(parse("1G") < parse("1Gi"));
    assert_eq!(parse("1000m").to_string(), "1000m");
}

#[test]
fn writes_the_largest_whole_unit() {
    assert_eq!(Quantity::mebibytes(4096).to_string(), "4Gi");
    assert_eq!(Quantity::mebibytes(1408).to_string(), "1408Mi");
    assert_eq!(Quantity::mebibytes(0).to_string(), "0");
    assert_eq!(Quantity::millicores(1500).to_string(), "1500m");
    assert_eq!(Quantity::millicores(2000).to_string(), "2");
}

#[test]
fn guesses_what_was_meant() {
    let message = |text| Quantity::parse(text).unwrap_err().to_string();
    assert_eq!(message("2GiB"), "`2GiB` is not a quantity: write `2Gi`");
    assert_eq!(message("1.5 gb"), "`1.5 gb` is not a quantity: write `1.5Gi`");
    assert_eq!(message("2 cores"), "`2 cores` is not a quantity: write `2`");
    assert!(message("much").ends_with("such as `500m`, `2`, `50Gi`"));
    assert_eq!(
        message("1e30"),
        "`1e30` is more than a quantity can hold: write an amount below 10^29"
    );
}

#[test]
fn a_bare_number_is_a_quantity() {
    let read = |text| serde_json::from_str::<Quantity>(text).unwrap().to_string();
    assert_eq!(read("1000"), "1000");
    assert_eq!(read("0.5"), "0.5");
    assert_eq!(read("\"50Gi\""), "50Gi");
}

proptest! {
    #[test]
    fn shown_text_reads_back_equal(amount: u64) {
        for quantity in [Quantity::mebibytes(amount), Quantity::millicores(amount), Quantity::whole(amount)] {
            let capped = quantity.nano().min(BINARY_CAP);
            let nano = Quantity::parse(quantity.as_str()).unwrap().nano();
            prop_assert!(nano == quantity.nano() || nano == capped);
        }
    }

    #[test]
    fn never_panics(text in "[+-]?[0-9.]{0,40}[eEinumkKMGTP]{0,2}[-+]?[0-9]{0,12}") {
        drop(Quantity::parse(&text));
    }
}
