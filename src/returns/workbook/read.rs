//! Reads the tables of an XLSX or CSV file that somebody sent back.
//!
//! In: bytes that anybody may have made. Out: the cells of every sheet, in their places, or why there are none. The
//! unpacked size of a file is measured before its contents are read, and limited while they are, so that neither damage
//! nor ill will can use up the computer's memory. Only this module names `calamine`.

use std::io::Cursor;
use std::ops::Range;
use std::panic::catch_unwind;

use calamine::{DataRef, DataType as _, ExcelDateTime, Reader as _, SheetType, Xlsx, XlsxError};

use super::shown::{Shown, shown};
use super::{Cell, address};
use crate::content::xml;
use crate::returns::office::{LARGEST, ReadError, Trouble, calls_itself, is_locked, unpack};

/// The rows and columns that are read. A cell beyond them was most likely filled by mistake.
const MOST_ROWS: usize = 100_000;
const MOST_COLUMNS: usize = 200;
/// How many sheets a workbook may have.
const MOST_SHEETS: usize = 100;
/// How many bytes all the cells of a file may take: a short file can refer to one long text many times.
const MEMORY: usize = 256 << 20;
/// How many bytes all sheets together may have: they can be one and the same part, which is read for each of them.
const MOST_SCANNED: usize = 3 * LARGEST;
/// How many styles a workbook may have. Excel takes 65,490, and each is a copy of the fonts and formats that it names.
const MOST_STYLES: usize = 100_000;
/// How long the name of a font and a format may be, in bytes. Excel takes 255 letters.
const LONGEST_IN_STYLES: usize = 300;

const CONTRADICTION: &str = "its contents contradict themselves";
const AGAIN: &str = "open it in Excel and save it as `.xlsx`";
const AS_UTF_8: &str = "open it in Excel and save it as `.xlsx`, or as \u{201c}CSV UTF-8\u{201d}";

/// One sheet that was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadSheet {
    /// Its name; empty for a CSV file, which has none.
    pub name: String,
    /// The rows from the first row of the sheet, each from its first column and up to its last cell that holds
    /// something, so that `rows[6][1]` is the cell B7.
    pub rows: Vec<Vec<Cell>>,
    /// Whether its days are counted from 1904, as old Macs did.
    pub counts_from_1904: bool,
}

impl ReadSheet {
    /// The cell at a place counted from 0; beyond the rows it is empty.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Cell::Empty)
    }
}

/// Reads the sheets of an XLSX file, recognised by its first bytes, or otherwise the table of a CSV file.
///
/// Texts have line feeds for line ends. In XLSX a formula gives the value that it last had and is [`Cell::Failed`] if it
/// has none, true and false are the texts "yes" and "no", and a time of day is dropped from its date. In CSV everything
/// is text.
///
/// # Errors
///
/// If the bytes are not such a file, or hold more than anybody fills in by hand; the message says what to do.
pub fn read(bytes: &[u8]) -> Result<Vec<ReadSheet>, ReadError> {
    if bytes.len() > LARGEST {
        return Err(too_large());
    }
    if calls_itself(bytes, "application/vnd.oasis.opendocument.spreadsheet") {
        return Err(ReadError::new(
            "is an OpenDocument spreadsheet (`.ods`)",
            "open it in LibreOffice and save it as `.xlsx`",
        ));
    }
    match bytes {
        [] => Err(ReadError::new("is empty", "send the file again")),
        [b'P', b'K', 3, 4, ..] => xlsx(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(compound(bytes)),
        _ => csv(bytes).map(|sheet| vec![sheet]),
    }
}

fn too_large() -> ReadError {
    ReadError::new(
        "is larger than a table that was filled in by hand",
        "copy the table alone into a new workbook, and save that as `.xlsx`",
    )
}

fn damaged(detail: &str) -> ReadError {
    ReadError::new(format!("is not a whole Excel workbook ({detail})"), AGAIN)
}

/// What is wrong with a file in the format of Excel before 2007, in which it still wraps encrypted workbooks.
fn compound(bytes: &[u8]) -> ReadError {
    if is_locked(bytes) {
        ReadError::new(
            "is locked with a password",
            "open it in Excel, remove the password (File, Info, Protect Workbook), and save it as `.xlsx`",
        )
    } else {
        ReadError::new("is an Excel workbook of the old kind (`.xls`)", AGAIN)
    }
}

/// A sheet that is being read, and what is left of the memory for all of them.
struct Table<'a> {
    sheet: ReadSheet,
    memory: &'a mut usize,
}

