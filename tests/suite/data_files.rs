//! Holds `report.json` and `ratings.csv` to their schema, `src/outputs/data/report.schema.json`.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

use crate::support::{Project, repository};
use crate::worked_example::{REPORTS, built};

const ADDRESS: &str = "https://cabinet-report.example/report.schema.json";

fn schema() -> Value {
    let path = repository().join("src/outputs/data/report.schema.json");
    serde_json::from_slice(&std::fs::read(path).expect("the schema")).expect("JSON")
}

/// The schema, or one definition in it, ready to check values.
fn compiled(definition: &str) -> (Schemas, SchemaIndex) {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource(ADDRESS, schema()).expect("the schema is added");
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
    let (mut kinds, mut rows_seen) = (std::collections::BTreeSet::new(), 0);
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
    // 24, 21, 26 and 96 entries; 6, 8, 6 and 9 sections.
    assert_eq!(rows_seen, 24 + 21 + 26 + 96 + 6 + 8 + 6 + 9);
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
    assert!(broken(&|value| value["sections"][1]["entries"][0]["rating"] = json!("purple")));
    assert!(broken(&|value| value["sections"][1]["entries"][0]["actual"] = json!(84.5)), "figures are texts");
    assert!(
        broken(&|value| value["sections"][2]["entries"][0]["lead"] = json!("Head")),
        "a field of another kind"
    );
    assert!(!broken(&|_| {}), "and the file as it is is right");
}
