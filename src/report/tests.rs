use indexmap::IndexMap;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::diagnostic::{Diagnostic, Severity};
use crate::route;
use crate::source::{Content, Entry, Node, Place, SourceId, Span};

const SPEC: &str = "name: x\n\n\n\nteams:\n    pools: [etl, \"gpu\"]\n";
const CODE: Code = Code("unknown-pool");

fn span(source: SourceId, text: &str, wanted: &str) -> Span {
    let start = u32::try_from(text.find(wanted).unwrap()).unwrap();
    Span { source, start, end: start + u32::try_from(wanted.len()).unwrap() }
}

fn at(source: SourceId, text: &str, wanted: &str) -> Place {
    Place::Span(span(source, text, wanted))
}

fn rendered(list: Vec<Diagnostic>, sources: &Sources, format: Format) -> String {
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(list);
    let describe = |code: Code| (code == CODE).then_some("# unknown-pool\n\nA pool is missing.\n");
    render(&diagnostics, sources, format, Style::default(), &describe)
}

/// One finding of every shape, in two files.
fn sample() -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let spec = sources.add("emrgen.yaml", SPEC);
    let team = sources.add("teams/a b.yaml", "pools:\n  gpu: {}\n");
    let unknown = Diagnostic::error(CODE, "team `ads` uses pool `gpu`, which no one defines")
        .at(at(spec, SPEC, "\"gpu\""))
        .help("the pools are `etl`");
    let twice = Diagnostic::warning(Code("twice"), "pool, 100% <twice>")
        .at(at(spec, SPEC, "etl"))
        .label("again")
        .related(at(spec, SPEC, "name"), "first here")
        .related(at(team, "pools:\n  gpu: {}\n", "gpu"), "and here")
        .related(Place::File(team), "in this file");
    let whole = Diagnostic::new(Severity::Note, Code("whole"), "all of it").at(Place::File(team));
    let run = Diagnostic::error(Code("nothing"), "there is no spec").help("write one\nor two");
    (vec![whole, unknown.clone(), twice, run, unknown], sources)
}

#[test]
fn text_tells_once_what_one_word_does_to_many() {
    let mut sources = Sources::default();
    let spec = sources.add("emrgen.yaml", SPEC);
    let of = |job: u32| {
        Diagnostic::error(CODE, format!("job `j{job}` uses pool `gpu`"))
            .at(at(spec, SPEC, "\"gpu\""))
            .help("the pools are `etl`")
    };
    let elsewhere = Diagnostic::error(CODE, "job `k` uses pool `etl`").at(at(spec, SPEC, "etl"));
    let list: Vec<_> = (1..=4).map(of).chain([elsewhere]).collect();
    let json: Value =
        serde_json::from_str(&rendered(list.clone(), &sources, Format::Json)).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 5, "programs are told each");
    assert_eq!(
        rendered(list, &sources, Format::Text),
        r#"error[unknown-pool]: job `k` uses pool `etl`
 --> emrgen.yaml:6:13
  |
6 |     pools: [etl, "gpu"]
  |             ^^^

error[unknown-pool]: job `j1` uses pool `gpu`
 --> emrgen.yaml:6:18
  |
6 |     pools: [etl, "gpu"]
  |                  ^^^^^
  = also: job `j2` uses pool `gpu`
  = also: job `j3` uses pool `gpu`
  = and 1 more of this kind here
help: the pools are `etl`

5 errors
"#
    );
}

#[test]
fn text_reads_like_the_compilers_people_know() {
    let (list, sources) = sample();
    assert_eq!(
        rendered(list, &sources, Format::Text),
        r#"error[nothing]: there is no spec
help: write one
      or two

warning[twice]: pool, 100% <twice>
 --> emrgen.yaml:6:13
  |
1 | name: x
  | ---- first here
...
6 |     pools: [etl, "gpu"]
  |             ^^^ again
  |
 ::: teams/a b.yaml:2:3
  = in this file
  |
2 |   gpu: {}
  |   --- and here

error[unknown-pool]: team `ads` uses pool `gpu`, which no one defines
 --> emrgen.yaml:6:18
  |
6 |     pools: [etl, "gpu"]
  |                  ^^^^^
help: the pools are `etl`

note[whole]: all of it
 --> teams/a b.yaml

2 errors, 1 warning, 1 note
"#
    );
}

