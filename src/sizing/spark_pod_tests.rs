use super::*;

type Conf = &'static [(&'static str, &'static str)];

fn with<T>(
    conf: Conf,
    language: Language,
    (major, minor): (u32, u32),
    ask: impl Fn(&SparkSettings<'_>) -> T,
) -> T {
    let get = |key: &str| conf.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    let version = MinorVersion::new(major, minor);
    ask(&SparkSettings { get: &get, language, version })
}

fn pod(conf: Conf, language: Language, role: Role) -> SparkPod {
    with(conf, language, (3, 5), |settings| settings.pod(role)).unwrap()
}

fn mib(conf: Conf, language: Language, role: Role) -> u64 {
    pod(conf, language, role).memory_mib()
}

#[test]
fn the_reference_jobs_ask_for_what_is_published() {
    use {Language::Jvm, Language::Python, Role::Driver, Role::Executor};
    let small: Conf = &[("spark.driver.memory", "4g"), ("spark.executor.memory", "4g")];
    assert_eq!(mib(small, Python, Driver), 5734);
    assert_eq!(mib(small, Python, Executor), 5734);
    assert_eq!(mib(small, Jvm, Executor), 4505);
    let request = pod(small, Python, Executor).with_sidecar(LOG_SIDECAR_MIB);
    assert_eq!((request.cpu_millis, request.memory_mib(), request.pods), (1000, 5934, 1));
    assert_eq!(mib(&[("spark.executor.memory", "2G")], Python, Executor), 2867);
    assert_eq!(mib(&[("spark.driver.memory", "8g")], Python, Driver), 11468);
    assert_eq!(mib(&[("spark.executor.memory", "16g")], Python, Executor), 22937);
}

#[test]
fn the_benchmarks_ask_for_what_is_published() {
    let run: Conf = &[
        ("spark.driver.memory", "5g"),
        ("spark.driver.memoryOverhead", "1000"),
        ("spark.driver.cores", "4"),
        ("spark.kubernetes.driver.limit.cores", "4.1"),
        ("spark.executor.memory", "6g"),
        ("spark.executor.memoryOverhead", "2g"),
        ("spark.executor.cores", "4"),
    ];
    let driver = pod(run, Language::Jvm, Role::Driver);
    assert_eq!((driver.memory_mib(), driver.cpu_millis), (6120, 4000));
    assert_eq!(driver.cpu_limit_millis, Some(4100));
    assert_eq!(mib(run, Language::Jvm, Role::Executor), 8192);
    let generation: Conf = &[
        ("spark.driver.memory", "10g"),
        ("spark.executor.memory", "15g"),
        (KUBERNETES_FACTOR, "0.3"),
    ];
    assert_eq!(mib(generation, Language::Jvm, Role::Driver), 13312);
    assert_eq!(mib(generation, Language::Jvm, Role::Executor), 19968);
}

#[test]
fn nothing_set_is_one_core_and_one_gigabyte() {
    let driver = pod(&[], Language::Jvm, Role::Driver);
    assert_eq!((driver.cpu_millis, driver.heap_mib, driver.overhead_mib), (1000, 1024, 384));
    assert_eq!(mib(&[], Language::Python, Role::Driver), 1024 + 409);
    assert_eq!(driver.request(), Resources::of_pod(1000, 1408));
}

#[test]
fn factors_go_from_the_narrow_key_to_the_wide_one() {
    let conf: Conf = &[
        ("spark.driver.memory", "10g"),
        ("spark.executor.memory", "10g"),
        ("spark.executor.memoryOverheadFactor", "0.2"),
        (KUBERNETES_FACTOR, "0.3"),
    ];
    assert_eq!(pod(conf, Language::Python, Role::Driver).overhead_mib, 3072);
    assert_eq!(pod(conf, Language::Python, Role::Executor).overhead_mib, 2048);
    let old = with(conf, Language::Python, (3, 2), |settings| settings.pod(Role::Executor));
    assert_eq!(old.unwrap().overhead_mib, 3072);
}

#[test]
fn executors_add_off_heap_and_python_memory() {
    let conf: Conf = &[
        ("spark.memory.offHeap.enabled", "true"),
        ("spark.memory.offHeap.size", "2147483648"),
        ("spark.executor.pyspark.memory", "512m"),
    ];
    let executor = pod(conf, Language::Python, Role::Executor);
    assert_eq!((executor.off_heap_mib, executor.pyspark_mib), (2048, 512));
    let driver = pod(conf, Language::Python, Role::Driver);
    assert_eq!((driver.off_heap_mib, driver.pyspark_mib), (0, 0));
    assert_eq!(pod(conf, Language::Jvm, Role::Executor).pyspark_mib, 0);
    let off: Conf = &[("spark.memory.offHeap.size", "2g")];
    assert_eq!(pod(off, Language::Jvm, Role::Executor).off_heap_mib, 0);
}

#[test]
fn the_minimum_is_a_key_from_4_0() {
    let conf: Conf = &[("spark.executor.minMemoryOverhead", "1g")];
    let of = |version| with(conf, Language::Jvm, version, |it| it.pod(Role::Executor)).unwrap();
    assert_eq!((of((4, 0)).overhead_mib, of((3, 5)).overhead_mib), (1024, 384));
}

#[test]
fn an_explicit_overhead_acts_as_it_is() {
    let conf: Conf = &[
        ("spark.driver.memory", "10g"),
        ("spark.driver.memoryOverhead", "100"),
        ("spark.driver.memoryOverheadFactor", "0.4"),
        ("spark.driver.minMemoryOverhead", "1g"),
        (KUBERNETES_FACTOR, "0.4"),
    ];
    let of = |version| with(conf, Language::Python, version, |it| it.pod(Role::Driver)).unwrap();
    assert_eq!((of((4, 0)).overhead_mib, of((3, 2)).overhead_mib), (100, 100));
}

#[test]
fn a_share_is_rounded_down_and_is_384_mib_at_least() {
    let overhead = |conf: Conf| pod(conf, Language::Jvm, Role::Executor).overhead_mib;
    assert_eq!(overhead(&[("spark.executor.memory", "3839m")]), 384);
    assert_eq!(overhead(&[("spark.executor.memory", "3849m")]), 384);
    assert_eq!(overhead(&[("spark.executor.memory", "3855m")]), 385);
    assert_eq!(overhead(&[("spark.executor.memory", "8g"), (KUBERNETES_FACTOR, "0")]), 384);
}

#[test]
fn programs_in_python_and_r_have_a_larger_share_in_both_kinds_of_pod() {
    let conf: Conf = &[("spark.driver.memory", "10g"), ("spark.executor.memory", "10g")];
    for (language, expected) in
        [(Language::Jvm, 1024), (Language::Python, 4096), (Language::R, 4096)]
    {
        for role in [Role::Driver, Role::Executor] {
            assert_eq!(pod(conf, language, role).overhead_mib, expected, "{language:?} {role:?}");
        }
    }
}

#[test]
fn a_factor_of_the_driver_is_not_handed_on_to_executors() {
    let conf: Conf = &[
        ("spark.driver.memory", "10g"),
        ("spark.driver.memoryOverheadFactor", "0.2"),
        ("spark.executor.memory", "10g"),
    ];
    assert_eq!(pod(conf, Language::Python, Role::Driver).overhead_mib, 2048);
    assert_eq!(pod(conf, Language::Python, Role::Executor).overhead_mib, 4096);
}

#[test]
fn the_minimum_is_a_key_of_each_kind_of_pod() {
    let conf: Conf = &[("spark.driver.minMemoryOverhead", "600")];
    let of = |role| with(conf, Language::Jvm, (4, 1), |it| it.pod(role)).unwrap().overhead_mib;
    assert_eq!((of(Role::Driver), of(Role::Executor)), (600, 384));
}

#[test]
fn a_request_is_the_sum_of_its_parts_and_nothing_of_the_disk() {
    let conf: Conf = &[
        ("spark.executor.cores", "4"),
        ("spark.executor.memory", "4096"),
        ("spark.executor.memoryOverhead", "1gb"),
        ("spark.memory.offHeap.enabled", "TRUE"),
        ("spark.memory.offHeap.size", "1G"),
        ("spark.executor.pyspark.memory", "1024"),
    ];
    let executor = pod(conf, Language::Python, Role::Executor);
    assert_eq!(executor.memory_mib(), 4096 + 1024 + 1024 + 1024);
    assert_eq!((executor.request().cpu_millis, executor.cpu_limit_millis), (4000, None));
    assert_eq!(executor.request().ephemeral_bytes, 0);
}

#[test]
fn sizes_are_whole_and_binary() {
    let heap = |size: &'static str| {
        let get = |key: &str| (key == "spark.driver.memory").then_some(size);
        let version = MinorVersion::new(3, 5);
        let settings = SparkSettings { get: &get, language: Language::Jvm, version };
        settings.pod(Role::Driver).map(|pod| pod.heap_mib).ok()
    };
    for (size, expected) in [
        ("2g", Some(2048)),
        ("2GB", Some(2048)),
        ("2048", Some(2048)),
        ("2097152k", Some(2048)),
        ("2147483648b", Some(2048)),
        ("1t", Some(1 << 20)),
        ("1.5g", None),
        ("2Gi", None),
        ("two", None),
    ] {
        assert_eq!(heap(size), expected, "{size}");
    }
}

