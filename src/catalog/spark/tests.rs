use super::*;

const SPARK_3_5: Option<MinorVersion> = Some(MinorVersion::new(3, 5));

#[test]
fn every_line_is_read_in_order() {
    let lines = table::lines(include_str!("../data/spark_keys.txt")).count();
    assert_eq!(keys().len() + 1, lines);
    assert_eq!(KEYS.releases.len(), 7);
    assert!(keys().windows(2).all(|pair| pair[0].name < pair[1].name));
    assert!(PREFIXES.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn declared_keys_have_a_type_and_a_release() {
    let known = |name| {
        let Verdict::Known(found) = key(name, SPARK_3_5) else { panic!("{name}") };
        (found.value_type, found.since)
    };
    let since = |minor| Some(MinorVersion::new(3, minor));
    assert_eq!(known("spark.decommission.enabled"), (Some(ValueType::Bool), since(1)));
    assert_eq!(known("spark.executor.memoryOverheadFactor"), (Some(ValueType::Double), since(3)));
    assert_eq!(known("spark.executor.memory").0, Some(ValueType::Size));
    assert_eq!(known("spark.kubernetes.allocation.batch.delay").0, Some(ValueType::Duration));
    assert_eq!(known("spark.dynamicAllocation.maxExecutors").0, Some(ValueType::Int));
}

#[test]
fn keys_belong_to_releases() {
    let late = "spark.executor.minMemoryOverhead";
    assert!(matches!(key(late, SPARK_3_5), Verdict::OtherRelease(_)));
    assert!(matches!(key(late, Some(MinorVersion::new(4, 0))), Verdict::Known(_)));
    assert!(matches!(key(late, Some(MinorVersion::new(5, 0))), Verdict::Known(_)));
    let releases: Vec<MinorVersion> = declared(late).unwrap().releases().collect();
    assert_eq!(releases, [MinorVersion::new(4, 0), MinorVersion::new(4, 1)]);
}

#[test]
fn free_suffixes_and_emrs_own_are_known() {
    let prefix = "spark.kubernetes.executor.volumes.";
    let name = format!("{prefix}persistentVolumeClaim.data.options.claimName");
    assert_eq!(key(&name, None), Verdict::Prefix(prefix));
    assert!(matches!(key(prefix, None), Verdict::Unknown { .. }));
    assert_eq!(
        key("spark.sql.parquet.fs.optimized.committer.optimization-enabled", None),
        Verdict::Emr
    );
    assert_eq!(key("executor.memory", None), Verdict::NotSpark);
}

#[test]
fn misspelt_keys_lead_to_the_right_ones() {
    let meant = |name| {
        let Verdict::Unknown { suggestion } = key(name, SPARK_3_5) else { panic!("{name}") };
        suggestion
    };
    for (wrong, right) in [
        ("spark.executor.decommission.enabled", "spark.decommission.enabled"),
        (
            "spark.kubernetes.executor.reusePersistentVolume",
            "spark.kubernetes.driver.reusePersistentVolumeClaim",
        ),
        ("spark.dynamicAlocation.enabled", "spark.dynamicAllocation.enabled"),
        ("spark.dynamicallocation.maxExecutors", "spark.dynamicAllocation.maxExecutors"),
        ("spark.executor.memoryoverhead", "spark.executor.memoryOverhead"),
        ("spark.executors.cores", "spark.executor.cores"),
        ("spark.executor.core", "spark.executor.cores"),
        ("spark.executor.instance", "spark.executor.instances"),
        ("spark.sql.shuffle.partition", "spark.sql.shuffle.partitions"),
        ("spark.kubernetes.driver.podTemplate", "spark.kubernetes.driver.podTemplateFile"),
    ] {
        assert_eq!(meant(wrong), Some(right), "{wrong}");
    }
    assert_eq!(meant("spark.mycompany.lineage.endpoint"), None);
    assert_eq!(meant("spark.etl.run-date"), None);
}

#[test]
fn keys_of_kubernetes_have_the_types_of_its_page() {
    use ValueType::{Bool, Count, Double, Duration, Int, PositiveDuration, Quantity, Size, Text};
    for (name, expected) in [
        ("spark.driver.cores", Count),
        ("spark.driver.memory", Size),
        ("spark.driver.memoryOverhead", Size),
        ("spark.dynamicAllocation.executorIdleTimeout", Duration),
        ("spark.dynamicAllocation.shuffleTracking.enabled", Bool),
        ("spark.executor.instances", Int),
        ("spark.executor.pyspark.memory", Size),
        ("spark.kubernetes.allocation.executor.timeout", PositiveDuration),
        ("spark.kubernetes.allocation.maxPendingPods", Count),
        ("spark.kubernetes.driver.connectionTimeout", Int),
        ("spark.kubernetes.driver.ownPersistentVolumeClaim", Bool),
        ("spark.kubernetes.driver.podTemplateFile", Text),
        ("spark.kubernetes.driver.request.cores", Quantity),
        ("spark.kubernetes.driver.reusePersistentVolumeClaim", Bool),
        ("spark.kubernetes.driver.waitToReusePersistentVolumeClaim", Bool),
        ("spark.kubernetes.executor.checkAllContainers", Bool),
        ("spark.kubernetes.executor.deleteOnTermination", Bool),
        ("spark.kubernetes.executor.limit.cores", Quantity),
        ("spark.kubernetes.legacy.useReadWriteOnceAccessMode", Bool),
        ("spark.kubernetes.local.dirs.tmpfs", Bool),
        ("spark.kubernetes.memoryOverheadFactor", Double),
        ("spark.memory.offHeap.enabled", Bool),
        ("spark.memory.offHeap.size", Size),
        ("spark.storage.decommission.rddBlocks.enabled", Bool),
        ("spark.storage.decommission.shuffleBlocks.enabled", Bool),
        ("spark.ui.prometheus.enabled", Bool),
    ] {
        assert!(declared(name).is_some(), "{name}");
        assert_eq!(value_type(name), Some(expected), "{name}");
    }
}
