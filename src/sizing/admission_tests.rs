use proptest::prelude::*;

use super::*;
use crate::catalog::instance::{InstanceType, LABELS, instance_types};
use crate::catalog::label;
use crate::sizing::Operator;

const LATEST: MinorVersion = MinorVersion::new(1, 14);

type Demand = (String, Operator, Vec<String>);

fn demands(list: &[(&str, &str, &[&str])]) -> Requirements {
    let mut all = Requirements::new();
    for (name, operator, values) in list {
        let key = if name.contains('/') { (*name).to_owned() } else { format!("{INSTANCE}{name}") };
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        assert!(all.require(&key, Operator::parse(operator).unwrap(), &values));
    }
    all
}

const INSTANCE: &str = label::INSTANCE;

fn names(set: &InstanceSet) -> Vec<&'static str> {
    set.iter().map(|kind| kind.name).collect()
}

#[test]
fn the_reference_pools_admit_four_types_each() {
    let pool = |family, category, sizes: &[&str], arch| {
        names(&admitted(&demands(&[
            ("family", "In", &[family]),
            ("category", "In", &[category]),
            ("cpu", "In", sizes),
            ("hypervisor", "In", &["nitro"]),
            ("generation", "Gt", &["2"]),
            (label::ARCH, "In", &[arch]),
        ])))
    };
    let compute = pool("c5d", "c", &["4", "8", "16", "36"], "amd64");
    assert_eq!(compute, ["c5d.2xlarge", "c5d.4xlarge", "c5d.9xlarge", "c5d.xlarge"]);
    let graviton = pool("r6gd", "r", &["4", "8", "16", "32"], "arm64");
    assert_eq!(graviton, ["r6gd.2xlarge", "r6gd.4xlarge", "r6gd.8xlarge", "r6gd.xlarge"]);
    assert!(pool("r6gd", "r", &["4"], "amd64").is_empty());
}

#[test]
fn dead_values_are_explained() {
    let pool = demands(&[
        ("category", "In", &["r"]),
        ("family", "In", &["r6g", "x8g", "r7id", "r5"]),
        ("generation", "Gt", &["5"]),
    ]);
    let dead = |value: &str, why| DeadValue {
        key: format!("{INSTANCE}family"),
        value: value.to_owned(),
        why,
    };
    let by = |name: &str| Why::ShutOutBy(vec![format!("{INSTANCE}{name}")]);
    let expected =
        [dead("r5", by("generation")), dead("r7id", Why::Unknown), dead("x8g", by("category"))];
    assert_eq!(dead_values(&pool), expected);
}

#[test]
fn live_values_are_not_dead_and_each_dead_one_has_its_own_reason() {
    let pool = demands(&[
        ("family", "In", &["c5d", "c5"]),
        ("local-nvme", "Exists", &[]),
        ("cpu", "In", &["36"]),
        ("size", "In", &["9xlarge", "4xlarge"]),
    ]);
    let dead = dead_values(&pool);
    assert_eq!(dead.len(), 2);
    assert_eq!(dead[0].why, Why::ShutOutBy(vec![format!("{INSTANCE}local-nvme")]));
    assert_eq!(dead[1].why, Why::ShutOutBy(vec![format!("{INSTANCE}cpu")]));
    let pool = demands(&[("family", "In", &["c5d", "c5"]), ("memory", "In", &["8192", "16384"])]);
    assert_eq!(dead_values(&pool), []);
}

#[test]
fn a_value_may_be_shut_out_only_by_all_together() {
    let pool =
        demands(&[("family", "In", &["c5d"]), ("cpu", "In", &["36"]), ("memory", "In", &["8192"])]);
    let why: Vec<Why> = dead_values(&pool).into_iter().map(|dead| dead.why).collect();
    let by = |name: &str| Why::ShutOutBy(vec![format!("{INSTANCE}{name}")]);
    assert_eq!(why, [by("memory"), Why::ShutOutTogether, by("cpu")]);
}

#[test]
fn implied_demands_and_culprits() {
    let pool = demands(&[("family", "In", &["c5d"]), ("category", "In", &["c"])]);
    assert_eq!(implied(&pool), [format!("{INSTANCE}category")]);
    let empty = demands(&[("family", "In", &["c5d"]), (label::ARCH, "In", &["arm64"])]);
    assert_eq!(culprits(&empty), [format!("{INSTANCE}family"), label::ARCH.to_owned()]);
}

#[test]
fn min_values_count_what_is_admitted() {
    let pool = demands(&[("family", "In", &["c5d", "c5", "c7id"])]);
    let families = distinct_values(&admitted(&pool), &format!("{INSTANCE}family"));
    assert_eq!(families.into_iter().collect::<Vec<_>>(), ["c5", "c5d"]);
}