impl Table<'_> {
    /// Puts a cell in its place.
    fn put(&mut self, row: usize, column: usize, cell: Cell) -> Result<(), ReadError> {
        // Sheets are full of empty cells that only have a colour, down to the last row.
        if cell == Cell::Empty {
            return Ok(());
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            let sheet = match self.sheet.name.as_str() {
                "" => String::new(),
                name => format!(" of the sheet \u{201c}{name}\u{201d}"),
            };
            return Err(ReadError::new(
                format!(
                    "has something in cell {}{sheet}, but only {MOST_ROWS} rows and {MOST_COLUMNS} columns are read",
                    address(row, column)
                ),
                "delete what is outside the table, and save the file again",
            ));
        }
        let rows = &mut self.sheet.rows;
        let more_rows = (row + 1).saturating_sub(rows.len());
        let width = rows.get(row).map_or(0, Vec::len);
        let more_cells = (column + 1).saturating_sub(width);
        let text = match &cell {
            Cell::Text(text) | Cell::Failed(text) | Cell::Shown(Shown { text, .. }) => text.len(),
            _ => 0,
        };
        let cost = more_rows * size_of::<Vec<Cell>>() + more_cells * size_of::<Cell>() + text;
        *self.memory = self.memory.checked_sub(cost).ok_or_else(too_large)?;
        if more_rows > 0 {
            rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut rows[row];
        if more_cells > 0 {
            cells.resize_with(column + 1, Cell::default);
        }
        cells[column] = cell;
        Ok(())
    }
}

/// A text as a cell, with line feeds for whatever line ends there are.
fn text(text: &str) -> Cell {
    match text {
        "" => Cell::Empty,
        text if text.contains('\r') => Cell::Text(line_feeds(text)),
        text => Cell::Text(text.to_owned()),
    }
}

fn line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Reads the sheets of an XLSX file.
fn xlsx(bytes: &[u8]) -> Result<Vec<ReadSheet>, ReadError> {
    let largest = check_parts(bytes)?;
    // The library can panic: if a row number overflows in builds that check for it, or if a sheet's dimensions end
    // before they begin.
    catch_unwind(|| xlsx_sheets(bytes, largest)).unwrap_or_else(|_| Err(damaged(CONTRADICTION)))
}

/// Unpacks every part of a workbook once, to check that neither its size nor what it declares is too large. Returns the
/// size of the largest part.
///
/// The library unpacks with the same crate, and so finds the same parts.
fn check_parts(bytes: &[u8]) -> Result<usize, ReadError> {
    let parts = unpack(bytes, LARGEST).map_err(|trouble| match trouble {
        Trouble::TooLarge => too_large(),
        Trouble::Damaged(why) => damaged(&why),
    })?;
    if parts.iter().any(|(_, content)| promises_too_much(content)) {
        return Err(damaged(CONTRADICTION));
    }
    let is_styles = |path: &str| path.to_lowercase().ends_with("styles.xml");
    if parts.iter().any(|(path, content)| is_styles(path) && has_too_many_styles(content)) {
        return Err(too_large());
    }
    Ok(parts.iter().map(|(_, content)| content.len()).max().unwrap_or(0))
}

/// Whether the part with the styles has more of them, or longer names in them, than Excel allows.
fn has_too_many_styles(content: &[u8]) -> bool {
    let text = String::from_utf8_lossy(content);
    let is_style = |tag: &&str| {
        let name =
            tag.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
        name.rsplit(':').next() == Some("xf")
    };
    let is_long = |tag: &str| xml::attributes(tag).any(|(_, value)| value.len() > LONGEST_IN_STYLES);
    text.split('<').filter(is_style).count() > MOST_STYLES || text.split('<').any(is_long)
}

/// Whether a part declares more texts than it has room for. The library reserves memory for as many as are declared,
/// and a number that no computer can hold would end the program.
fn promises_too_much(content: &[u8]) -> bool {
    const ATTRIBUTE: &[u8] = b"uniqueCount";
    // The shortest text is `<si/>`.
    let most = content.len() / 5;
    let mut texts = texts(content).into_iter().peekable();
    let mut quotes = content
        .iter()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b'"' | b'\''))
        .map(|(at, _)| at)
        .peekable();
    let mut value = 0..0;
    let mut at = 0;
    // Everything is scanned once, from front to back, whatever is in the part.
    while let Some(found) = content[at..].windows(ATTRIBUTE.len()).position(|window| window == ATTRIBUTE) {
        let name = at + found;
        at = name + ATTRIBUTE.len();
        while texts.next_if(|text| text.end <= name).is_some() {}
        if texts.peek().is_some_and(|text| text.contains(&name)) {
            continue;
        }
        if value.start < at {
            while quotes.next_if(|quote| *quote < at).is_some() {}
            let Some(open) = quotes.next() else { return false };
            value = open + 1..quotes.peek().copied().unwrap_or(content.len());
            let digits: Vec<u8> = content[value.clone()].iter().copied().filter(u8::is_ascii_digit).collect();
            let number = std::str::from_utf8(&digits).ok().filter(|digits| !digits.is_empty());
            if number.is_some_and(|digits| digits.parse().map_or(true, |count: usize| count > most)) {
                return true;
            }
        }
    }
    false
}

