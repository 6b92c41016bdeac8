//! Nothing is emitted that a targeted release lacks or no longer has.

crate::family!(
    unserved_api,
    retired_label,
    label_of_later_karpenter,
    setting_of_later_karpenter,
    autoscaler_of_other_kubernetes,
    chart_of_other_karpenter,
    faulty_release,
    field_of_later_operator,
);
