//! Which parts of a Terraform module name which others.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::walk::texts;
use crate::artifact::{Artifact, Kind};
use crate::route;
use crate::source::Route;

/// A reference in an expression. What follows a dot or an index is an attribute, and no reference.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[^A-Za-z0-9_.\]-])((?:data\.)?[a-z][a-z0-9]*_[a-z0-9_]+|local|var|module)\.([A-Za-z_][A-Za-z0-9_-]*)",
    )
    .expect("the pattern is constant, and a test uses it")
});

static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#""[^"]*""#).expect("the pattern is constant, and a test uses it")
});

/// What resources begin with, so that a variable of a `for` is not taken for one.
const PROVIDERS: [&str; 11] = [
    "aws_",
    "archive_",
    "cloudinit_",
    "helm_",
    "http_",
    "kubectl_",
    "kubernetes_",
    "null_",
    "random_",
    "time_",
    "tls_",
];

/// A place that names another part of its module.
#[derive(Clone, Debug)]
pub struct Reference<'a> {
    /// The file.
    pub artifact: &'a Artifact,
    /// The place in it.
    pub route: Route,
    /// The address of the part it stands in; none for outputs and providers.
    pub from: Option<String>,
    /// The address it names: `aws_iam_role.node`, `local.tags`.
    pub to: String,
}

/// A module: the files of one directory.
#[derive(Clone, Debug, Default)]
pub struct TerraformModule<'a> {
    /// What it declares, by address.
    pub declared: BTreeMap<String, (&'a Artifact, Route)>,
    /// What it names, in the order of files.
    pub references: Vec<Reference<'a>>,
}

/// The modules among documents, by directory.
#[must_use]
pub fn terraform_modules(artifacts: &[Artifact]) -> BTreeMap<&str, TerraformModule<'_>> {
    let mut modules: BTreeMap<&str, TerraformModule<'_>> = BTreeMap::new();
    for artifact in artifacts.iter().filter(|it| it.kind == Kind::TerraformConfiguration) {
        let directory = artifact.path.rsplit_once('/').map_or("", |(directory, _)| directory);
        modules.entry(directory).or_default().read(artifact);
    }
    modules
}

impl<'a> TerraformModule<'a> {
    fn read(&mut self, artifact: &'a Artifact) {
        let Some(file) = artifact.value().and_then(Value::as_object) else { return };
        for (section, content) in file {
            let home = route![section.as_str()];
            match section.as_str() {
                "resource" => self.kinds(artifact, "", &home, content),
                "data" => self.kinds(artifact, "data.", &home, content),
                "locals" => self.parts(artifact, "local.", &home, content),
                "variable" => self.parts(artifact, "var.", &home, content),
                "module" => self.parts(artifact, "module.", &home, content),
                _ => self.named_in(artifact, None, &home, content),
            }
        }
    }

    /// Resources or data sources, by type.
    fn kinds(&mut self, artifact: &'a Artifact, prefix: &str, home: &Route, content: &'a Value) {
        for (kind, labels) in content.as_object().into_iter().flatten() {
            self.parts(artifact, &format!("{prefix}{kind}."), &home.then(kind), labels);
        }
    }

    /// Parts by name, which JSON may also have in a list of maps.
    fn parts(&mut self, artifact: &'a Artifact, prefix: &str, home: &Route, content: &'a Value) {
        if let Value::Array(items) = content {
            for (index, item) in items.iter().enumerate() {
                self.parts(artifact, prefix, &home.then(index), item);
            }
        }
        for (name, body) in content.as_object().into_iter().flatten() {
            let (address, at) = (format!("{prefix}{name}"), home.then(name));
            self.named_in(artifact, Some(&address), &at, body);
            self.declared.entry(address).or_insert((artifact, at));
        }
    }

    fn named_in(
        &mut self,
        artifact: &'a Artifact,
        from: Option<&str>,
        at: &Route,
        body: &'a Value,
    ) {
        texts(body, &mut |trail, text| {
            let is_plain = trail.keys().next() == Some("depends_on");
            let parts = if is_plain { vec![text] } else { expressions(text) };
            for to in parts.into_iter().flat_map(addresses) {
                self.references.push(Reference {
                    artifact,
                    route: at.join(trail.route().steps()),
                    from: from.map(str::to_owned),
                    to,
                });
            }
        });
    }
}

/// What stands between `${` and its brace, `%{` likewise.
fn expressions(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${").or_else(|| rest.find("%{")) {
        let is_escaped = at > 0 && matches!(rest.as_bytes()[at - 1], b'$' | b'%');
        let inner = &rest[at + 2..];
        let mut depth = 1;
        let end = inner.find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0
        });
        let end = end.unwrap_or(inner.len());
        if !is_escaped {
            found.push(&inner[..end]);
        }
        rest = &inner[end..];
    }
    found
}

/// The addresses that an expression names.
fn addresses(expression: &str) -> Vec<String> {
    let plain = QUOTED.replace_all(expression, "\"\"");
    let all = ADDRESS.captures_iter(&plain).filter_map(|found| {
        let (kind, name) = (found.get(1)?.as_str(), found.get(2)?.as_str());
        let bare = kind.strip_prefix("data.").unwrap_or(kind);
        let is_known = matches!(bare, "local" | "var" | "module")
            || PROVIDERS.iter().any(|provider| bare.starts_with(provider));
        is_known.then(|| format!("{kind}.{name}"))
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        expressions(text).into_iter().flat_map(addresses).collect()
    }

    #[test]
    fn references_are_found_in_expressions() {
        assert_eq!(named("${aws_iam_role.a-b.arn}"), ["aws_iam_role.a-b"]);
        assert_eq!(
            named("x-${local.name}-${data.aws_region.here.name}"),
            ["local.name", "data.aws_region.here"]
        );
        assert_eq!(named("${jsonencode({ a = var.b, c = module.d[0].e })}"), ["var.b", "module.d"]);
        assert_eq!(
            named("${aws_eks_cluster.this.kubernetes_network_config[0].cidr}"),
            ["aws_eks_cluster.this"]
        );
    }

    #[test]
    fn what_is_no_reference_is_none() {
        let texts = [
            "aws_iam_role.a",
            "$${aws_iam_role.a}",
            "${each.value.aws_thing.x}",
            "${[for one_thing in [] : one_thing.arn]}",
            "${format(\"var.x %s\", 1)}",
        ];
        for text in texts {
            assert_eq!(named(text), Vec::<String>::new(), "{text}");
        }
    }
}