/// Where a part holds text between its tags: what somebody typed in a cell, whatever it looks like.
///
/// Nothing is taken for text that the library could take for a tag. A part with anything but tags and text in it, which
/// no spreadsheet program writes, counts as tags from end to end.
fn texts(content: &[u8]) -> Vec<Range<usize>> {
    let find = |from: usize, sign: u8| {
        content[from..].iter().position(|byte| *byte == sign).map_or(content.len(), |at| from + at)
    };
    let mut texts = Vec::new();
    let is_end = |two: &[u8]| two == b"?>";
    let head = content.windows(2).position(is_end).filter(|_| content.starts_with(b"<?xml"));
    let mut at = head.map_or(0, |at| at + 2);
    while at < content.len() {
        let start = at;
        at = find(at, b'<');
        texts.push(start..at);
        match content.get(at + 1) {
            Some(b'!' | b'?') => return Vec::new(),
            Some(b'/') => at = find(at, b'>'),
            // A greater-than sign in a value does not end the tag.
            _ => {
                let mut quote = None;
                while let Some(&byte) = content.get(at).filter(|byte| quote.is_some() || **byte != b'>') {
                    match quote {
                        Some(open) if byte == open => quote = None,
                        None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
                        _ => {}
                    }
                    at += 1;
                }
            }
        }
    }
    texts
}

fn xlsx_sheets(bytes: &[u8], largest: usize) -> Result<Vec<ReadSheet>, ReadError> {
    let broken = |error: XlsxError| damaged(&error.to_string());
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names: Vec<String> = file
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    if names.len() > MOST_SHEETS || names.len().saturating_mul(largest) > MOST_SCANNED {
        return Err(too_large());
    }
    let counts_from_1904 = file.has_1904_epoch();
    let mut memory = MEMORY;
    let mut sheets = Vec::new();
    for name in names {
        let sheet = ReadSheet { name: name.clone(), rows: Vec::new(), counts_from_1904 };
        let mut table = Table { sheet, memory: &mut memory };
        let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        // Cell by cell: the library's own table has a place for every cell up to the last one, which for a single
        // full stop in the last cell of a sheet is more than any computer holds.
        let mut cells = file.worksheet_cells_reader(&name).map_err(broken)?;
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(broken)? {
            let (row, column) = cell.get_position();
            let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
            let format = format.map_or("", |format| format.format_code.as_str());
            table.put(place(row), place(column), xlsx_cell(cell.get_value(), format))?;
        }
        drop(cells);
        // What the library reads a cell with its format by does not say whether there is a formula in it.
        let mut cells = file.worksheet_cells_reader(&name).map_err(broken)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
            if cell.formula.is_some() && cell.value == DataRef::Empty {
                table.put(place(cell.pos.0), place(cell.pos.1), Cell::Failed(String::new()))?;
            }
        }
        drop(cells);
        sheets.push(table.sheet);
    }
    Ok(sheets)
}

fn xlsx_cell(value: &DataRef<'_>, format: &str) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(value) | DataRef::DurationIso(value) => text(value),
        DataRef::SharedString(value) => text(value),
        DataRef::Bool(value) => Cell::Text(if *value { "yes" } else { "no" }.to_owned()),
        DataRef::Error(error) => Cell::Failed(error.to_string()),
        DataRef::DateTime(value) => date(value).unwrap_or_else(|| number(value.as_f64())),
        DataRef::DateTimeIso(value) => iso_date(value).unwrap_or_else(|| text(value)),
        DataRef::Int(_) | DataRef::Float(_) => match value.as_f64() {
            Some(held) => shown(held, format).map_or_else(|| number(held), Cell::Shown),
            None => Cell::Empty,
        },
    }
}

fn number(number: f64) -> Cell {
    if number.is_finite() { Cell::Number(number) } else { Cell::Text(number.to_string()) }
}

