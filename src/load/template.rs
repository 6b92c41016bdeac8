//! Texts that become documents only when a template engine has been through them.

use std::sync::LazyLock;

use regex::Regex;

/// Where something of an engine's stands bare: at the beginning of a line, of a value or of a list.
const PLACE: &str = r#"(?m)^[ \t]*(?:- +)*(?:[A-Za-z0-9_./"'-]+:[ \t]+)?\[?[ \t]*"#;
/// Helm and Go, names for `sed`, Jinja, Terraform, ERB. Another bare name in braces may be a value
/// without its quotes.
const MARKS: &str = r"(?:\{\{-|\{\{ *[.$(]|\{\{ *(?:if|else|end|range|with|include|define|template|block|tpl|toYaml|required|default|quote|printf)\b|\{?\{[A-Z][A-Z0-9_]{2,}\}|\{%|\{#|%\{|<%)";

static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("{PLACE}{MARKS}")).expect("the pattern is constant, and a test uses it")
});

/// Whether a text is written for a template engine, so that no reader of YAML can take it.
#[must_use]
pub fn is_template(text: &str) -> bool {
    text.contains(['{', '%']) && BARE.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::is_template;

    #[test]
    fn templates_are_seen() {
        for text in [
            "{{- if .Values.pool }}\nkind: NodePool\n{{- end }}\n",
            "metadata:\n  name: {{ .Values.name }}\n",
            "values: [{{ .Values.zone }}]\n",
            "spec:\n{% if python %}\n  type: Python\n{% endif %}\n",
            "values:\n%{ for zone in zones ~}\n  - ${zone}\n%{ endfor ~}\n",
            "name: <%= name %>\n",
            "namespace: {{NAMESPACE}}\n",
            "name: {CLUSTER_NAME}-ops\n",
            "items:\n  - {{ include \"one\" . }}\n",
        ] {
            assert!(is_template(text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "name: {{ name }}\n",
            "name: \"{{ .Values.name }}\"\n",
            "args: [ \"{{inputs.parameters.day}}\" ]\n",
            "summary: pod {{ $labels.pod }} is down\n",
            "pattern: \"%d{yyyy} %p\"\n",
            "limits: { cpu: 10 }\n",
        ] {
            assert!(!is_template(text), "{text}");
        }
    }
}
