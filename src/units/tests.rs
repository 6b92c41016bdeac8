//! What holds for every unit alike.

use proptest::prelude::*;
use regex::Regex;

use super::*;

/// Texts that are right for some unit and wrong for most.
fn texts() -> impl Iterator<Item = &'static str> {
    let odd =
        ["", " ", "a", "A", "0", "-1", "1.5", "é", "a\nb", "\u{0}", "`", "null", "${x}", "7d"];
    FORMATS.iter().flat_map(|format| format.examples.iter().copied()).chain(odd)
}

fn pattern(format: &Format) -> Option<Regex> {
    format.pattern.map(|pattern| Regex::new(pattern).unwrap())
}

#[test]
fn names_are_unique_kebab_words() {
    let mut names: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
    assert!(names.iter().all(|name| DnsLabel::parse(name).is_ok()), "{names:?}");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FORMATS.len());
}

#[test]
fn examples_are_valid() {
    for format in FORMATS {
        assert!(!format.examples.is_empty(), "{}", format.name);
        for example in format.examples {
            assert_eq!((format.check)(example), Ok(()), "{}", format.name);
        }
    }
}

#[test]
fn patterns_accept_every_valid_text() {
    for format in FORMATS {
        let Some(pattern) = pattern(format) else { continue };
        for text in texts().filter(|text| (format.check)(text).is_ok()) {
            assert!(pattern.is_match(text), "{}: {text:?}", format.name);
        }
    }
}

#[test]
fn suggestions_are_valid_and_sentences_are_ours() {
    for format in FORMATS {
        for error in texts().filter_map(|text| (format.check)(text).err()) {
            if let Some(suggestion) = &error.suggestion {
                assert_eq!((format.check)(suggestion), Ok(()), "{error}");
            }
            let sentence = error.to_string();
            assert!(!sentence.ends_with('.') && !sentence.contains(char::is_control), "{sentence}");
        }
    }
}

#[test]
fn schemas_name_the_format() {
    let schema = schemars::schema_for!(PoolName).to_value();
    assert_eq!(schema["type"], "string");
    assert_eq!(schema["format"], "pool-name");
    assert_eq!(schema["examples"][0], "spark-compute-optimized");
    let description = schema["description"].as_str().unwrap();
    assert!(description.starts_with("A pool name: use lower-case letters"), "{description}");
    let schema = schemars::schema_for!(Quantity).to_value();
    assert_eq!(schema["type"], serde_json::json!(["string", "number"]));
}

#[test]
fn serde_writes_what_it_read() {
    fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(format: Format) {
        for example in format.examples {
            let text = serde_json::to_string(example).unwrap();
            let value: T = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
    }
    round_trip::<DnsSubdomain>(DnsSubdomain::FORMAT);
    round_trip::<LabelValue>(LabelValue::FORMAT);
    round_trip::<Quantity>(Quantity::FORMAT);
    round_trip::<JvmMemory>(JvmMemory::FORMAT);
    round_trip::<DurationOrNever>(DurationOrNever::FORMAT);
    round_trip::<CpuCores>(CpuCores::FORMAT);
    round_trip::<Percent>(Percent::FORMAT);
    round_trip::<Cidr>(Cidr::FORMAT);
    round_trip::<Zone>(Zone::FORMAT);
    round_trip::<AccountId>(AccountId::FORMAT);
    round_trip::<Arn>(Arn::FORMAT);
    round_trip::<S3Uri>(S3Uri::FORMAT);
    round_trip::<MinorVersion>(MinorVersion::FORMAT);
    round_trip::<ReleaseLabel>(ReleaseLabel::FORMAT);
    round_trip::<Cron>(Cron::FORMAT);
}

proptest! {
    #[test]
    fn no_text_panics_and_patterns_hold(
        text in prop_oneof![any::<String>(), "[ -~]{0,12}", "[a-z0-9./:-]{0,24}"]
    ) {
        for format in FORMATS {
            match (format.check)(&text) {
                Ok(()) => prop_assert!(pattern(format).is_none_or(|it| it.is_match(&text)), "{}: {text:?}", format.name),
                Err(error) => {
                    let suggestion = error.suggestion.iter().find(|it| (format.check)(it).is_err());
                    prop_assert_eq!(suggestion, None, "{}: {}", format.name, text);
                }
            }
        }
    }
}
