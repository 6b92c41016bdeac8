//! What the writers write means the same to every reader: PyYAML and libyaml (YAML 1.1), ruamel
//! (YAML 1.2) and kubectl (go-yaml).

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use emrgen::render::{json::to_json, yaml::to_yaml};
use serde_json::{Value, json};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/yaml_readers.py");

#[test]
fn pyyaml_reads_what_was_written() {
    python_reads("yaml", "SafeLoader");
}

#[test]
fn libyaml_reads_what_was_written() {
    python_reads("yaml.cyaml", "CSafeLoader");
}

#[test]
fn ruamel_reads_what_was_written() {
    python_reads("ruamel.yaml", "ruamel");
}

#[test]
fn kubectl_reads_what_was_written() {
    let mut kubectl = Command::new("kubectl");
    kubectl.args(["annotate", "--local", "-f", "-", "-o", "json", "seen=yes"]);
    // No cluster is asked: `--local` reads and prints.
    kubectl.env("KUBECONFIG", "/nonexistent");
    if Command::new("kubectl").args(["version", "--client"]).output().is_err() {
        return skipped("kubectl", "install kubectl");
    }
    let cases = cases();
    let object = json!({
        "apiVersion": "example.org/v1", "kind": "Corpus", "metadata": { "name": "corpus" },
        "cases": cases,
    });
    let read = piped(kubectl, &to_yaml(&object));
    same_cases("kubectl", &cases, read["cases"].as_array().unwrap());
}

fn python_reads(module: &str, reader: &str) {
    let Some(python) = python_with(module) else {
        return skipped(reader, "pip install PyYAML ruamel.yaml into the python of EMRGEN_PYTHON");
    };
    let cases = cases();
    same_cases(reader, &cases, &read_with(&python, reader, &stream(&cases, to_yaml)));
    // A flow mapping has no `?` to escape the limit of 1,024 characters on a key.
    let short: Vec<_> = cases.into_iter().filter(|case| to_json(case).len() < 4000).collect();
    let name = format!("{reader}, given JSON");
    same_cases(&name, &short, &read_with(&python, reader, &stream(&short, to_json)));
}

fn skipped(oracle: &str, remedy: &str) {
    eprintln!("SKIPPED: {oracle} is not here; to run this test, {remedy}");
}

/// The first python that has a module: `EMRGEN_PYTHON`, the conformance suite's, the system's.
fn python_with(module: &str) -> Option<PathBuf> {
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/conformance/venv/bin/python");
    let named = std::env::var_os("EMRGEN_PYTHON").map(PathBuf::from);
    named.into_iter().chain([venv, "python3".into()]).find(|python| {
        let probe = Command::new(python).args(["-c", &format!("import {module}")]).output();
        probe.is_ok_and(|output| output.status.success())
    })
}

fn stream(cases: &[Value], write: impl Fn(&Value) -> String) -> String {
    cases.iter().map(|case| format!("---\n{}", write(case))).collect()
}

fn read_with(python: &Path, reader: &str, text: &str) -> Vec<Value> {
    let mut command = Command::new(python);
    command.args([SCRIPT, reader]);
    serde_json::from_value(piped(command, text)).unwrap()
}

fn piped(mut command: Command, text: &str) -> Value {
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(text.as_bytes()));
        child.wait_with_output().unwrap()
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn same_cases(reader: &str, written: &[Value], read: &[Value]) {
    let differing: Vec<_> = written.iter().zip(read).filter(|(a, b)| !same(a, b)).collect();
    let shown: String =
        differing.iter().take(5).map(|(a, b)| format!("{}read as {b}\n\n", to_yaml(a))).collect();
    assert!(differing.is_empty(), "{reader} changes {} cases:\n{shown}", differing.len());
    assert_eq!(written.len(), read.len(), "{reader} loses documents");
}

/// Equal, where `1.0` and `1` are the same number.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let in_b = |(key, a): (&String, &Value)| b.get(key).is_some_and(|b| same(a, b));
            a.len() == b.len() && a.iter().all(in_b)
        }
        (a, b) => a == b,
    }
}

/// Each string as a value, a key, an item, and inside of nested forms; and numbers.
fn cases() -> Vec<Value> {
    let words = include_str!("../../src/render/words.txt").lines();
    let words: Vec<String> = words.map(|line| serde_json::from_str(line).unwrap()).collect();
    let generated = generated(&words);
    let texts = words.iter().chain(&generated);
    let case = |text: &String| {
        json!({
            "value": text, text: text, "items": [text, [text, { text: null }]],
            "inner": { text: { text: [text] }, "after": 1 },
        })
    };
    let numbers = [0.0, -0.0, 1.5, 1e16, 1e100, -1.5e-9, 5e-324, f64::MAX];
    texts.map(case).chain([json!(numbers), json!([u64::MAX, i64::MIN, 0, -1])]).collect()
}

/// Texts made of pieces of the words and of characters with a meaning, the same in every run.
fn generated(words: &[String]) -> Vec<String> {
    const SIGNS: &[u8] = b"-+.:,_ #?!&*|>@%=~<'\"{}[]()/\\\n\t0189abefxonyEZT";
    let short: Vec<_> = words.iter().filter(|word| word.chars().count() <= 12).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut text = || -> String {
        let mut text = String::new();
        for _ in 0..=next(4) {
            if next(3) == 0 {
                text.push_str(short[next(short.len())]);
            } else {
                text.push(SIGNS[next(SIGNS.len())].into());
            }
        }
        text
    };
    (0..3000).map(|_| text()).collect()
}