#[test]
fn requested_cores_are_a_quantity() {
    let conf: Conf =
        &[("spark.executor.cores", "4"), ("spark.kubernetes.executor.request.cores", "3500m")];
    assert_eq!(pod(conf, Language::Jvm, Role::Executor).cpu_millis, 3500);
}

#[test]
fn values_that_spark_refuses_are_named() {
    let refused = |conf: Conf| with(conf, Language::Jvm, (3, 5), |it| it.pod(Role::Executor));
    let bad = |key: &str, value: &str| Err(BadValue { key: key.into(), value: value.into() });
    let key = "spark.executor.memory";
    assert_eq!(refused(&[("spark.executor.memory", "4.5g")]), bad(key, "4.5g"));
    let key = "spark.executor.cores";
    assert_eq!(refused(&[("spark.executor.cores", "500m")]), bad(key, "500m"));
    assert_eq!(refused(&[(KUBERNETES_FACTOR, "-1")]), bad(KUBERNETES_FACTOR, "-1"));
}

#[test]
fn languages_are_told_from_the_entry_point() {
    assert_eq!(Language::of_entry_point("s3://b/job.py"), Language::Python);
    assert_eq!(Language::of_entry_point("s3://b/job.R"), Language::R);
    assert_eq!(Language::of_entry_point("local:///usr/lib/app.jar"), Language::Jvm);
}
