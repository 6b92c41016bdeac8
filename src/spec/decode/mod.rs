//! Documents to typed spec: shape is judged by the language's own JSON Schema, all at once.

mod coerce;
mod dialect;
mod inherit;
mod prune;

use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use serde_json::Value;

use self::dialect::Dialect;
use super::{Platform, Settings, Team};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::schema::Violation;
use crate::source::{DocumentId, Part, Place, Route, Sources};

/// Codes of diagnostics about the shape of a spec.
pub mod codes {
    use crate::diagnostic::Code;

    /// A document is neither a `Platform` nor a `Team` of `emrgen.io/v1`.
    pub const UNKNOWN_KIND: Code = Code("unknown-kind");
    /// A key that the language does not know.
    pub const UNKNOWN_FIELD: Code = Code("unknown-field");
    /// A key that the language needs is not there.
    pub const MISSING_FIELD: Code = Code("missing-field");
    /// A value of another type than the key takes.
    pub const WRONG_TYPE: Code = Code("wrong-type");
    /// A value that the key does not take.
    pub const BAD_VALUE: Code = Code("bad-value");
    /// No platform, or more than one.
    pub const ONE_PLATFORM: Code = Code("one-platform");
    /// Two teams of one name.
    pub const DUPLICATE_TEAM: Code = Code("duplicate-team");
}

/// A decoded document and the text it came from.
#[derive(Clone, Debug)]
pub struct Document<T> {
    /// The document.
    pub id: DocumentId,
    /// What it says, without the parts that a diagnostic was raised about.
    pub value: T,
}

impl<T> Document<T> {
    /// The place of a value of this document.
    pub fn at(&self, route: Route) -> Place {
        Place::value(self.id, route)
    }
}

/// Everything that was written.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The platform, if there is one.
    pub platform: Option<Document<Platform>>,
    /// The teams, in the order read.
    pub teams: Vec<Document<Team>>,
    /// Whether something was there that could not be read, and may be a platform.
    pub refused: bool,
}

static PLATFORM: LazyLock<Dialect> =
    LazyLock::new(|| Dialect::new(schema_of::<Platform>("platform")));
static TEAM: LazyLock<Dialect> = LazyLock::new(|| Dialect::new(schema_of::<Team>("team")));
static SETTINGS: LazyLock<Dialect> =
    LazyLock::new(|| Dialect::new(schema_of::<Settings>("settings")));

/// The JSON Schema of one kind of document, `platform`, `team` or `settings`, as published under
/// `schemas/`.
#[must_use]
pub fn schema(kind: &str) -> Option<&'static Value> {
    match kind {
        "platform" => Some(PLATFORM.schema()),
        "team" => Some(TEAM.schema()),
        "settings" => Some(SETTINGS.schema()),
        _ => None,
    }
}

fn schema_of<T: schemars::JsonSchema>(kind: &str) -> Value {
    let mut schema = schemars::SchemaGenerator::default().into_root_schema_for::<T>().to_value();
    schema["$id"] = format!("https://emrgen.io/schemas/emrgen.io/{kind}_v1.json").into();
    schema
}

/// Reads documents into a spec.
///
/// A value that the language refuses is reported and left out; the rest is read all the same.
pub fn decode(
    sources: &mut Sources,
    documents: &[DocumentId],
    diagnostics: &mut Diagnostics,
) -> Spec {
    let mut spec = Spec { refused: diagnostics.has_errors(), ..Spec::default() };
    for &id in documents {
        match kind_of(sources, id) {
            Some("Platform") => match decode_as(&PLATFORM, sources, id, diagnostics) {
                Some(value) => add_platform(&mut spec, Document { id, value }, diagnostics),
                None => spec.refused = true,
            },
            Some("Team") => {
                let value = decode_as(&TEAM, sources, id, diagnostics);
                inherit::defaults(sources.document_mut(id));
                spec.teams.extend(value.map(|value| Document { id, value }));
            }
            _ => {
                diagnostics.push(unknown_kind(sources, id));
                spec.refused = true;
            }
        }
    }
    report_duplicate_teams(&spec, diagnostics);
    spec
}

/// Reads the document of a `.emrgen.yaml`.
pub fn decode_settings(
    sources: &Sources,
    id: DocumentId,
    diagnostics: &mut Diagnostics,
) -> Option<Settings> {
    decode_as(&SETTINGS, sources, id, diagnostics)
}

