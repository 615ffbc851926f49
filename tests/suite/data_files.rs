//! Holds `report.json` and `ratings.csv` to their schema, `src/outputs/data/report.schema.json`, and the schema, which is
//! made from the types, to one that was written by hand: `report.schema.json` beside this file.
//!
//! `UPDATE_EXPECTED=1` writes the schema anew. A field that is added is added by hand to the other one.

use std::collections::BTreeSet;

use boon::{Compiler, SchemaIndex, Schemas};
use cabinet_report::outputs::data;
use serde_json::{Value, json};

use crate::support::{Project, repository};
use crate::worked_example::{REPORTS, built};

const ADDRESS: &str = "https://cabinet-report.example/report.schema.json";

fn schema() -> Value {
    data::schema::schema()
}

fn by_hand() -> Value {
    serde_json::from_str(include_str!("report.schema.json")).expect("JSON")
}

/// The schema, or one definition in it, ready to check values.
fn compiled(definition: &str) -> (Schemas, SchemaIndex) {
    compile(schema(), definition)
}

fn compile(schema: Value, definition: &str) -> (Schemas, SchemaIndex) {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource(ADDRESS, schema).expect("the schema is added");
    let index = compiler.compile(&format!("{ADDRESS}{definition}"), &mut schemas);
    let index = index.unwrap_or_else(|why| panic!("the schema is one: {why:#}"));
    (schemas, index)
}

/// Says what is wrong with `value`, if anything.
fn fault(value: &Value, (schemas, index): &(Schemas, SchemaIndex)) -> Option<String> {
    schemas.validate(value, *index).err().map(|why| format!("{why:#}"))
}

fn csv_rows(bytes: &[u8]) -> (Vec<String>, Vec<Value>) {
    let mut reader = csv::Reader::from_reader(bytes);
    let head: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|record| {
        let record = record.expect("a row");
        head.iter().zip(&record).map(|(name, cell)| (name.clone(), json!(cell))).collect()
    });
    let rows = rows.collect();
    (head, rows)
}

#[test]
fn every_file_of_the_worked_example_is_as_the_schema_says() {
    let (report, row) = (compiled(""), compiled("#/$defs/row"));
    let columns: Vec<String> =
        serde_json::from_value(schema()["$defs"]["row"]["required"].clone()).expect("the columns");
    let (mut kinds, mut rows_seen) = (BTreeSet::new(), 0);
    for id in REPORTS {
        let value: Value =
            serde_json::from_slice(&built().files[&format!("{id}/report.json")]).expect("JSON");
        assert_eq!(fault(&value, &report), None, "{id}/report.json");
        for section in value["sections"].as_array().expect("sections") {
            kinds.insert(section["kind"].as_str().expect("a kind").to_owned());
        }
        let (head, rows) = csv_rows(&built().files[&format!("{id}/ratings.csv")]);
        assert_eq!(head, columns, "{id}/ratings.csv");
        rows_seen += rows.len();
        for value in rows {
            assert_eq!(fault(&value, &row), None, "{id}/ratings.csv: {value}");
        }
    }
    assert_eq!(kinds.len(), 5, "every kind of section was checked: {kinds:?}");
    // 24, 21, 26, 96 and 14 entries; 6, 8, 6, 9 and 4 sections.
    assert_eq!(rows_seen, 24 + 21 + 26 + 96 + 14 + 6 + 8 + 6 + 9 + 4);
}

#[test]
fn a_report_of_little_is_as_the_schema_says_too() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: on hold\n---\nText.\n");
    project.build();
    let value: Value = serde_json::from_str(&project.text("output/r/report.json")).expect("JSON");
    assert_eq!(fault(&value, &compiled("")), None);
}

#[test]
fn texts_of_actions_carry_the_figures_that_they_ask_for() {
    let project = Project::new()
        .file("content/r/_index.md", "---\ntitle: Progress\nto: 2014-03-31\ncover:\n  to: Cabinet\n---\n")
        .file("content/r/s/e.md", "---\ntitle: Entry\nrating: red\nreason: It is late\n---\nText.\n")
        .file("content/r/t/_index.md", "---\ntitle: Answers\nkind: actions\n---\n")
        .file(
            "content/r/t/a.md",
            "---\ntitle: Answer\ncode: A1\nevidence: Fewer than {{ count.red }} of {{ count.total }}\nmonitoring:\n\
             - \"{{ rating.s }} in {{ appendix.s }}\"\n- plain\n---\n{{ reason.s/e }}\n\n{{ list.red }}\n",
        );
    project.build();
    let value: Value = serde_json::from_str(&project.text("output/r/report.json")).expect("JSON");
    let action = &value["sections"][0]["entries"][0];
    assert_eq!(action["evidence"], "Fewer than 1 of 1");
    assert_eq!(action["monitoring"], "Red in Appendix 2\nplain", "`Answers` stands before `Section`");
    assert_eq!(action["comment"], "It is late.\nEntry. It is late.");
}

