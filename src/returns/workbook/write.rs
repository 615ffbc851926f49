//! Writes a workbook as an XLSX file.
//!
//! In: a [`Workbook`]. Out: bytes, always the same for the same workbook. Only this module names `rust_xlsxwriter`. A
//! text stays a text, whatever it begins with: it becomes neither a formula nor a link.

use std::collections::HashSet;
use std::fmt;

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    ProtectionOptions, Worksheet, XlsxError,
};

use super::{Cell, Column, Sheet, Shown, Workbook, address};
use crate::returns::office::pack_anew;

/// How much of a text a cell of Excel holds, in UTF-16 code units, which Excel counts.
const LONGEST_TEXT: usize = 32_767;
/// How long the name of a sheet may be.
const LONGEST_NAME: usize = 31;
/// How long a message beside a cell may be.
const LONGEST_MESSAGE: usize = 255;
/// How long the title of such a message may be.
const LONGEST_TITLE: usize = 32;
/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;
/// The last column of a sheet, from 0.
const LAST_COLUMN: u16 = 16_383;
/// The widest column, in characters.
const WIDEST: u16 = 255;
/// What a text must not begin with if it should stay a text after somebody has edited its cell.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// The fill of protected cells, and the lines around them, which the fill would otherwise hide.
const LOCKED_FILL: Color = Color::RGB(0xF2_F2F2);
const LOCKED_LINE: Color = Color::RGB(0xD9_D9D9);
/// Excel's number for A4.
const A4: u8 = 9;

/// Why a workbook cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError {
    /// The name of the sheet; empty if no particular one is at fault.
    pub sheet: String,
    /// The cell, as in "B7", if a particular one is at fault.
    pub cell: Option<String>,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cell {
            Some(cell) => {
                write!(f, "cell {cell} of the sheet \u{201c}{}\u{201d}: {}", self.sheet, self.reason)
            }
            None if self.sheet.is_empty() => write!(f, "the workbook: {}", self.reason),
            None => write!(f, "the sheet \u{201c}{}\u{201d}: {}", self.sheet, self.reason),
        }
    }
}

impl std::error::Error for WriteError {}

/// Writes a workbook as the bytes of an XLSX file.
///
/// # Errors
///
/// If Excel could not hold all of it: a text or a table is too long, or a number is infinite or not a number.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    let mut file = rust_xlsxwriter::Workbook::new();
    // The time of day would make every file different.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| in_general("", &error))?;
    file.set_properties(&DocProperties::new().set_creation_datetime(&made));
    // Excel reserves this name.
    let mut taken = HashSet::from(["history".to_owned()]);
    for sheet in &workbook.sheets {
        let name = sheet_name(&sheet.name, &mut taken);
        let page = file.add_worksheet();
        page.set_name(&name).map_err(|error| in_general(&name, &error))?;
        write_sheet(page, sheet, &name)?;
        page.set_very_hidden(sheet.is_hidden);
    }
    // The library says on which system it packs, and Windows would give other bytes: so it is packed anew, and this first
    // time need not be thorough.
    file.set_zip_compression_level(1);
    let packed = file.save_to_buffer().map_err(|error| in_general("", &error))?;
    pack_anew(&packed).map_err(|_| in_general("", &"it has more sheets than one file can hold"))
}

/// A fault that the library found in no particular cell.
fn in_general(sheet: &str, error: &impl fmt::Display) -> WriteError {
    WriteError { sheet: sheet.to_owned(), cell: None, reason: error.to_string() }
}

/// Makes a name that Excel accepts and that no sheet has yet, as near to `wanted` as possible.
fn sheet_name(wanted: &str, taken: &mut HashSet<String>) -> String {
    let allowed: String = wanted
        .chars()
        .map(|c| match c {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '-',
            c if !is_plain(c) => ' ',
            c => c,
        })
        .collect();
    let allowed = trim_name(&allowed);
    let base = if allowed.is_empty() { "Sheet" } else { allowed };
    let mut name = trim_name(shorten(base, LONGEST_NAME)).to_owned();
    let mut number = 1;
    // Excel treats names that differ only in capitals as the same.
    while !taken.insert(name.to_lowercase()) {
        number += 1;
        let end = format!(" ({number})");
        name = format!("{}{end}", shorten(base, LONGEST_NAME - end.len()).trim_end());
    }
    name
}

/// The name without what Excel does not accept at its ends.
fn trim_name(name: &str) -> &str {
    name.trim_matches(|c: char| c == '\'' || c.is_whitespace())
}

