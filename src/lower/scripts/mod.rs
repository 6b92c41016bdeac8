//! Scripts that people and pipelines run: install, verify, run a job, endpoints, clean up.
//!
//! They are text and no data structure, so they are minijinja templates; every value that is put
//! into one goes through the filter `sh`, which makes it one word of the shell.

mod facts;
mod late;
mod quote;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};

use crate::artifact::{Artifact, Kind};
use crate::model::Platform;

/// The scripts, by name: what each template is called and where it goes.
const TEMPLATES: [(&str, &str); 7] = [
    ("common.sh", include_str!("templates/common.sh.j2")),
    ("install.sh", include_str!("templates/install.sh.j2")),
    ("verify.sh", include_str!("templates/verify.sh.j2")),
    ("run-job.sh", include_str!("templates/run-job.sh.j2")),
    ("create-endpoint.sh", include_str!("templates/create-endpoint.sh.j2")),
    ("delete-endpoint.sh", include_str!("templates/delete-endpoint.sh.j2")),
    ("cleanup.sh", include_str!("templates/cleanup.sh.j2")),
];

/// The scripts of a platform.
pub fn lower(platform: &Platform) -> Vec<Artifact> {
    let environment = environment();
    let facts = facts::facts(platform);
    TEMPLATES
        .iter()
        .map(|(name, _)| {
            let template = environment.get_template(name).expect("added by `environment`");
            let text =
                template.render(Serde(&facts)).expect("templates name only what `facts` has");
            Artifact::text(Kind::Script, format!("scripts/{name}"), text, &platform.origin)
        })
        .collect()
}

/// Strict: a name that `facts` does not have is an error, and none of them is left unquoted.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax());
    environment.add_filter("sh", quote::word);
    for (name, source) in TEMPLATES {
        environment
            .add_template(name, source)
            .expect("the templates of this crate are well-formed");
    }
    environment
}

/// A line that holds only a tag leaves nothing behind; the last line ends in a newline.
fn syntax() -> SyntaxConfig {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .expect("the delimiters are minijinja's own")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_in_a_template_is_quoted() {
        for (name, source) in TEMPLATES {
            for (at, _) in source.match_indices("{{") {
                let expression = source[at..].split("}}").next().unwrap_or_default();
                assert!(expression.trim_end().ends_with("| sh"), "{name}: `{expression}`");
            }
        }
    }

    #[test]
    fn the_templates_are_well_formed() {
        assert!(environment().get_template("run-job.sh").is_ok());
    }
}