#[test]
fn color_changes_nothing_but_color() {
    let (list, sources) = sample();
    let plain = rendered(list.clone(), &sources, Format::Text);
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(list);
    let style = Style { color: true, ..Style::default() };
    let colored = render(&diagnostics, &sources, Format::Text, style, &|_| None);
    assert!(colored.contains("\x1b[1;31merror[nothing]\x1b[0m"));
    let escapes = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap();
    assert_eq!(escapes.replace_all(&colored, ""), plain);
}

#[test]
fn marks_of_one_line_stand_under_it() {
    let mut sources = Sources::default();
    let spec = sources.add("a.yaml", SPEC);
    let one = Diagnostic::error(CODE, "m")
        .at(at(spec, SPEC, "\"gpu\""))
        .label("this")
        .related(at(spec, SPEC, "etl"), "that");
    let text = rendered(vec![one], &sources, Format::Text);
    let lines = "6 |     pools: [etl, \"gpu\"]\n  |                  ^^^^^ this\n  |             --- that\n";
    assert!(text.contains(lines), "{text}");
}

#[test]
fn a_place_of_several_lines_is_shown_by_its_first() {
    let mut sources = Sources::default();
    let spec = sources.add("a.yaml", "a:\n  b: 1   \n  c: 2\n");
    let span = Span { source: spec, start: 5, end: 19 };
    let text =
        rendered(vec![Diagnostic::error(CODE, "m").at(Place::Span(span))], &sources, Format::Text);
    assert!(text.contains("2 |   b: 1\n  |   ^^^^\n"), "{text}");
}

#[test]
fn nothing_steers_the_terminal() {
    let mut sources = Sources::default();
    let spec = sources.add("a\x1b[31m.yaml", "a\x1b[2J: \u{202e}b\n");
    let file = Diagnostic::error(CODE, "m\x1b[0m\nx")
        .at(Place::Span(Span { source: spec, start: 0, end: 3 }))
        .label("\r")
        .help("\u{9b}");
    for format in [Format::Text, Format::Github] {
        let text = rendered(vec![file.clone()], &sources, format);
        assert!(!text.chars().any(|c| c != '\n' && crate::render::is_invisible(c)), "{text:?}");
    }
}

#[test]
fn nothing_to_say_is_said_shortly() {
    let mut sources = Sources::default();
    sources.add("a.yaml", "");
    assert_eq!(rendered(vec![], &sources, Format::Text), "");
    assert_eq!(rendered(vec![], &sources, Format::Github), "");
    assert_eq!(rendered(vec![], &sources, Format::Json), "[]\n");
    assert!(rendered(vec![], &sources, Format::Sarif).contains("\"results\": []"));
    assert_eq!(
        rendered(vec![], &sources, Format::Junit),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"emrgen\" tests=\"1\" failures=\"0\" errors=\"0\">\n  \
         <testsuite name=\"a.yaml\" tests=\"1\" failures=\"0\" errors=\"0\">\n    \
         <testcase classname=\"a.yaml\" name=\"check\"/>\n  \
         </testsuite>\n</testsuites>\n"
    );
}

#[test]
fn json_has_every_key() {
    let (list, sources) = sample();
    let told: Value = serde_json::from_str(&rendered(list, &sources, Format::Json)).unwrap();
    assert_eq!(
        told[2],
        json!({
            "code": "unknown-pool", "severity": "error",
            "message": "team `ads` uses pool `gpu`, which no one defines",
            "file": "emrgen.yaml", "line": 6, "column": 18, "endLine": 6, "endColumn": 23,
            "label": null, "help": "the pools are `etl`", "route": null, "related": [],
        })
    );
    assert_eq!(told[1]["related"][1]["file"], "teams/a b.yaml");
    assert_eq!((&told[3]["file"], &told[3]["line"]), (&json!("teams/a b.yaml"), &Value::Null));
    let keys = |object: &Value| object.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for finding in told.as_array().unwrap() {
        assert_eq!(keys(finding), keys(&told[0]));
    }
}