#[test]
fn the_schema_refuses_what_is_not_so() {
    let report = compiled("");
    let good: Value = serde_json::from_slice(&built().files["2013-mid-year/report.json"]).expect("JSON");
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut value = good.clone();
        change(&mut value);
        fault(&value, &report).is_some()
    };
    assert!(broken(&|value| value["new_field"] = json!(1)), "a field that is not written down");
    assert!(broken(&|value| _ = value.as_object_mut().unwrap().remove("plan")), "a field that is gone");
    assert!(broken(&|value| value["sections"][1]["entries"][0]["rating"] = json!("Purple")));
    assert!(broken(&|value| value["sections"][1]["entries"][0]["actual"] = json!(84.5)), "figures are texts");
    assert!(
        broken(&|value| value["sections"][2]["entries"][0]["lead"] = json!("Head")),
        "a field of another kind"
    );
    assert!(!broken(&|_| {}), "and the file as it is is right");
}

#[test]
fn the_schema_that_people_are_shown_is_made_from_the_types() {
    let path = repository().join("src/outputs/data/report.schema.json");
    let made = format!("{:#}\n", schema());
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, &made).expect("written");
    }
    let shown = std::fs::read_to_string(path).expect("the schema").replace("\r\n", "\n");
    assert!(shown == made, "`UPDATE_EXPECTED=1 cargo test --release data_files` writes it anew");
    let printed = Project::empty().run(&["schema", "report.json"]);
    assert_eq!((printed.code, printed.out), (0, made));
}

/// A report in which everything is there that the worked example leaves out.
fn report_of_much() -> Project {
    let project = Project::new()
        .file(
            "content/q/_index.md",
            "---\ntitle: Before\nfrom: 2013-07-01\nto: 2013-09-30\n---\n",
        )
        .file("content/q/gone/_index.md", "---\ntitle: Gone\nowner: Head of Tests\n---\n")
        .file("content/q/gone/e.md", "---\ntitle: Entry\nrating: red\nreason: It is late\n---\nText.\n")
        .file("content/q/s/_index.md", "---\ntitle: Section\nowner: Head of Tests\n---\n")
        .file("content/q/s/e.md", "---\ntitle: Entry\nrating: red\nreason: It is late\n---\nText.\n")
        .file(
            "content/r/_index.md",
            "---\ntitle: Progress\nperiod: Spring\nfrom: 2014-01-01\nto: 2014-03-31\nprevious: q\nstatus: draft\n\
             cover:\n  to: Cabinet\n  from: Leader\n  subject: Progress\n  classification: Open\n  \
             decision_reference: D1\n  wards: All\n  heading: [{label: Key decision, text: \"No\"}]\nmeeting:\n  body: Cabinet\n  date: 2014-06-11\n  item: 4\n\
             categories:\n  A:\n    title: Agreed\n    description: To be done\naspects: [{id: time, title: Time}]\n---\n",
        )
        .file(
            "content/r/s/_index.md",
            "---\ntitle: Section\nowner: Head of Tests\nrollup:\n  rule: share\n  red: 20%\n  amber: 30%\nrating: amber\n\
             reason: It is nearly done\n---\n",
        )
        .file(
            "content/r/s/e.md",
            "---\ntitle: Entry\nratings: {time: red}\nlead: Lead\nreason: It is late\naction: Hurry\nupdated: 2014-03-01\n\
             due: 2014-05-01\noriginal_due: 2014-04-01\nmilestones:\n- title: First\n  due: 2014-02-01\n  \
             original_due: 2014-01-01\n  done: 2014-02-01\n  rating: green\n---\nText.\n",
        )
        .file("content/r/i/_index.md", "---\ntitle: Figures\nkind: indicators\nowner: Head of Tests\n---\n")
        .file(
            "content/r/i/a.md",
            "---\ntitle: Figure\ncode: F1\nowner: Head\nunit: \"%\"\nbasis: Year\nbetter: higher\nactual: 84.50\n\
             target: 85\nfloor: 80\nhistory:\n- period: Winter\n  actual: 83\n  target: 84\n---\nText.\n",
        )
        .file(
            "content/r/i/x.md",
            "---\ntitle: Hidden\ncode: F2\nbetter: higher\nexempt: {paragraph: [3, 5], why: The tender is open}\n---\nText.\n",
        )
        .file("content/r/t/_index.md", "---\ntitle: Answers\nkind: actions\n---\n")
        .file(
            "content/r/t/a.md",
            "---\ntitle: Answer\ncode: A1\ncategory: A\nparagraphs: [7, 8]\ntimescale: May\nleads: [Head]\n\
             status: Begun\nevidence: Seen\nmonitoring: Watched\n---\nComment.\n",
        )
        .file("content/r/n/_index.md", "---\ntitle: Words\nkind: narrative\n---\n")
        .file("content/r/n/p.md", "---\ntitle: Passage\n---\nText.\n");
    project.build();
    project
}