/// The day that a number stands for, unless it is only a time or is not a day that Excel has.
fn date(value: &ExcelDateTime) -> Option<Cell> {
    // 2,958,466 would be the first day of the year 10,000.
    if value.is_duration() || !(1.0..2_958_466.0).contains(&value.as_f64()) {
        return None;
    }
    let (year, month, day, ..) = value.to_ymd_hms_milli();
    // Excel alone has this day.
    if (year, month, day) == (1900, 2, 29) {
        return None;
    }
    Some(Cell::Date {
        year: i16::try_from(year).ok()?,
        month: i8::try_from(month).ok()?,
        day: i8::try_from(day).ok()?,
    })
}

/// The day of a date as the strict kind of XLSX writes it: `2014-03-31T00:00:00`.
fn iso_date(value: &str) -> Option<Cell> {
    let mut parts = value.split('T').next()?.splitn(3, '-');
    Some(Cell::Date {
        year: parts.next()?.parse().ok()?,
        month: parts.next()?.parse().ok()?,
        day: parts.next()?.parse().ok()?,
    })
}

/// Reads the table of a CSV file.
fn csv(bytes: &[u8]) -> Result<ReadSheet, ReadError> {
    const NO_TABLE: &str = "is neither an Excel workbook (`.xlsx`) nor a CSV file";
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ReadError::new(
            "is saved as UTF-16 (\u{201c}Unicode Text\u{201d} in Excel), not as UTF-8",
            AS_UTF_8,
        ));
    }
    if bytes.starts_with(b"%PDF") || bytes.contains(&0) {
        return Err(ReadError::new(NO_TABLE, AGAIN));
    }
    let found = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        ReadError::new(format!("is not saved as UTF-8: see a character in line {line}"), AS_UTF_8)
    })?;
    let found = found.strip_prefix('\u{feff}').unwrap_or(found);
    // Some systems send a web page under the name of a table.
    if found.trim_start().starts_with("<!") || found.trim_start().starts_with("<?") {
        return Err(ReadError::new(NO_TABLE, AGAIN));
    }
    let mut found = line_feeds(found);
    found.push('\n');
    // A first line of Excel's own, which says what parts the cells, is no row of the table.
    let (told, found) = match found.split_once('\n').and_then(|(first, rest)| Some((separator(first)?, rest)))
    {
        Some((separator, rest)) => (Some(separator), rest),
        None => (None, found.as_str()),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(told.unwrap_or_else(|| delimiter(found)))
        .from_reader(found.as_bytes());
    let mut memory = MEMORY;
    let mut table = Table { sheet: ReadSheet::default(), memory: &mut memory };
    let mut record = csv::StringRecord::new();
    let mut row = usize::from(told.is_some());
    loop {
        let before = reader.position().line();
        if !reader.read_record(&mut record).map_err(|_| ReadError::new(NO_TABLE, AGAIN))? {
            return Ok(table.sheet);
        }
        // The library skips blank lines, which are rows in Excel: they are the lines that neither end the record nor
        // are inside one of its cells.
        let lines = usize::try_from(reader.position().line() - before).unwrap_or(usize::MAX);
        let within: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        row += lines.saturating_sub(within + 1);
        for (column, field) in record.iter().enumerate() {
            table.put(row, column, text(field))?;
        }
        row += 1;
    }
}

/// What a line such as `sep=;` says that separates the cells.
fn separator(line: &str) -> Option<u8> {
    match line.trim_matches('"').to_lowercase().strip_prefix("sep=")?.as_bytes() {
        [byte] if byte.is_ascii() => Some(*byte),
        _ => None,
    }
}