/// Whether a character may be in the names and messages of a workbook, where the library does not escape any.
fn is_plain(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// How long Excel thinks a text is.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The beginning of a text, at most `longest` units long and without half a character at its end.
fn shorten(text: &str, longest: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > longest
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// Fills one sheet.
fn write_sheet(page: &mut Worksheet, sheet: &Sheet, name: &str) -> Result<(), WriteError> {
    let general = |error: XlsxError| in_general(name, &error);
    let too_large = |reason: &str| WriteError {
        sheet: name.to_owned(),
        cell: None,
        reason: format!("it has more {reason} than Excel can hold"),
    };
    let protected = sheet.columns.iter().any(|column| !column.locked);
    let last_row = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
    if last_row > LAST_ROW {
        return Err(too_large("rows"));
    }
    let title = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let mut formats = Vec::new();
    for (index, column) in sheet.columns.iter().enumerate() {
        let at = u16::try_from(index).map_err(|_| too_large("columns"))?;
        let format = Formats::new(column, protected);
        if column.width > 0 {
            page.set_column_width(at, column.width.min(WIDEST)).map_err(general)?;
        }
        page.set_column_format(at, &format.plain).map_err(general)?;
        if protected && column.locked {
            page.add_data_validation(1, at, LAST_ROW, at, &nothing_else().map_err(general)?)
                .map_err(general)?;
        }
        // Down to the last row, so that the list is there in rows that are added, too.
        if let Some(validation) = validation(column).map_err(general)? {
            page.add_data_validation(1, at, LAST_ROW, at, &validation).map_err(general)?;
        }
        let heading = Cell::Text(column.title.clone());
        write_cell(page, name, (0, index), &heading, &Formats::of(&title))?;
        formats.push(format);
    }
    // A row with more cells than the table has columns must not lose any.
    let free = Formats::of(&Format::new().set_align(FormatAlign::Top));
    for (index, row) in sheet.rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let format = formats.get(column).unwrap_or(&free);
            write_cell(page, name, (index + 1, column), cell, format)?;
        }
    }
    if let Some(last) = sheet.columns.len().checked_sub(1) {
        let last = u16::try_from(last).map_err(|_| too_large("columns"))?;
        page.autofilter(0, 0, last_row.max(1), last).map_err(general)?;
    }
    if protected {
        // A row is only deleted where every cell of it may be changed, to the end of the sheet.
        let after = u16::try_from(sheet.columns.len()).map_err(|_| too_large("columns"))?;
        if after <= LAST_COLUMN {
            let open = Format::new().set_unlocked();
            page.set_column_range_format(after, LAST_COLUMN, &open).map_err(general)?;
        }
    }
    page.set_freeze_panes(1, 0).map_err(general)?;
    page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0).map_err(general)?;
    if protected {
        // There is no password: this guards against mistakes, not against people.
        page.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            delete_rows: true,
            sort: true,
            use_autofilter: true,
            ..ProtectionOptions::new()
        });
    }
    Ok(())
}

/// How the cells of one column look.
struct Formats {
    /// The format that all of them share.
    plain: Format,
    /// For days.
    date: Format,
    /// For texts that look like formulas: it keeps them texts after somebody has edited the cell.
    quoted: Format,
    /// For places where nobody should type anything.
    closed: Format,
}

impl Formats {
    /// Makes the variants of one format.
    fn of(plain: &Format) -> Self {
        Self {
            plain: plain.clone(),
            date: plain.clone().set_num_format("yyyy-mm-dd"),
            quoted: plain.clone().set_quote_prefix(),
            closed: closed(plain.clone()),
        }
    }

    /// Makes the formats of a column.
    fn new(column: &Column, protected: bool) -> Self {
        let mut format = Format::new().set_align(FormatAlign::Top);
        if column.wrap {
            format = format.set_text_wrap();
        }
        if column.text {
            format = format.set_num_format("@");
        }
        format = format.set_unlocked();
        if column.locked && protected {
            format = closed(format);
        }
        Self::of(&format)
    }
}

/// The format of a cell that looks protected.
fn closed(format: Format) -> Format {
    format.set_background_color(LOCKED_FILL).set_border(FormatBorder::Thin).set_border_color(LOCKED_LINE)
}

/// Refuses whatever is typed. The cells themselves are open, for neither Excel nor `LibreOffice` sorts or deletes rows in
/// which a single cell is locked.
fn nothing_else() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_custom("=FALSE".into())
        .set_error_title("Not to be changed")?
        .set_error_message("The grey cells say what a row is about. Please change the white ones.")
}

