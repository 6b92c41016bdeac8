//! The name of a value inside a document: `pools.etl.limits.cpu`.

use std::fmt;
use std::sync::Arc;

/// One step of a [`Route`]: into a mapping or into a sequence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The value under this key of a mapping.
    Key(Arc<str>),
    /// The item at this index of a sequence, from 0.
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.into())
    }
}

impl From<&String> for Step {
    fn from(key: &String) -> Self {
        Self::Key(key.as_str().into())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// A symbolic place: the steps from a document's root to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Vec<Step>);

impl Route {
    /// The whole document.
    pub const ROOT: Self = Self(Vec::new());

    /// This route and one step more.
    #[must_use]
    pub fn then(&self, step: impl Into<Step>) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step.into());
        Self(steps)
    }

    /// This route followed by all steps of another.
    #[must_use]
    pub fn join(&self, rest: &[Step]) -> Self {
        Self(self.0.iter().chain(rest).cloned().collect())
    }

    /// The steps, outermost first.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Reads a JSON pointer (RFC 6901); a step of digits is taken for an index.
    #[must_use]
    pub fn from_pointer(pointer: &str) -> Self {
        let step = |text: &str| {
            text.parse().map_or_else(
                |_| Step::from(text.replace("~1", "/").replace("~0", "~").as_str()),
                Step::Index,
            )
        };
        Self(pointer.split('/').skip(1).map(step).collect())
    }
}

impl<const N: usize> From<[Step; N]> for Route {
    fn from(steps: [Step; N]) -> Self {
        Self(steps.into())
    }
}

impl FromIterator<Step> for Route {
    fn from_iter<T: IntoIterator<Item = Step>>(steps: T) -> Self {
        Self(steps.into_iter().collect())
    }
}

/// Writes the route as people say it: `teams[0].jobs."my job".driver`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => {
                    if at > 0 {
                        f.write_str(".")?;
                    }
                    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
                    if !key.is_empty() && key.chars().all(plain) {
                        f.write_str(key)?;
                    } else {
                        write!(f, "{key:?}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// `route!["pools", name, "limits"]`: a route from keys and indices.
#[macro_export]
macro_rules! route {
    ($($step:expr),* $(,)?) => {
        [$($crate::source::Step::from($step)),*].into_iter().collect::<$crate::source::Route>()
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_keys_indices_and_odd_names() {
        let route = crate::route!["pools", "etl", "taints", 0, "a.b"];
        assert_eq!(route.to_string(), "pools.etl.taints[0].\"a.b\"");
    }

    #[test]
    fn reads_pointers() {
        let route = Route::from_pointer("/metadata/labels/a~1b/0");
        assert_eq!(route, crate::route!["metadata", "labels", "a/b", 0]);
        assert_eq!(Route::from_pointer(""), Route::ROOT);
    }
}
