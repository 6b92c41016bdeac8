//! The key that a misspelt one most looks like.

use super::Key;
use crate::units::spelling::likeness;

/// What a part too many or too few costs.
const MISSING: f64 = 0.8;
/// What a part that has nothing of the other costs.
const OTHER: f64 = 1.6;
/// What one kind of pod for the other costs.
const OTHER_ROLE: f64 = 0.5;
/// Up to this it may be meant, if the last part is like.
const FAR: f64 = 1.8;
/// Up to this it is meant.
const NEAR: f64 = 1.0;

/// The nearest of some keys, where one is near enough. Keys are compared part by part, so that a
/// part too many counts once, however long it is.
pub(super) fn nearest(name: &str, keys: &'static [Key]) -> Option<&'static str> {
    let parts: Vec<&str> = name.split('.').collect();
    let mut best: Option<(f64, &'static str)> = None;
    for key in keys {
        let cost = distance(&parts, &key.name.split('.').collect::<Vec<_>>());
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, key.name));
        }
    }
    let (cost, found) = best?;
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let ends_alike = likeness(&last(name), &last(found)) >= 0.7;
    (cost <= NEAR || (cost <= FAR && ends_alike && parts.len() > 3)).then_some(found)
}

/// What it costs to make one list of parts of another.
fn distance(left: &[&str], right: &[&str]) -> f64 {
    let mut above: Vec<f64> = (0..=right.len()).map(price_of).collect();
    for (at, part) in left.iter().enumerate() {
        let mut row = vec![price_of(at + 1)];
        for (to, other) in right.iter().enumerate() {
            let changed = above[to] + difference(part, other);
            let dropped = above[to + 1].min(row[to]) + MISSING;
            row.push(changed.min(dropped));
        }
        above = row;
    }
    above[right.len()]
}

#[expect(clippy::cast_precision_loss, reason = "keys have a handful of parts")]
fn price_of(parts: usize) -> f64 {
    parts as f64 * MISSING
}

fn difference(left: &str, right: &str) -> f64 {
    if left == right {
        return 0.0;
    }
    let roles = ["driver", "executor"];
    if roles.contains(&left) && roles.contains(&right) {
        return OTHER_ROLE;
    }
    let (shorter, longer) = (left.len().min(right.len()), left.len().max(right.len()));
    if shorter * 2 < longer {
        return OTHER;
    }
    // Upper and lower case are half a difference, for they are what is mixed up most.
    let folded = likeness(&left.to_ascii_lowercase(), &right.to_ascii_lowercase());
    OTHER * (1.0 - likeness(left, right).midpoint(folded))
}