/// The list and the hint of a column, if it has one of them.
fn validation(column: &Column) -> Result<Option<DataValidation>, XlsxError> {
    let mut validation = DataValidation::new();
    let listed = can_be_listed(&column.choices);
    if listed {
        let all = format!("Please choose one of these: {}.", column.choices.join(", "));
        let message =
            if length(&all) > LONGEST_MESSAGE { "Please choose an entry from the list." } else { &all };
        validation = validation
            .allow_list_strings(&column.choices)?
            .set_error_title("Not in the list")?
            .set_error_message(message)?;
    }
    let hint: String =
        column.hint.iter().flat_map(|hint| hint.chars()).filter(|c| is_plain(*c) || *c == '\n').collect();
    if !hint.is_empty() {
        let title: String = column.title.chars().filter(|c| is_plain(*c)).collect();
        if length(&title) <= LONGEST_TITLE {
            validation = validation.set_input_title(title)?;
        }
        let message = if length(&hint) > LONGEST_MESSAGE {
            format!("{}\u{2026}", shorten(&hint, LONGEST_MESSAGE - 1).trim_end())
        } else {
            hint.clone()
        };
        validation = validation.set_input_message(message)?;
    }
    Ok((listed || !hint.is_empty()).then_some(validation))
}

/// Whether Excel can hold the choices: it separates them by commas and accepts at most 255 characters altogether.
fn can_be_listed(choices: &[String]) -> bool {
    // A quotation mark is written twice.
    let units: usize = choices.iter().map(|choice| length(choice) + choice.matches('"').count() + 1).sum();
    let fits = |choice: &String| !choice.trim().is_empty() && choice.chars().all(|c| c != ',' && is_plain(c));
    !choices.is_empty() && units <= LONGEST_MESSAGE + 1 && choices.iter().all(fits)
}

/// Writes one cell; the place is counted from 0, with the titles as row 0.
fn write_cell(
    page: &mut Worksheet,
    sheet: &str,
    (row, column): (usize, usize),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), WriteError> {
    let unwritable =
        |reason: String| WriteError { sheet: sheet.to_owned(), cell: Some(address(row, column)), reason };
    let outside = || unwritable("Excel has no such cell".to_owned());
    let row_number = u32::try_from(row).map_err(|_| outside())?;
    let column_number = u16::try_from(column).map_err(|_| outside())?;
    let written = match cell {
        // The column has its format already.
        Cell::Empty => return Ok(()),
        Cell::Closed => page.write_blank(row_number, column_number, &formats.closed),
        Cell::Text(text) | Cell::Failed(text) => {
            let length = length(text);
            if length > LONGEST_TEXT {
                return Err(unwritable(format!(
                    "the text has {length} characters, but a cell in Excel holds {LONGEST_TEXT}"
                )));
            }
            let format = if text.starts_with(FORMULA_STARTS) { &formats.quoted } else { &formats.plain };
            if text.starts_with("<r>") && text.ends_with("</r>") {
                // The library takes such a text for its own markup and would write it unescaped. As a text of one run
                // it is escaped, except for what looks like the escape of a character.
                let masked = text.replace("_x", "_x005F_x");
                page.write_rich_string_with_format(
                    row_number,
                    column_number,
                    &[(&Format::default(), &masked)],
                    format,
                )
            } else {
                page.write_string_with_format(row_number, column_number, text, format)
            }
        }
        Cell::Number(number) | Cell::Shown(Shown { held: number, .. }) if !number.is_finite() => {
            return Err(unwritable(format!("{number} is not a number that Excel can hold")));
        }
        Cell::Number(number) | Cell::Shown(Shown { held: number, .. }) => {
            page.write_number_with_format(row_number, column_number, *number, &formats.plain)
        }
        Cell::Date { year, month, day } => {
            if let Some(date) = excel_date(*year, *month, *day) {
                page.write_datetime_with_format(row_number, column_number, &date, &formats.date)
            } else {
                let text = format!("{year:04}-{month:02}-{day:02}");
                page.write_string_with_format(row_number, column_number, text, &formats.plain)
            }
        }
    };
    written.map(|_| ()).map_err(|error| unwritable(error.to_string()))
}