fn kind_of(sources: &Sources, id: DocumentId) -> Option<&str> {
    let root = sources.document(id);
    let version = root.get("apiVersion")?.as_str()?;
    (version == "emrgen.io/v1").then(|| root.get("kind")?.as_str()).flatten()
}

fn unknown_kind(sources: &Sources, id: DocumentId) -> Diagnostic {
    let root = sources.document(id);
    let text = |key: &str| root.get(key).and_then(|node| node.as_str()).unwrap_or("nothing");
    let (key, message) = if text("apiVersion") == "emrgen.io/v1" {
        ("kind", format!("`kind` is `{}`, which emrgen does not know", text("kind")))
    } else {
        ("apiVersion", format!("`apiVersion` is `{}`, not `emrgen.io/v1`", text("apiVersion")))
    };
    Diagnostic::error(codes::UNKNOWN_KIND, message)
        .at(Place::value(id, crate::route![key]))
        .help("a spec has documents of `apiVersion: emrgen.io/v1` and `kind: Platform` or `kind: Team`; to check other manifests, run `emrgen check FILE`")
}

fn decode_as<T: DeserializeOwned>(
    dialect: &Dialect,
    sources: &Sources,
    id: DocumentId,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let node = sources.document(id);
    let mut value = coerce::to_value(node, dialect.schema(), sources);
    let mut violations = dialect.validate(&value);
    diagnostics.extend(violations.iter().map(|violation| report(id, violation)));
    // Each round may uncover that a parent cannot stand without what was taken out.
    for _ in 0..4 {
        if violations.is_empty() {
            break;
        }
        prune::prune(&mut value, &violations);
        violations = dialect.validate(&value);
    }
    if let Value::Object(fields) = &mut value {
        inherit::defaults_of_value(fields);
    }
    match serde_json::from_value(value) {
        Ok(document) => Some(document),
        Err(error) => {
            if violations.is_empty() {
                let message = format!("this document cannot be read: {error}");
                diagnostics.push(
                    Diagnostic::error(codes::BAD_VALUE, message).at(Place::value(id, Route::ROOT)),
                );
            }
            None
        }
    }
}

fn report(id: DocumentId, violation: &Violation) -> Diagnostic {
    let place = match violation.part {
        Part::Key => Place::key(id, violation.route.clone()),
        Part::Value => Place::value(id, violation.route.clone()),
    };
    let diagnostic = Diagnostic::error(code_of(violation), violation.message.clone()).at(place);
    match &violation.help {
        Some(help) => diagnostic.help(help.clone()),
        None => diagnostic,
    }
}

fn code_of(violation: &Violation) -> Code {
    use crate::schema::ViolationKind as Kind;
    match violation.kind {
        Kind::UnknownField => codes::UNKNOWN_FIELD,
        Kind::MissingField => codes::MISSING_FIELD,
        Kind::WrongType => codes::WRONG_TYPE,
        Kind::BadValue | Kind::NotInRelease(_) | Kind::Rule => codes::BAD_VALUE,
    }
}

fn add_platform(spec: &mut Spec, document: Document<Platform>, diagnostics: &mut Diagnostics) {
    if let Some(first) = &spec.platform {
        let message = format!(
            "there are two platforms, `{}` and `{}`",
            first.value.name, document.value.name
        );
        diagnostics.push(
            Diagnostic::error(codes::ONE_PLATFORM, message)
                .at(document.at(crate::route!["name"]))
                .related(first.at(crate::route!["name"]), "the first is here")
                .help("keep one `Platform` document; an environment overrides it with `--env`"),
        );
    } else {
        spec.platform = Some(document);
    }
}

fn report_duplicate_teams(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut seen = indexmap::IndexMap::new();
    for team in &spec.teams {
        if let Some(first) = seen.insert(&team.value.name, team) {
            let message = format!("there are two teams called `{}`", team.value.name);
            diagnostics.push(
                Diagnostic::error(codes::DUPLICATE_TEAM, message)
                    .at(team.at(crate::route!["name"]))
                    .related(first.at(crate::route!["name"]), "the first is here")
                    .help("give one of them another name"),
            );
        }
    }
}