#[test]
fn pods_reach_pools_or_are_told_why_not() {
    let pool = demands(&[("family", "In", &["c5d", "m6g"])]);
    let graviton = demands(&[(label::ARCH, "In", &["arm64"])]);
    assert!(reach(&pool, &graviton, LATEST).unwrap().iter().all(|kind| kind.family() == "m6g"));
    let disk = demands(&[(label::ARCH, "In", &["arm64"]), ("local-nvme", "Exists", &[])]);
    let keys = vec![format!("{INSTANCE}local-nvme"), label::ARCH.to_owned()];
    assert_eq!(reach(&pool, &disk, LATEST), Err(vec![Mismatch::NoInstance { keys }]));
    let team = demands(&[("example.com/team", "In", &["a"])]);
    let undefined = Mismatch::Undefined { key: "example.com/team".to_owned() };
    assert_eq!(reach(&pool, &team, LATEST), Err(vec![undefined]));
}

#[test]
fn macs_and_first_gravitons_are_left_out() {
    assert!(!admitted(&Requirements::new()).contains("mac1.metal"));
    assert!(!launchable(AmiFamily::Al2023).contains("a1.large"));
    assert!(launchable(AmiFamily::Bottlerocket).contains("a1.large"));
    assert!(!launchable(AmiFamily::Windows).contains("m6g.large"));
}

/// What demands on one label mean, said without sets: try every value the type can have, and, where
/// it has none, ask whether what the demands leave is a list of nothing or shuts something out.
fn satisfies(kind: &InstanceType, key: &str, list: &[&Demand]) -> bool {
    let holds = |value: &str, (_, operator, values): &Demand| {
        let bound = || values[0].parse::<i64>().unwrap();
        let number = value.parse::<i64>();
        match operator {
            Operator::In => values.iter().any(|it| it == value),
            Operator::NotIn => values.iter().all(|it| it != value),
            Operator::Exists => true,
            Operator::DoesNotExist => false,
            Operator::Gt => number.is_ok_and(|it| it > bound()),
            Operator::Lt => number.is_ok_and(|it| it < bound()),
            Operator::Gte => number.is_ok_and(|it| it >= bound()),
            Operator::Lte => number.is_ok_and(|it| it <= bound()),
        }
    };
    let passes = |value: &str| list.iter().all(|demand| holds(value, demand));
    let own = kind.values(key).unwrap();
    if !own.is_empty() {
        return own.iter().any(|value| passes(value));
    }
    let is = |wanted: Operator| list.iter().any(|(_, operator, _)| *operator == wanted);
    let listed = || list.iter().flat_map(|(_, _, values)| values).any(|value| passes(value));
    let numbers = || (-1..600).any(|number: i64| passes(&number.to_string()));
    if is(Operator::DoesNotExist) {
        true
    } else if is(Operator::In) {
        !listed()
    } else if is(Operator::Gt) || is(Operator::Lt) || is(Operator::Gte) || is(Operator::Lte) {
        let shuts_out =
            list.iter().any(|(_, op, values)| *op == Operator::NotIn && !values.is_empty());
        shuts_out || !numbers()
    } else {
        list.iter().any(|(_, operator, values)| *operator == Operator::NotIn && !values.is_empty())
    }
}

fn demand() -> impl Strategy<Value = Demand> {
    let keys = LABELS.iter().map(|key| key.to_string()).collect::<Vec<_>>();
    (prop::sample::select(keys), prop::sample::select(&Operator::ALL[..])).prop_flat_map(
        |(key, (_, operator))| {
            let known = column(&key).unwrap().values.keys().map(ToString::to_string);
            let words = known.chain(["nowhere".to_owned()]).collect::<Vec<_>>();
            let listed = prop::collection::vec(prop::sample::select(words), 0..6);
            let bound = (0..300_i64).prop_map(|number| vec![number.to_string()]);
            let compares = operator >= Operator::Gt;
            let values = if compares { bound.boxed() } else { listed.boxed() };
            values.prop_map(move |values| (key.clone(), operator, values))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn admission_agrees_with_trying_every_type(list in prop::collection::vec(demand(), 1..6)) {
        let mut all = Requirements::new();
        for (key, operator, values) in &list {
            prop_assert!(all.require(key, *operator, values));
        }
        let set = admitted(&all);
        for kind in instance_types().iter().filter(|it| it.architecture != Architecture::Other) {
            let expected = list.iter().all(|(key, ..)| {
                let same: Vec<&Demand> = list.iter().filter(|(other, ..)| other == key).collect();
                satisfies(kind, key, &same)
            });
            prop_assert_eq!(set.contains(kind.name), expected, "{}", kind.name);
        }
        for dead in dead_values(&all) {
            let mut only = all.without(&dead.key);
            only.add(&dead.key, &ValueSet::only([dead.value.clone()]));
            prop_assert!(admitted(&only).is_empty(), "{} of {}", dead.value, dead.key);
        }
    }
}
