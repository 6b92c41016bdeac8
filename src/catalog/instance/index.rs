//! For each label, which instance types carry which value.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{InstanceSet, LABELS, instance_types};

/// One label over all instance types.
#[derive(Clone, Debug)]
pub struct LabelColumn {
    /// The types that can carry each value.
    pub values: BTreeMap<Cow<'static, str>, InstanceSet>,
    /// The types that carry the label.
    pub present: InstanceSet,
}

static COLUMNS: LazyLock<BTreeMap<&str, LabelColumn>> =
    LazyLock::new(|| LABELS.iter().map(|key| (*key, read(key))).collect());

/// The column of a label; `None` for a label that instance types do not decide.
#[must_use]
pub fn column(key: &str) -> Option<&'static LabelColumn> {
    COLUMNS.get(key)
}

fn read(key: &str) -> LabelColumn {
    let mut column = LabelColumn { values: BTreeMap::new(), present: InstanceSet::none() };
    for (at, kind) in instance_types().iter().enumerate() {
        for value in kind.values(key).unwrap_or_default() {
            column.values.entry(value).or_insert_with(InstanceSet::none).insert(at);
            column.present.insert(at);
        }
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_agree_with_the_types() {
        for key in LABELS {
            let column = column(key).unwrap();
            for (value, set) in &column.values {
                assert!(!set.is_empty());
                assert!(set.iter().all(|kind| kind.values(key).unwrap().contains(value)));
            }
        }
        assert!(column("team").is_none());
    }
}
