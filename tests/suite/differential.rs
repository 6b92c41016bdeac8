//! Twenty thousand changed manifests: what we say of them, and what Karpenter's definitions say.
//!
//! Without the rules marked `x-stricter` the verdicts must be equal; with them, nothing may be taken
//! that the definitions refuse.

use std::path::Path;

use emrgen::schema::{self, validate};
use serde_json::Value;

use crate::crd_oracle::{self, Crd, RELEASES, kind_of};
use crate::karpenter::without_stricter;
use crate::manifests::{self, Manifests, Sound};
use crate::mutants::{Dice, Stock, mutant};

/// How many mutants of each sound manifest in each release.
const MUTANTS: u64 = 130;
/// How many there must be in all.
const AT_LEAST: u64 = 20_000;
/// The release whose fields are added, so that older ones are given what they lack.
const NEWEST: u32 = *RELEASES.end();

/// How the verdicts fell.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    mutants: u64,
    taken: u64,
    refused: u64,
    refused_by_us_alone: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.mutants += other.mutants;
        self.taken += other.taken;
        self.refused += other.refused;
        self.refused_by_us_alone += other.refused_by_us_alone;
    }
}

#[test]
fn mutants_are_judged_as_karpenter_judges_them() {
    let Some(folder) = crd_oracle::folder() else { return };
    let manifests = manifests::karpenter();
    let half = |odd: u32| {
        let mut tally = Tally::default();
        for minor in RELEASES.filter(|minor| minor % 2 == odd) {
            tally += judge_release(&folder, &manifests, minor);
        }
        tally
    };
    let tally = std::thread::scope(|scope| {
        let odd = scope.spawn(|| half(1));
        let mut even = half(0);
        even += odd.join().unwrap();
        even
    });
    eprintln!("{tally:?}");
    assert!(tally.mutants >= AT_LEAST, "{tally:?}");
    assert!(tally.taken * 5 > tally.mutants, "too few mutants live: {tally:?}");
}

fn judge_release(folder: &Path, manifests: &Manifests, minor: u32) -> Tally {
    let crds = crd_oracle::release(folder, minor);
    let newest = crd_oracle::release(folder, NEWEST);
    let mut tally = Tally::default();
    for (index, sound) in manifests.sound.iter().enumerate() {
        if manifests.first(sound) <= minor {
            let kind = kind_of(&sound.value).unwrap();
            let seed = u64::from(minor) * 1000 + index as u64;
            let judge = Judge::new(manifests, sound, minor, &crds[&kind], newest[&kind].schema());
            tally += judge.judge_mutants(Dice::new(seed));
        }
    }
    tally
}

/// A manifest, one release, and all that have something to say about it.
struct Judge<'a> {
    sound: &'a Sound,
    minor: u32,
    crd: &'a Crd,
    stock: Stock<'a>,
    targets: schema::Targets,
    lenient: jsonschema::Validator,
}

impl<'a> Judge<'a> {
    fn new(
        manifests: &Manifests,
        sound: &'a Sound,
        minor: u32,
        crd: &'a Crd,
        newest: &'a Value,
    ) -> Self {
        let alike = manifests.sound.iter().filter(|it| kind_of(&it.value) == kind_of(&sound.value));
        let targets = manifests.targets(minor);
        let plain = schema::at(&without_stricter(sound.schema().value()), &targets);
        let stock = Stock::of(alike.map(|it| &it.value), newest);
        Self { sound, minor, crd, stock, targets, lenient: schema::compile(&plain) }
    }

    fn judge_mutants(&self, mut dice: Dice) -> Tally {
        let mut tally = Tally::default();
        for number in 0..MUTANTS {
            let mutant = mutant(&mut dice, &self.stock, &self.sound.value);
            let theirs = self.crd.judge(&mutant);
            let ours = validate(self.sound.schema(), &self.targets, &mutant);
            let lenient = self.lenient.is_valid(&without_nulls(&mutant));
            let words = || {
                let (name, minor) = (&self.sound.name, self.minor);
                let spec = &mutant["spec"];
                format!("{name} in 1.{minor}, mutant {number}: {theirs:?}\n{ours:#?}\n{spec:#}")
            };
            assert_eq!(lenient, theirs.is_ok(), "without the stricter rules: {}", words());
            assert!(!ours.is_empty() || theirs.is_ok(), "taken and refused: {}", words());
            tally.mutants += 1;
            match (ours.is_empty(), theirs.is_ok()) {
                (true, _) => tally.taken += 1,
                (false, true) => tally.refused_by_us_alone += 1,
                (false, false) => tally.refused += 1,
            }
        }
        tally
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, field)| !field.is_null())
            .map(|(key, field)| (key.clone(), without_nulls(field)))
            .collect(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