/// What separates the cells: whichever is most frequent in the first line, because Excel writes what is usual in the
/// country.
fn delimiter(text: &str) -> u8 {
    let (mut commas, mut semicolons, mut tabs) = (0_usize, 0_usize, 0_usize);
    let mut quoted = false;
    for byte in text.trim_start_matches('\n').bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            b',' => commas += 1,
            b';' => semicolons += 1,
            b'\t' => tabs += 1,
            _ => {}
        }
    }
    if commas >= semicolons.max(tabs) {
        b','
    } else if semicolons >= tabs {
        b';'
    } else {
        b'\t'
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Sheet, Workbook, write};
    use super::*;
    use crate::returns::office::pack;

    fn words(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn day(year: i16, month: i8, day: i8) -> Cell {
        Cell::Date { year, month, day }
    }

    fn written(name: &str, rows: Vec<Vec<Cell>>) -> Vec<u8> {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let column = |index| Column { title: format!("Title {index}"), ..Column::default() };
        let sheet = Sheet {
            name: name.to_owned(),
            columns: (0..width).map(column).collect(),
            rows,
            is_hidden: false,
        };
        write(&Workbook { sheets: vec![sheet] }).unwrap()
    }

    /// An archive of files that are not packed, with the sizes that they are said to have.
    fn archive(files: &[(&str, &str, Option<u32>)]) -> Vec<u8> {
        let checksum = |bytes: &[u8]| {
            !bytes.iter().fold(u32::MAX, |sum, byte| {
                (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
            })
        };
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (name, content, said) in files {
            let size = u32::try_from(content.len()).unwrap();
            let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 33, 0];
            common.extend(checksum(content.as_bytes()).to_le_bytes());
            common.extend(size.to_le_bytes());
            common.extend(said.unwrap_or(size).to_le_bytes());
            common.extend([u8::try_from(name.len()).unwrap(), 0, 0, 0]);
            directory.extend(b"PK\x01\x02\x14\0");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend(u32::try_from(out.len()).unwrap().to_le_bytes());
            directory.extend(name.as_bytes());
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(name.as_bytes());
            out.extend(content.as_bytes());
        }
        let start = u32::try_from(out.len()).unwrap();
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        let count = u8::try_from(files.len()).unwrap();
        out.extend([count, 0, count, 0]);
        out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    /// A workbook of one sheet whose files are given; dates have the format 1.
    fn by_hand(sheet: &str, strings: &str, properties: &str, said: Option<u32>) -> Vec<u8> {
        const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let root = format!(
            r#"<Relationships><Relationship Id="a" Type="{TYPES}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        );
        let parts = format!(
            r#"<Relationships><Relationship Id="a" Type="{TYPES}/worksheet" Target="sheet.xml"/></Relationships>"#
        );
        let book = format!(
            r#"<workbook><workbookPr {properties}/><sheets><sheet name="S" id="a"/></sheets></workbook>"#
        );
        archive(&[
            ("_rels/.rels", &root, None),
            ("xl/_rels/workbook.xml.rels", &parts, None),
            ("xl/workbook.xml", &book, None),
            (
                "xl/styles.xml",
                r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>"#,
                None,
            ),
            ("xl/sharedStrings.xml", strings, None),
            ("xl/sheet.xml", &format!("<worksheet>{sheet}</worksheet>"), said),
        ])
    }

    fn of_sheet(sheet: &str) -> Result<Vec<ReadSheet>, ReadError> {
        read(&by_hand(sheet, "<sst></sst>", "", None))
    }

    /// A workbook with these sheets, which all lead to one part with these rows, and with these styles.
    fn of_sheets(sheets: &str, styles: &str, rows: &str) -> Vec<u8> {
        const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relation = |kind: &str, target: &str| {
            format!(
                r#"<Relationships><Relationship Id="a" Type="{TYPES}/{kind}" Target="{target}"/></Relationships>"#
            )
        };
        let parts = [
            ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
            ("xl/_rels/workbook.xml.rels", relation("worksheet", "sheet.xml")),
            ("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>")),
            ("xl/styles.xml", format!("<styleSheet>{styles}</styleSheet>")),
            ("xl/sheet.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
        ];
        pack(parts.iter().map(|(path, text)| (*path, text.as_bytes())))
    }

    #[test]
    fn sheets_that_are_one_part_and_styles_that_are_copies_cost_no_more_than_others() {
        let sheets = |count: usize| -> String {
            let names: Vec<String> =
                (0..count).map(|number| format!(r#"<sheet name="S{number}" id="a"/>"#)).collect();
            names.concat()
        };
        let styles = |count: usize, letters: usize| {
            let format = "0".repeat(letters);
            let each = r#"<x:xf numFmtId="200"/>"#.repeat(count);
            format!(
                r#"<numFmts><numFmt numFmtId="200" formatCode="{format}"/></numFmts><cellXfs>{each}</cellXfs>"#
            )
        };
        // Few and long, so that it takes no longer than it must.
        let half = LARGEST / 2 / 1_000_000;
        let row = format!("<row>{}</row>", " ".repeat(1_000_000));
        for (what, sheets, styles, rows, is_read) in [
            ("a hundred sheets", sheets(100), styles(9, 9), 1, true),
            ("five sheets of half of what a file may hold", sheets(5), styles(9, 9), half, true),
            ("seven of them", sheets(7), styles(9, 9), half, false),
            ("as long a format as Excel has", sheets(1), styles(99, 255), 1, true),
            ("a longer format", sheets(1), styles(99, LONGEST_IN_STYLES + 1), 1, false),
            ("more styles than Excel has", sheets(1), styles(MOST_STYLES + 1, 9), 1, false),
        ] {
            let read = read(&of_sheets(&sheets, &styles, &row.repeat(rows)));
            assert_eq!(
                read.as_ref().map_err(ToString::to_string).is_ok(),
                is_read,
                "{what}: {:?}",
                read.err()
            );
        }
    }

    #[test]
    fn every_kind_of_cell_comes_back_as_it_was_written() {
        let texts = [
            "plain",
            "=1+1",
            "+1",
            "-1",
            "@a",
            "\t=1",
            "https://example.org",
            "a\nb",
            " spaces ",
            "<r>a_x0041_</r>",
            "<b>&amp;",
            "_x0041_",
            "bell \u{7}",
            "𝄞",
            "'quoted",
            "007",
            "1-2",
            "\u{a0}",
        ];
        let mut rows: Vec<Vec<Cell>> = texts.map(|text| vec![words(text)]).to_vec();
        rows.push(vec![Cell::Number(0.1), Cell::Number(-12.0), Cell::Number(1e21), Cell::Number(41_729.0)]);
        rows.push(vec![
            day(2014, 3, 31),
            day(2012, 2, 29),
            day(1900, 1, 1),
            day(9999, 12, 31),
            day(1904, 1, 1),
        ]);
        let sheets = read(&written("Plans", rows.clone())).unwrap();
        assert_eq!(sheets.len(), 1);
        assert_eq!(sheets[0].name, "Plans");
        assert_eq!(sheets[0].cell(0, 4), &words("Title 4"));
        assert_eq!(sheets[0].rows[1..], rows);
    }

    #[test]
    fn days_that_excel_does_not_count_are_texts() {
        let rows = vec![vec![day(1899, 12, 31), day(1900, 2, 29), day(2014, 2, 30), day(-1, 0, 0)]];
        let sheets = read(&written("S", rows)).unwrap();
        assert_eq!(
            sheets[0].rows[1],
            ["1899-12-31", "1900-02-29", "2014-02-30", "-001-00-00"].map(words).to_vec()
        );
    }

    #[test]
    fn formulas_and_links_are_none() {
        let file = written("S", ["=1+1", "@x", "https://example.org"].map(|text| vec![words(text)]).to_vec());
        let mut file = Xlsx::new(Cursor::new(file)).unwrap();
        assert!(file.worksheet_formula("S").unwrap().is_empty());
        assert!(file.hyperlinks_by_sheet_name("S").unwrap().is_empty());
    }

    #[test]
    fn cells_keep_their_places_after_empty_ones() {
        let sheet = &of_sheet(
            r#"<sheetData><row r="7"><c r="B7"><v>1</v></c><c r="C7" s="1"/></row><row r="9"><c r="AA9"><v>2</v></c></row></sheetData>"#,
        )
        .unwrap()[0];
        assert_eq!(sheet.rows.iter().map(Vec::len).collect::<Vec<_>>(), [0, 0, 0, 0, 0, 0, 2, 0, 27]);
        assert_eq!(sheet.cell(6, 1), &Cell::Number(1.0));
        assert_eq!(sheet.cell(8, 26), &Cell::Number(2.0));
        assert_eq!(sheet.cell(6, 0), &Cell::Empty);
        assert_eq!(sheet.cell(99, 99), &Cell::Empty);
        let rows = vec![vec![], vec![Cell::Empty, words("B3")], vec![]];
        let sheet = &read(&written("S", rows)).unwrap()[0];
        assert_eq!(sheet.rows[1..], [vec![], vec![Cell::Empty, words("B3")]]);
    }

    #[test]
    fn values_are_read_as_excel_shows_them() {
        let cells = concat!(
            r#"<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><f>A0</f><v>#REF!</v></c>"#,
            r#"<c><f>1+1</f><v>2</v></c><c t="str"><f>"a"</f><v>a</v></c><c t="str"><f>""</f><v></v></c><c><f>1</f></c>"#,
            r#"<c t="d"><v>2014-03-31T10:00:00</v></c><c s="1"><v>41729.75</v></c><c s="1"><v>0.5</v></c>"#,
            r#"<c s="2"><v>1.5</v></c><c s="1"><v>60</v></c><c s="1"><v>2958466</v></c><c s="1"><v>-3</v></c>"#,
            r#"<c t="inlineStr"><is><t>a_x000D_
b</t></is></c>"#,
        );
        let sheet = &of_sheet(&format!("<sheetData><row>{cells}</row></sheetData>")).unwrap()[0];
        let expected = [
            words("yes"),
            words("no"),
            Cell::Failed("#REF!".to_owned()),
            Cell::Number(2.0),
            words("a"),
            Cell::Empty,
            Cell::Failed(String::new()),
            day(2014, 3, 31),
            day(2014, 3, 31),
            Cell::Number(0.5),
            Cell::Number(1.5),
            Cell::Number(60.0),
            Cell::Number(2_958_466.0),
            Cell::Number(-3.0),
            words("a\nb"),
        ];
        assert_eq!(sheet.rows, [expected]);
    }

    #[test]
    fn the_years_of_old_macs_begin_in_1904() {
        let sheet = r#"<sheetData><row><c s="1"><v>1</v></c><c s="1"><v>40267</v></c></row></sheetData>"#;
        let sheets = read(&by_hand(sheet, "<sst/>", r#"date1904="1""#, None)).unwrap();
        // 1,462 days lie between the two beginnings: 40,267 is 41,729.
        assert_eq!(sheets[0].rows, [[day(1904, 1, 2), day(2014, 3, 31)]]);
    }

    #[test]
    fn a_cell_far_outside_is_named_and_takes_no_memory() {
        let at = |place: &str| {
            of_sheet(&format!(
                r#"<dimension ref="A1:XFD1048576"/><sheetData><row><c r="{place}"><v>1</v></c></row></sheetData>"#
            ))
        };
        for place in ["XFD1048576", "A100001", "GS1"] {
            let error = at(place).unwrap_err();
            assert_eq!(
                error.message,
                format!(
                    "has something in cell {place} of the sheet “S”, but only 100000 rows and 200 columns are read"
                )
            );
        }
        assert_eq!(at("GR100000").unwrap()[0].cell(99_999, 199), &Cell::Number(1.0));
    }

    #[test]
    fn a_short_file_that_stands_for_a_long_one_is_refused() {
        // One text of a million characters, 1,000 times.
        let strings = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(1 << 20));
        let cells = r#"<c t="s"><v>0</v></c>"#.repeat(100);
        let rows = format!("<row>{cells}</row>").repeat(10);
        let file = by_hand(&format!("<sheetData>{rows}</sheetData>"), &strings, "", None);
        assert_eq!(read(&file), Err(too_large()));
        // One cell at the end of every row, with 199 empty ones before it.
        let rows = (1..=100_000)
            .map(|row| format!(r#"<row><c r="GR{row}"><v>1</v></c></row>"#))
            .collect::<Vec<_>>()
            .concat();
        assert_eq!(of_sheet(&format!("<sheetData>{rows}</sheetData>")), Err(too_large()));
        // Packed, repeated zeros are next to nothing.
        let packed = pack([("xl/media/zeros", vec![0; LARGEST + 1].as_slice())]);
        assert!(packed.len() < 1 << 20);
        assert_eq!(read(&packed), Err(too_large()));
        assert_eq!(read(&vec![b'a'; LARGEST + 1]), Err(too_large()));
    }

    #[test]
    fn a_size_that_is_too_small_is_found_out() {
        let rows = format!("<sheetData>{}</sheetData>", "<row/>".repeat(10_000));
        let error = read(&by_hand(&rows, "<sst/>", "", Some(100))).unwrap_err();
        assert!(error.message.starts_with("is not a whole Excel workbook"), "{error}");
    }

    #[test]
    fn contents_that_contradict_themselves_do_not_stop_the_program() {
        let empty = "<sheetData></sheetData>";
        // The second and third would have had more memory reserved than any computer has, which nothing can catch.
        for count in ["18446744073709551615", "3000000000", "99999999999999999999999", "+3000000000"] {
            let strings = format!(r#"<!-- "> --><sst a=">" uniqueCount = '{count}'></sst>"#);
            let error = read(&by_hand(empty, &strings, "", None)).unwrap_err();
            assert_eq!(error.message, "is not a whole Excel workbook (its contents contradict themselves)");
        }
        // None of these hides it.
        for before in
            ["<a b='\"'>", "</a \">", "<?xml \"><a \"?>", "<?xml?><? \" ?>", "<![CDATA[\"]]>", "<a>\"</a>"]
        {
            let strings = format!(r#"{before}<sst a=">" uniqueCount="18446744073709551615"></sst>"#);
            assert!(promises_too_much(strings.as_bytes()), "{before}");
        }
        // However often it occurs, the part is scanned once: this used to take over a minute.
        for before in ["<", "<a b=\"", ""] {
            assert!(
                !promises_too_much(format!("{before}{}", "uniqueCount".repeat(200_000)).as_bytes()),
                "{before}"
            );
        }
        let last = format!("<{} uniqueCount='99999999'", "uniqueCount = '1' ".repeat(100_000));
        assert!(promises_too_much(last.as_bytes()));
        // What somebody typed declares nothing.
        let typed =
            r#"<?xml version="1.0"?><sst uniqueCount="1"><si><t>uniqueCount="99999999"</t></si></sst>"#;
        assert!(!promises_too_much(typed.as_bytes()));
        assert!(read(&by_hand(empty, r#"<sst uniqueCount="1"><si><t>a</t></si></sst>"#, "", None)).is_ok());
        for sheet in [
            r#"<sheetData><row><c r="A99999999999999999999"><v>1</v></c></row></sheetData>"#,
            r#"<dimension ref="B5:A1"/><sheetData><row r="0"/></sheetData>"#,
            r#"<sheetData><row><c t="s"><v>7</v></c></row></sheetData>"#,
            r#"<sheetData><row><c t="b"><v>maybe</v></c></row></sheetData>"#,
            "<sheetData><row><c>",
            "",
        ] {
            assert!(of_sheet(sheet).is_err(), "{sheet}");
        }
    }

    #[test]
    fn no_cut_or_changed_byte_makes_it_panic() {
        let file = written("S", vec![vec![words("a"), Cell::Number(1.0), day(2014, 3, 31)]]);
        let plain =
            by_hand(r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>"#, "<sst/>", "", None);
        for file in [file, plain] {
            assert!(read(&file).is_ok());
            for end in 4..file.len() {
                assert!(read(&file[..end]).is_err(), "{end}");
            }
            for at in (0..file.len()).step_by(3) {
                let mut changed = file.clone();
                changed[at] ^= 0x15;
                // Whatever it is now, reading it ends.
                let _ = read(&changed);
            }
        }
    }

    #[test]
    fn other_files_are_told_apart_and_say_what_to_do() {
        let locked: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0]
            .into_iter()
            .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let cases: [(&[u8], &str); 12] = [
            (b"", "is empty: send the file again"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an Excel workbook of the old kind (`.xls`): open it in Excel"),
            (
                b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
                "is an OpenDocument spreadsheet (`.ods`): open it in LibreOffice",
            ),
            (&locked, "is locked with a password: "),
            (b"PK\x03\x04 and nothing more", "is not a whole Excel workbook"),
            (b"%PDF-1.7\n", "is neither an Excel workbook (`.xlsx`) nor a CSV file: "),
            (b"\x89PNG\r\n\x1a\n\0\0", "is neither an Excel workbook (`.xlsx`) nor a CSV file: "),
            (b"\r\n<!DOCTYPE html>", "is neither an Excel workbook (`.xlsx`) nor a CSV file: "),
            (b"<?xml version=\"1.0\"?>", "is neither an Excel workbook (`.xlsx`) nor a CSV file: "),
            (b"\xff\xfea\0", "is saved as UTF-16"),
            (b"a,b\n1,\xa3 5\n", "is not saved as UTF-8: see a character in line 2: open it in Excel"),
            (
                &archive(&[("mimetype", "x", None)]),
                "is not a whole Excel workbook (File not found '_rels/.rels')",
            ),
        ];
        for (bytes, expected) in cases {
            let error = read(bytes).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }

    #[test]
    fn csv_is_read_whatever_parts_its_cells() {
        let expected =
            vec![vec![words("a,b"), words("c;d"), words("e\tf")], vec![words("1"), Cell::Empty, words("2")]];
        for (delimiter, mark) in [(",", ""), (";", "\u{feff}"), ("\t", "")] {
            for line_end in ["\n", "\r\n", "\r"] {
                let text = format!(
                    r#"{mark}"a,b"{delimiter}"c;d"{delimiter}"e	f"{line_end}1{delimiter}{delimiter}2{delimiter}{line_end}"#
                );
                let sheets = read(text.as_bytes()).unwrap();
                assert_eq!(
                    sheets,
                    [ReadSheet { rows: expected.clone(), ..ReadSheet::default() }],
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn rows_of_csv_keep_their_numbers() {
        let sheets = read(b"\r\n\r\na,b\r\n\r\n\"c\r\n\r\nd\",=1\r\n,\r\ne").unwrap();
        assert_eq!(
            sheets[0].rows,
            [
                vec![],
                vec![],
                vec![words("a"), words("b")],
                vec![],
                vec![words("c\n\nd"), words("=1")],
                vec![],
                vec![words("e")],
            ]
        );
        assert_eq!(read(b"one").unwrap()[0].rows, [[words("one")]]);
        assert_eq!(read(b"\n\n").unwrap()[0].rows, Vec::<Vec<Cell>>::new());
        assert_eq!(read(b"a\n\"never closed, b\nc\n").unwrap()[0].rows.len(), 2);
        let wide = ",".repeat(300) + "x";
        assert_eq!(
            read(wide.as_bytes()).unwrap_err().message,
            "has something in cell KO1, but only 100000 rows and 200 columns are read"
        );
    }
}