#[test]
fn routes_are_told_where_there_is_one() {
    let mut sources = Sources::default();
    let source = sources.add("a.yaml", "a: b\n");
    let span = |start, end| Span { source, start, end };
    let value = Node { content: Content::String("b".into()), span: span(3, 4) };
    let entries = IndexMap::from([("a".to_owned(), Entry { key: span(0, 1), value })]);
    let document =
        sources.add_document(Node { content: Content::Mapping(entries), span: span(0, 4) });
    let one = Diagnostic::error(CODE, "m").at(Place::value(document, route!["a"]));
    let told: Value =
        serde_json::from_str(&rendered(vec![one.clone()], &sources, Format::Json)).unwrap();
    assert_eq!((&told[0]["route"], &told[0]["column"]), (&json!("a"), &json!(4)));
    let told = rendered(vec![one], &sources, Format::Sarif);
    assert!(told.contains("\"fullyQualifiedName\": \"a\""));
}

#[test]
fn github_takes_one_command_a_line() {
    let (list, sources) = sample();
    assert_eq!(
        rendered(list, &sources, Format::Github),
        "::error title=nothing::there is no spec%0Ahelp: write one%0Aor two\n\
         ::warning file=emrgen.yaml,line=6,endLine=6,col=13,endColumn=16,title=twice::pool, 100%25 <twice>\n\
         ::error file=emrgen.yaml,line=6,endLine=6,col=18,endColumn=23,title=unknown-pool::\
         team `ads` uses pool `gpu`, which no one defines%0Ahelp: the pools are `etl`\n\
         ::notice file=teams/a b.yaml,title=whole::all of it\n"
    );
}

#[test]
fn junit_counts_and_escapes() {
    let (list, sources) = sample();
    let xml = rendered(list, &sources, Format::Junit);
    assert!(xml.contains("<testsuites name=\"emrgen\" tests=\"4\" failures=\"3\" errors=\"0\">"));
    assert!(
        xml.contains("<testsuite name=\"emrgen.yaml\" tests=\"2\" failures=\"2\" errors=\"0\">")
    );
    assert!(xml.contains(
        "<testcase classname=\"emrgen.yaml\" name=\"1. twice:6:13\">\n      \
         <failure type=\"twice\" message=\"pool, 100% &lt;twice&gt;\">\
         emrgen.yaml:6:13: warning[twice]: pool, 100% &lt;twice&gt;</failure>"
    ));
    assert!(xml.contains("<system-out>teams/a b.yaml: note[whole]: all of it&#10;</system-out>"));
}

/// What SARIF 2.1.0 demands of the parts that are written, by section of the standard.
#[test]
fn sarif_keeps_the_rules_of_the_standard() {
    let (list, sources) = sample();
    let log: Value = serde_json::from_str(&rendered(list, &sources, Format::Sarif)).unwrap();
    assert_eq!(log["version"], "2.1.0", "3.13.2");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "emrgen", "3.19.8");
    assert_eq!(run["columnKind"], "unicodeCodePoints", "3.14.17");
    let rules = driver["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["nothing", "twice", "unknown-pool", "whole"], "3.49.3: unique");
    for rule in rules {
        assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty(), "3.49.9");
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty(), "3.49.13");
        let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
        assert!(["error", "warning", "note"].contains(&level), "3.50.3");
    }
    assert_eq!(rules[2]["shortDescription"]["text"], "A pool is missing.");
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[index]["id"], "3.27.6");
        assert!(result["message"]["text"].is_string(), "3.27.11");
        for location in ["locations", "relatedLocations"].map(|key| &result[key]) {
            location.as_array().into_iter().flatten().for_each(assert_location);
        }
    }
    assert!(run["results"][0].get("locations").is_none(), "3.27.12: none without a place");
    let related = run["results"][1]["relatedLocations"].as_array().unwrap();
    assert_eq!(related.iter().map(|one| &one["id"]).collect::<Vec<_>>(), [0, 1, 2], "3.28.2");
}

