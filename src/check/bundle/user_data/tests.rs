use proptest::prelude::*;
use serde_json::json;

use super::*;

fn of(text: &str) -> UserData {
    let mut all = UserData::default();
    match parts(text) {
        Some(parts) => parts.iter().for_each(|part| all.add(part)),
        None => all.add(text),
    }
    all
}

#[test]
fn a_node_config_is_read_within_mime_and_without() {
    let config = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config:\n      cpuManagerPolicy: static\n      systemReserved: {cpu: 1000m}\n    flags: [\"--max-pods=20\"]\n";
    let mime = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"//\"\n\n--//\nContent-Type: application/node.eks.aws\n\n{config}\n--//\nContent-Type: text/x-shellscript; charset=\"us-ascii\"\n\n#!/bin/bash\necho\n--//--\n"
    );
    for text in [config, &mime] {
        let read = of(text);
        assert!(read.has_node_config);
        assert_eq!(read.kubelet.get("systemReserved"), Some(&json!({"cpu": "1000m"})), "{text}");
        assert_eq!(read.kubelet.get("maxPods"), Some(&json!("20")));
        let real = read.over(&NodeSettings::default());
        assert_eq!((real.system_reserved.cpu_millis, real.max_pods), (Some(1000), None));
    }
    assert_eq!(of(&mime).scripts, ["#!/bin/bash\necho"]);
}

#[test]
fn scripts_hand_flags_on_or_write_the_configuration() {
    let script = "#!/bin/bash\n/etc/eks/bootstrap.sh data --kubelet-extra-args '--system-reserved=cpu=1,memory=2Gi --eviction-hard=memory.available<500Mi'\n";
    let read = of(script);
    assert_eq!(read.kubelet["systemReserved"], json!({"cpu": "1", "memory": "2Gi"}));
    assert_eq!(read.kubelet["evictionHard"], json!({"memory.available": "500Mi"}));
    let script = "#!/bin/bash\necho \"$(jq '.kubeReserved={\"cpu\": \"2\"} | .featureGates = {\"MemoryQoS\": true}' /etc/kubernetes/kubelet/kubelet-config.json)\" > k\n";
    let read = of(script);
    assert_eq!(read.kubelet["kubeReserved"], json!({"cpu": "2"}));
    assert_eq!(read.feature_gates(), ["MemoryQoS"]);
    let script =
        "#!/bin/bash\necho \"$(jq \".systemReserved={\\\"cpu\\\": \\\"1\\\"}\" kubelet.json)\"\n";
    assert_eq!(of(script).kubelet["systemReserved"], json!({"cpu": "1"}));
    let script = "#!/bin/bash\ncat > /etc/kubernetes/kubelet/config.json.d/10.conf <<EOF\n{\"kind\": \"KubeletConfiguration\", \"maxPods\": 20}\nEOF\n";
    assert_eq!(of(script).kubelet.get("maxPods"), Some(&json!(20)));
    assert_eq!(of("#!/bin/bash\n# --kubelet-extra-args '--max-pods=3'\n").kubelet.len(), 0);
}

#[test]
fn bottlerockets_settings_have_sections() {
    let text = "[settings.kubernetes]\nmax-pods = 30\n[settings.kubernetes.system-reserved]\ncpu = \"500m\"\n[settings.kubernetes.eviction-hard]\n\"memory.available\" = \"10%\"\n";
    let read = of(text);
    assert!(read.is_toml);
    assert_eq!(read.kubelet["maxPods"], json!("30"));
    assert_eq!(read.kubelet["systemReserved"], json!({"cpu": "500m"}));
    assert_eq!(read.kubelet["evictionHard"], json!({"memory.available": "10%"}));
}

#[test]
fn a_list_of_cpus_counts_them() {
    let with = |text: &str| UserData {
        kubelet: [("reservedSystemCPUs".to_owned(), json!(text))].into(),
        ..UserData::default()
    };
    assert_eq!(with("0,2-3").reserved_cpus(), Some(3));
    assert_eq!(with("1").reserved_cpus(), Some(1));
    assert_eq!(with("3-2").reserved_cpus(), None);
    let real = with("0-1").over(&NodeSettings::default());
    assert_eq!(real.system_reserved.cpu_millis, Some(2000));
}

proptest! {
    #[test]
    fn any_text_is_taken_apart(text in r#"([ -~\n]|jq |kubelet-extra-args|--system-reserved=|\.maxPods|boundary=|\[settings\.)*"#) {
        let read = of(&text);
        let _ = read.over(&NodeSettings::default());
        prop_assert!(read.feature_gates().len() <= text.len());
    }
}