/// The day as Excel counts it, unless there is no such day, or it is too early for Excel.
fn excel_date(year: i16, month: i8, day: i8) -> Option<ExcelDateTime> {
    // Only Excel has a 29 February 1900.
    if year < 1900 || (year, month, day) == (1900, 2, 29) {
        return None;
    }
    let (year, month, day) = (u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn column(title: &str) -> Column {
        Column { title: title.to_owned(), ..Column::default() }
    }

    fn sheet(name: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Sheet {
        Sheet { name: name.to_owned(), columns, rows, is_hidden: false }
    }

    fn bytes(sheets: Vec<Sheet>) -> Vec<u8> {
        write(&Workbook { sheets }).unwrap()
    }

    /// The text of one file in an archive.
    fn part(archive: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_same_workbook_gives_the_same_bytes() {
        let sheets = || {
            let columns = (0..30)
                .map(|index| Column {
                    choices: vec!["green".to_owned(), "red".to_owned()],
                    locked: index % 2 == 0,
                    wrap: index % 3 == 0,
                    ..column(&format!("Column {index}"))
                })
                .collect();
            vec![sheet("One", columns, vec![vec![text("a"), Cell::Number(1.5)]; 20])]
        };
        assert_eq!(bytes(sheets()), bytes(sheets()));
        let properties = part(&bytes(sheets()), "docProps/core.xml");
        assert_eq!(properties.matches("2000-01-01T00:00:00Z").count(), 2, "{properties}");
    }

    #[test]
    fn every_system_packs_alike() {
        let file = bytes(vec![sheet("One", vec![column("A")], Vec::new())]);
        assert_eq!(pack_anew(&file), Ok(file));
    }

    #[test]
    fn texts_are_masked_and_never_formulas_or_links() {
        let texts =
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "https://example.org", "<r>&</r>", "{=1}", "a\u{1}b"];
        let file =
            bytes(vec![sheet("S", vec![column("=A1")], texts.map(|value| vec![text(value)]).to_vec())]);
        let page = part(&file, "xl/worksheets/sheet1.xml");
        assert!(!page.contains("<f>") && !page.contains("hyperlink"), "{page}");
        let strings = part(&file, "xl/sharedStrings.xml");
        assert!(strings.contains("<si><t>=1+1</t></si>"), "{strings}");
        assert!(strings.contains("<si><r><t>&lt;r&gt;&amp;&lt;/r&gt;</t></r></si>"), "{strings}");
        assert!(strings.contains("<t>a_x0001_b</t>"), "{strings}");
        assert!(part(&file, "xl/styles.xml").contains(r#"quotePrefix="1""#));
    }

    #[test]
    fn a_sheet_with_cells_to_fill_in_is_protected_and_says_what_it_wants() {
        let columns = vec![
            Column { locked: true, width: 12, ..column("Identifier") },
            Column {
                choices: vec!["green".to_owned(), "red".to_owned()],
                hint: Some("How it goes\nnow".to_owned()),
                ..column("Rating")
            },
            Column { wrap: true, text: true, width: 60, ..column("Comment") },
        ];
        let file = bytes(vec![sheet("Projects", columns, vec![vec![text("p1"), text("red"), text("a\nb")]])]);
        let page = part(&file, "xl/worksheets/sheet1.xml");
        for expected in [
            r#"<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" deleteRows="0" sort="0" autoFilter="0"/>"#,
            r#"<autoFilter ref="A1:C2"/>"#,
            r#"state="frozen""#,
            r#"orientation="landscape""#,
            r#"fitToHeight="0""#,
            r#"error="Please choose one of these: green, red.""#,
            r#"promptTitle="Rating" prompt="How it goes&#xA;now" sqref="B2:B1048576""#,
            r#"<formula1>"green,red"</formula1>"#,
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
        assert!(!page.contains("mergeCell"), "{page}");
        let styles = part(&file, "xl/styles.xml");
        for expected in [r#"<protection locked="0"/>"#, r#"<fgColor rgb="FFF2F2F2"/>"#, r#"wrapText="1""#] {
            assert!(styles.contains(expected), "{expected}\n{styles}");
        }
    }

    #[test]
    fn a_closed_cell_is_grey_in_a_column_to_fill_in() {
        let columns = vec![Column { locked: true, ..column("Id") }, column("Rating")];
        let file = bytes(vec![sheet("S", columns, vec![vec![text("p1"), Cell::Closed]])]);
        let page = part(&file, "xl/worksheets/sheet1.xml");
        let style: usize =
            page.split(r#"<c r="B2" s=""#).nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        let styles = part(&file, "xl/styles.xml");
        let formats = styles.split("<cellXfs").nth(1).unwrap();
        let format = formats.split("<xf ").nth(style + 1).unwrap();
        assert!(format.contains("applyFill=\"1\"") && format.contains("locked=\"0\""), "{format}");
    }

    #[test]
    fn a_sheet_of_locked_columns_only_is_free() {
        let locked = || Column { locked: true, ..column("Title") };
        let file = bytes(vec![sheet("For analysts", vec![locked(), locked()], Vec::new())]);
        let page = part(&file, "xl/worksheets/sheet1.xml");
        assert!(!page.contains("sheetProtection") && !page.contains("dataValidation"), "{page}");
        assert!(!part(&file, "xl/styles.xml").contains("FFF2F2F2"));
    }

    #[test]
    fn lists_and_hints_that_excel_cannot_hold_are_left_out_or_shortened() {
        let listed =
            |choices: &[&str]| can_be_listed(&choices.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert!(listed(&["a", "b"]));
        assert!(listed(&[&"a".repeat(255)]));
        assert!(!listed(&[&"a".repeat(256)]));
        // 127 choices of one letter and the commas between them are 253 characters; a quotation mark counts twice.
        assert!(listed(&["a"; 127]));
        assert!(listed(&["a"; 128]));
        assert!(!listed(&["a"; 129]));
        assert!(!listed(&["\""; 128]));
        assert!(!listed(&["one, two"]));
        assert!(!listed(&[" "]));
        assert!(!listed(&[]));
        let long = Column {
            choices: vec!["a".repeat(256)],
            hint: Some("ab ".repeat(100)),
            ..column("A title of more than thirty-two characters")
        };
        let page = part(&bytes(vec![sheet("S", vec![long], Vec::new())]), "xl/worksheets/sheet1.xml");
        // Of 254 characters the last is an "a": 84 times three, and two more.
        let expected = format!(r#"prompt="{}ab…" sqref"#, "ab ".repeat(84));
        assert!(
            page.contains(&expected) && !page.contains("promptTitle") && !page.contains("formula1"),
            "{page}"
        );
    }

    #[test]
    fn what_excel_cannot_hold_is_refused_by_its_place() {
        let refused = |rows| {
            let sheets = vec![sheet("A/B", vec![column("One"), column("Two")], rows)];
            write(&Workbook { sheets }).unwrap_err().to_string()
        };
        let empty = || vec![Cell::Empty, Cell::Empty];
        let mut rows = vec![empty(), empty(), empty(), empty(), empty()];
        rows.push(vec![Cell::Empty, text(&"a".repeat(32_768))]);
        assert_eq!(
            refused(rows),
            "cell B7 of the sheet “A-B”: the text has 32768 characters, but a cell in Excel holds 32767"
        );
        assert_eq!(
            refused(vec![vec![Cell::Number(f64::NAN)]]),
            "cell A2 of the sheet “A-B”: NaN is not a number that Excel can hold"
        );
        // Excel counts a character beyond the first 65,536 as two.
        let clefs = "\u{1D11E}".repeat(16_384);
        assert!(refused(vec![vec![text(&clefs)]]).contains("32768 characters"));
        bytes(vec![sheet("S", vec![column("One")], vec![vec![text(&"a".repeat(32_767))]])]);
    }

    #[test]
    fn every_name_becomes_one_that_excel_takes() {
        let mut taken = HashSet::from(["history".to_owned()]);
        for (wanted, expected) in [
            ("Projects", "Projects"),
            ("PROJECTS", "PROJECTS (2)"),
            ("projects", "projects (3)"),
            ("", "Sheet"),
            ("''", "Sheet (2)"),
            ("'Quoted'", "Quoted"),
            ("[a]:b*c?d/e\\f", "-a--b-c-d-e-f"),
            ("History", "History (2)"),
            ("a\nb\u{0}", "a b"),
            ("A name of thirty-one characters", "A name of thirty-one characters"),
            ("A name of thirty-one characters!", "A name of thirty-one charac (2)"),
            ("thirty characters and a clef 𝄞𝄞", "thirty characters and a clef 𝄞"),
        ] {
            assert_eq!(sheet_name(wanted, &mut taken), expected, "{wanted}");
        }
        let names = ["", "", "History", "a/b", "A\\B", "x\u{1}", "'"];
        bytes(names.map(|name| sheet(name, vec![column("A")], Vec::new())).to_vec());
    }
}