fn assert_location(location: &Value) {
    let physical = &location["physicalLocation"];
    let artifact = &physical["artifactLocation"];
    let uri = artifact["uri"].as_str().unwrap();
    assert!(!uri.contains([' ', '\\']) && !uri.starts_with('/'), "3.4.3: {uri}");
    assert_eq!(artifact["uriBaseId"], "%SRCROOT%", "3.4.4: a relative URI has a base");
    let Some(region) = physical.get("region") else { return };
    let number = |key: &str| region[key].as_u64().unwrap();
    assert!(number("startLine") >= 1 && number("startColumn") >= 1, "3.30.5");
    let (start, end) =
        ((number("startLine"), number("startColumn")), (number("endLine"), number("endColumn")));
    assert!(start <= end, "3.30.7");
}

#[test]
fn sarif_knows_paths_and_fingerprints() {
    let uri = |name: &str| {
        let mut sources = Sources::default();
        let source = sources.add(name, "a");
        let one = Diagnostic::error(CODE, "m").at(Place::File(source));
        let log: Value =
            serde_json::from_str(&rendered(vec![one], &sources, Format::Sarif)).unwrap();
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"].clone()
    };
    assert_eq!(
        uri("./a/é ?.yaml"),
        json!({ "uri": "a/%C3%A9%20%3F.yaml", "uriBaseId": "%SRCROOT%" })
    );
    assert_eq!(uri("/a/b.yaml"), json!({ "uri": "file:///a/b.yaml" }));

    let fingerprints = |text: &str| -> Vec<Value> {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", text);
        let one = |start| {
            let start = u32::try_from(start).unwrap();
            Diagnostic::error(CODE, "m").at(Place::Span(Span { source, start, end: start + 3 }))
        };
        let list = text.match_indices("bad").map(|(start, _)| one(start)).collect();
        let log: Value = serde_json::from_str(&rendered(list, &sources, Format::Sarif)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        results.iter().map(|result| result["partialFingerprints"]["emrgen/v1"].clone()).collect()
    };
    let before = fingerprints("bad\nbad\n");
    assert_ne!(before[0], before[1], "two findings are two");
    assert_eq!(before, fingerprints("# moved\n\nbad\n  bad\n"), "lines may move");
}

proptest! {
    #[test]
    fn no_span_is_too_odd(text in "[a日é\u{301}\t\r\n\u{1b}]{0,60}", a: u8, b: u8, c in 0u32..400, width in 0usize..40) {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", text);
        let span = |start: u32, end: u32| Place::Span(Span { source, start, end });
        let mut diagnostics = Diagnostics::default();
        let one = Diagnostic::error(CODE, "m").at(span(a.into(), b.into())).label("x");
        diagnostics.push(one.related(span(c, c / 2), "y"));
        for format in [Format::Text, Format::Json, Format::Sarif, Format::Github, Format::Junit] {
            let style = Style { width, ..Style::default() };
            prop_assert!(!render(&diagnostics, &sources, format, style, &|_| None).is_empty());
        }
    }

    #[test]
    fn the_order_found_does_not_matter(order in Just((0..5).collect::<Vec<usize>>()).prop_shuffle()) {
        let (list, sources) = sample();
        let shuffled: Vec<_> = order.iter().map(|at| list[*at].clone()).collect();
        for format in [Format::Text, Format::Json, Format::Sarif, Format::Github, Format::Junit] {
            prop_assert_eq!(rendered(shuffled.clone(), &sources, format), rendered(list.clone(), &sources, format));
        }
    }
}
