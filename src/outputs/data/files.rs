//! Writes the rated report as JSON and CSV.
//!
//! In: the rated report as data, and its rows. Out: the bytes of the files. Only here is CSV written; returns read it.

use super::rows::AspectRow;
use super::{Report, Row};

/// `report.json`: indented, so that two versions can be compared line by line.
pub(crate) fn json(report: &Report) -> Vec<u8> {
    // A value made of texts, numbers and lists always has a JSON form.
    let mut bytes = serde_json::to_vec_pretty(report).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// `ratings.csv`: tidy data, one row for each section and entry.
pub(crate) fn csv(rows: &[Row]) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    for row in rows {
        let row = Row {
            title: not_a_formula(&row.title),
            period: not_a_formula(&row.period),
            responsible: not_a_formula(&row.responsible),
            code: not_a_formula(&row.code),
            unit: not_a_formula(&row.unit),
            benchmarks: not_a_formula(&row.benchmarks),
            portfolio: not_a_formula(&row.portfolio),
            wards: not_a_formula(&row.wards),
            stage: not_a_formula(&row.stage),
            ..row.clone()
        };
        // Writing to memory does not fail.
        if writer.serialize(row).is_err() {
            break;
        }
    }
    let table = writer.into_inner().unwrap_or_default();
    if rows.iter().all(|row| row.aspects.is_empty()) { table } else { with_aspects(&table, rows) }
}

/// The table with the columns of aspects after the others: which they are differs from report to report.
fn with_aspects(table: &[u8], rows: &[Row]) -> Vec<u8> {
    let columns: Vec<Vec<_>> =
        rows.iter().map(|row| row.aspects.iter().flat_map(AspectRow::columns).collect()).collect();
    let titles = columns.first().into_iter().flatten().map(|(title, _)| title.as_bytes());
    let titles: Vec<&[u8]> = titles.collect();
    let cells = columns.iter().map(|row| row.iter().map(|(_, cell)| cell.as_bytes()).collect());
    let more = std::iter::once(titles).chain(cells);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    for (record, more) in reader.byte_records().zip(more) {
        let Ok(record) = record else { break };
        if writer.write_byte_record(&record.iter().chain(more).collect()).is_err() {
            break;
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// Keeps a spreadsheet from treating a text as a formula (OWASP, "CSV injection").
fn not_a_formula(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::data::rows::Level;
    use crate::outputs::data::written::Written;
    use crate::report::{Kind, Number, Scale};

    fn row(title: &str) -> Row {
        Row {
            report: "r".into(),
            period: "2013".into(),
            level: Written(Level::Entry),
            section: "s".into(),
            entry: "e".into(),
            title: title.into(),
            rating: Some(Written(Scale::standard().step(1))),
            kind: Some(Written(Kind::Workstream)),
            actual: Number::parse("-5").map(Written),
            progress: Number::parse("75").map(Written),
            ..Row::default()
        }
    }

    #[test]
    fn text_with_commas_and_quotes_stays_one_cell_and_formulas_become_text() {
        let text = String::from_utf8(csv(&[row("A, \"B\""), row("=HYPERLINK(1)")])).unwrap();
        assert_eq!(
            text,
            "report,period,level,section,entry,title,rating,previous_rating,movement,rule,responsible,kind,code,actual,\
             target,unit,direction,computed_rating,original_target,green_tolerance,limits,comparisons,forecast,year_target,\
             forecast_rating,benchmarks,group,portfolio,wards,stage,progress\n\
             r,2013,entry,s,e,\"A, \"\"B\"\"\",amber,,,,,workstream,,-5,,,,,,,,,,,,,,,,,75\n\
             r,2013,entry,s,e,'=HYPERLINK(1),amber,,,,,workstream,,-5,,,,,,,,,,,,,,,,,75\n"
        );
    }
}