/// The places in `value` that are like none before: by kind of section, by name, and by whether anything is there.
fn places(value: &Value, at: &str, kind: &str, seen: &mut BTreeSet<String>, found: &mut Vec<String>) {
    let kind = value.get("kind").and_then(Value::as_str).unwrap_or(kind);
    let steps: Vec<&str> =
        at.split('/').map(|step| if step.parse::<usize>().is_ok() { "#" } else { step }).collect();
    if seen.insert(format!("{kind}{} {}", steps.join("/"), value.is_null())) {
        found.push(at.to_owned());
    }
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                places(value, &format!("{at}/{}", name.replace('/', "~1")), kind, seen, found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                places(value, &format!("{at}/{index}"), kind, seen, found);
            }
        }
        _ => {}
    }
}

/// `good` with one thing changed, in every way that might matter, and what was changed.
fn mutations(good: &Value, seen: &mut BTreeSet<String>) -> Vec<(String, Value)> {
    let others = [
        json!(null),
        json!(true),
        json!(7),
        json!(-1),
        json!(1.5),
        json!(""),
        json!("Any words"),
        json!("a-name"),
        json!("a-name/b"),
        json!("2014-03-31"),
        json!("-84.50"),
        json!("84."),
        json!("red"),
        json!("n/a"),
        json!("no-change"),
        json!("counted"),
        json!("indicators"),
        json!("narrative"),
        json!([]),
        json!(["Any words"]),
        json!({}),
    ];
    let mut found = Vec::new();
    places(good, "", "", seen, &mut found);
    let mut mutations = Vec::new();
    let mut add = |what: String, at: &str, change: &dyn Fn(&mut Value)| {
        let mut value = good.clone();
        change(value.pointer_mut(at).expect("the place"));
        mutations.push((what, value));
    };
    for at in found {
        for other in &others {
            add(format!("{at} is {other}"), &at, &|place| *place = other.clone());
        }
        let Some(Value::Object(fields)) = good.pointer(&at) else { continue };
        add(format!("{at} has more"), &at, &|place| place["more"] = json!(1));
        for name in fields.keys() {
            add(format!("{at} has no {name}"), &at, &|place| {
                place.as_object_mut().expect("an object").remove(name);
            });
        }
    }
    mutations
}

#[test]
fn the_schema_of_the_types_and_the_one_by_hand_say_the_same() {
    let (made, hand) = (compiled(""), compile(by_hand(), ""));
    let (made_row, hand_row) = (compiled("#/$defs/row"), compile(by_hand(), "#/$defs/row"));
    let check = |value: &Value, what: &str, made: &(Schemas, SchemaIndex), hand: &(Schemas, SchemaIndex)| {
        let (made, hand) = (fault(value, made), fault(value, hand));
        assert_eq!(made.is_some(), hand.is_some(), "{what}: types: {made:?}, by hand: {hand:?}");
        made.is_some()
    };
    let (mut seen, mut refused, mut accepted) = (BTreeSet::new(), 0, 0);
    let reports =
        REPORTS.map(|id| serde_json::from_slice(&built().files[&format!("{id}/report.json")]).expect("JSON"));
    let much = report_of_much();
    let report = serde_json::from_str(&much.text("output/r/report.json")).expect("JSON");
    for mut report in std::iter::once(report).chain(reports) {
        assert!(!check(&report, "as it is", &made, &hand));
        // One section of each kind with two entries says what all would, and in a moment.
        let mut kinds = BTreeSet::new();
        let sections = report["sections"].as_array_mut().expect("sections");
        sections.retain(|section| kinds.insert(section["kind"].to_string()));
        for section in sections {
            section["entries"].as_array_mut().expect("entries").truncate(2);
        }
        for (what, value) in mutations(&report, &mut seen) {
            *if check(&value, &what, &made, &hand) { &mut refused } else { &mut accepted } += 1;
        }
    }
    let (_, rows) = csv_rows(&built().files["2013-mid-year/ratings.csv"]);
    let mut seen = BTreeSet::new();
    let (_, more) = csv_rows(&much.bytes("output/r/ratings.csv"));
    for row in rows.into_iter().chain(more) {
        for (what, value) in mutations(&row, &mut seen) {
            *if check(&value, &what, &made_row, &hand_row) { &mut refused } else { &mut accepted } += 1;
        }
    }
    assert!(refused > 2_000 && accepted > 300, "{refused} refused, {accepted} accepted");
}
