//! The schema of the data files, made from the types that are written.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::report::Report;
use super::rows::Row;

/// The name that the command line takes.
pub(crate) const NAME: &str = "report.json";

/// The JSON Schema of `report.json`; that of a row of `ratings.csv` is in it as `#/$defs/row`.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.subschema_for::<Row>();
    let mut schema = generator.into_root_schema_for::<Report>();
    schema.insert("title".to_owned(), json!("report.json and ratings.csv, as cabinet-report writes them"));
    schema.insert(
        "$comment".to_owned(),
        json!("Made by `cabinet-report schema report.json`. Fields are only ever added."),
    );
    schema.to_value()
}
