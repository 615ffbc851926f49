//! Writes prose as the XML of a Word document.
//!
//! In: the model's prose. Out: markup in which nothing typed can be anything but text. What Word keeps apart from the text
//! (numbers of lists, addresses, pictures, names of styles) is written as what it is, in values that begin with an at
//! sign; [`super::marks`] puts Word's own numbers in their place. Nothing typed can begin so, as at signs are escaped.

use std::fmt::Write as _;

use super::pictures;
use crate::outputs::charts::Drawn;
use crate::outputs::{Pictures, Tags, html};
use crate::pages::prose::{Align, Block, Enclosing, Inline, Item, Marker, Numerals, Picture, Prose, Target};

/// The deepest heading level in prose, so that every output has the same outline.
const DEEPEST_HEADING: u8 = 5;
/// The deepest level that Word numbers.
const DEEPEST_LIST: usize = 8;
/// The units of drawings in a pixel of the screen and in a millimetre.
const EMU_OF_PIXEL: u64 = 9_525;
const EMU_OF_MILLIMETRE: u64 = 36_000;
/// The widest and the highest that a picture is shown, in millimetres: the width of the text, and less than half a page.
pub(in crate::outputs) const WIDEST: u32 = 168;
const HIGHEST: u32 = 110;

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::outputs) struct Place {
    /// The level of its first headings.
    pub(in crate::outputs) level: u8,
    /// How wide it may be, in millimetres, if it stands in a cell of a table.
    pub(in crate::outputs) across: Option<u32>,
    /// Which item of a numbered list it is, if it is one.
    pub(in crate::outputs) item: Option<u64>,
}

/// Writes a text.
pub(in crate::outputs) fn prose(prose: &Prose, place: Place, pictures: &Pictures, tags: &Tags) -> String {
    let style = if place.across.is_some() { "Table Text" } else { "Body Text" };
    let mut writer = Writer { out: String::new(), place, pictures, tags, style, is_quote: false, depth: 0 };
    match place.item {
        None => writer.blocks(&prose.blocks),
        Some(number) => {
            let numbering = numbering(
                0,
                Marker::Number { first: 1, numerals: Numerals::Digits, enclosing: Enclosing::Stop },
                number == 1,
            );
            writer.depth = 1;
            writer.item(&numbering, &prose.blocks, None);
        }
    }
    writer.out
}

/// Escapes text that people read: several spaces together become one, as on the web page, and characters that XML cannot
/// hold are left out.
pub(in crate::outputs) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut follows_space = false;
    for c in text.chars() {
        let is_space = matches!(c, ' ' | '\n' | '\r' | '\t');
        if !(is_space && follows_space) {
            escape_one(if is_space { ' ' } else { c }, &mut out);
        }
        follows_space = is_space;
    }
    out
}

/// A text of several lines as it was typed, for the inside of one run.
pub(in crate::outputs) fn typed(text: &str) -> String {
    let line = |line: &str| {
        let pieces = line.split('\t').map(|piece| match piece {
            "" => String::new(),
            piece => format!("<w:t xml:space=\"preserve\">{}</w:t>", escape_exactly(piece)),
        });
        pieces.collect::<Vec<_>>().join("<w:tab/>")
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("<w:br/>")
}

/// Like [`escape`], for text in which each space counts.
pub(super) fn escape_exactly(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| escape_one(c, &mut out));
    out
}

fn escape_one(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '@' => out.push_str("&#64;"),
        '\t' | '\n' | '\r' => out.push(' '),
        '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {}
        c => out.push(c),
    }
}

/// A chart in a run of its own.
pub(in crate::outputs) fn chart(number: usize, chart: &Drawn) -> String {
    let size = (u64::from(chart.width) * EMU_OF_PIXEL, u64::from(chart.height) * EMU_OF_PIXEL);
    drawing(&format!("chart {number}"), true, &chart.alt, size)
}

/// A picture in a run of its own: as large as it was made, but no larger than so many millimetres.
pub(in crate::outputs) fn picture(
    picture: &Picture,
    (across, down): (u32, u32),
    pictures: &Pictures,
) -> String {
    let bytes = pictures.get(&picture.path).map(AsRef::as_ref).unwrap_or_default();
    let (width, height) = pictures::size(&picture.path, bytes);
    let (width, height) = (u64::from(width.max(1)) * EMU_OF_PIXEL, u64::from(height.max(1)) * EMU_OF_PIXEL);
    let (most_across, most_down) =
        (u64::from(across) * EMU_OF_MILLIMETRE, u64::from(down) * EMU_OF_MILLIMETRE);
    let (width, height) = if width > most_across {
        (most_across, (height * most_across / width).max(1))
    } else {
        (width, height)
    };
    let (width, height) =
        if height > most_down { ((width * most_down / height).max(1), most_down) } else { (width, height) };
    let name = format!("picture {}", escape_exactly(&picture.path));
    drawing(&name, pictures::is_drawing(&picture.path), &picture.alt, (width, height))
}

/// The drawing `name`; one of lines is there beside its picture, for programs that can draw it.
fn drawing(name: &str, is_of_lines: bool, alt: &str, (width, height): (u64, u64)) -> String {
    let alt = escape(alt);
    let lines = if is_of_lines {
        format!(
            "<a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip \
             xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"@drawn {name}\"/></a:ext></a:extLst>"
        )
    } else {
        String::new()
    };
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
         <wp:docPr id=\"@new\" name=\"Picture\" descr=\"{alt}\"/>\
         <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
         <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr>\
         <pic:cNvPr id=\"@last\" name=\"Picture\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"@shown {name}\">{lines}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
         </wp:inline></w:drawing></w:r>"
    )
}

/// The numbering of an item at that level; the first item begins the list.
fn numbering(level: usize, marker: Marker, is_first: bool) -> String {
    let list = match marker {
        Marker::Bullet => "@bullets".to_owned(),
        Marker::Number { first, numerals, enclosing } if is_first => {
            let numerals = match numerals {
                Numerals::Digits => "digits",
                Numerals::SmallLetters => "small-letters",
                Numerals::CapitalLetters => "capital-letters",
                Numerals::SmallRoman => "small-roman",
                Numerals::CapitalRoman => "capital-roman",
            };
            let enclosing = match enclosing {
                Enclosing::Stop => "stop",
                Enclosing::Bracket => "bracket",
                Enclosing::Brackets => "brackets",
            };
            format!("@list {level} {numerals}-{enclosing} {first}")
        }
        Marker::Number { .. } => format!("@item {level}"),
    };
    format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>")
}

/// How far in an item stands in the cell of a table, which has less room than a page; a number needs more than a bullet.
fn indent_in_cell(level: usize, numbering: &str) -> String {
    let own = if numbering.contains("@bullets") { 240 } else { 340 };
    format!("<w:ind w:left=\"{}\" w:hanging=\"{own}\"/>", level * 240 + own)
}

/// The widths of a table's columns, which make up the width of the text: each has room for its longest word, if all can,
/// and what is left goes to those with long lines.
fn widths(count: usize, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Vec<usize> {
    const ALL: usize = 9_526;
    const LETTER: usize = 120;
    const MARGINS: usize = 180;
    const LONGEST_LINE: usize = 40;
    let needs: Vec<(usize, usize)> = (0..count)
        .map(|column| {
            let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
            let (mut longest_word, mut longest_line) = (4, 4);
            for cell in cells.filter_map(|cells| cells.get(column)) {
                let said = Prose { blocks: vec![Block::Paragraph(cell.clone())] }.plain_text();
                longest_line = longest_line.max(said.chars().count());
                longest_word =
                    said.split_whitespace().map(|word| word.chars().count()).fold(longest_word, usize::max);
            }
            let more = longest_line.min(LONGEST_LINE).saturating_sub(longest_word) + 1;
            (longest_word * LETTER + MARGINS, more)
        })
        .collect();
    let least = needs.iter().map(|(least, _)| least).sum::<usize>().max(1);
    let more = needs.iter().map(|(_, more)| more).sum::<usize>().max(1);
    let width = |(own, more_of_it): &(usize, usize)| match ALL.checked_sub(least) {
        Some(spare) => own + spare * more_of_it / more,
        None => ALL * own / least,
    };
    let mut widths: Vec<usize> = needs.iter().map(width).collect();
    let left = ALL.saturating_sub(widths.iter().sum());
    if let Some(last) = widths.last_mut() {
        *last += left;
    }
    widths
}

struct Writer<'a> {
    out: String,
    place: Place,
    pictures: &'a Pictures,
    tags: &'a Tags,
    /// The style of a paragraph that is not in a list.
    style: &'static str,
    /// Whether the block is quoted.
    is_quote: bool,
    /// How many lists the block stands in.
    depth: usize,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => self.paragraph("", content, ""),
            Block::Heading { depth, anchor, content } => self.heading(*depth, anchor, content),
            Block::List { marker, items } => self.list(*marker, items),
            Block::Table { columns, head, rows } => self.table(columns, head, rows),
            Block::Quote(inner) => {
                let outer = std::mem::replace(&mut self.is_quote, true);
                self.blocks(inner);
                self.is_quote = outer;
            }
            Block::Preformatted(text) => {
                let lines: Vec<String> = text.lines().map(|line| run(&escape_exactly(line), "")).collect();
                self.line("HTML Preformatted", "", &lines.join("<w:r><w:br/></w:r>"));
            }
            Block::Rule => self.line("Separator", "", ""),
            Block::Numbered { number, anchor, content } => {
                let runs = self.runs(content, Look::default());
                let number = run(&escape(number), "");
                self.line(
                    "Numbered Paragraph",
                    "",
                    &format!("{}{number}<w:r><w:tab/></w:r>{runs}", mark(anchor)),
                );
            }
            Block::Computed(never) => match *never {},
        }
    }

    fn line(&mut self, style: &str, more: &str, runs: &str) {
        _ = write!(self.out, "<w:p><w:pPr><w:pStyle w:val=\"@style {style}\"/>{more}</w:pPr>{runs}</w:p>");
    }

    fn heading(&mut self, depth: u8, anchor: &str, content: &[Inline]) {
        let level = (self.place.level + depth - 1).min(DEEPEST_HEADING);
        // A heading in a table is missing from Word's list of headings, and so only looks like one.
        let is_in_table = self.place.across.is_some();
        let look = Look { is_strong: is_in_table, ..Look::default() };
        let runs = format!("{}{}", mark(anchor), self.runs(content, look));
        if is_in_table {
            self.line("Table Text", "<w:keepNext/>", &runs);
        } else {
            self.line(&format!("heading {level}"), "", &runs);
        }
    }

    /// A paragraph; in a list, with the number before it or the space that its level asks for. `tag` stands after it.
    fn paragraph(&mut self, numbering: &str, content: &[Inline], tag: &str) {
        let mut runs = self.runs(content, Look::default());
        if !tag.is_empty() {
            runs.push_str(&run(" ", ""));
            runs.push_str(tag);
        }
        let is_in_table = self.place.across.is_some();
        if self.depth == 0 && self.is_quote && is_in_table {
            self.line("Table Text", "<w:ind w:left=\"240\"/>", &runs);
        } else if self.depth == 0 {
            self.line(if self.is_quote { "Quote" } else { self.style }, "", &runs);
        } else if numbering.is_empty() {
            let (style, step) = if is_in_table { ("Table Text", 240) } else { ("List Continue", 360) };
            self.line(style, &format!("<w:ind w:left=\"{}\"/>", self.depth * step), &runs);
        } else if is_in_table {
            let indent = indent_in_cell(self.depth - 1, numbering);
            self.line("Table List", &format!("{numbering}{indent}"), &runs);
        } else {
            self.line("List Paragraph", numbering, &runs);
        }
    }

    fn list(&mut self, marker: Marker, items: &[Item]) {
        let level = self.depth.min(DEEPEST_LIST);
        self.depth += 1;
        for (index, item) in items.iter().enumerate() {
            let tag = item.rating.map(|rating| self.tags.of(rating));
            self.item(&numbering(level, marker, index == 0), &item.blocks, tag);
        }
        self.depth -= 1;
    }

    /// An item: its own paragraphs, of which the last bears its rating, and whatever else is in it.
    fn item(&mut self, numbering: &str, blocks: &[Block], tag: Option<&str>) {
        let own = blocks.iter().take_while(|block| matches!(block, Block::Paragraph(_))).count();
        let tag = tag.unwrap_or_default();
        if own == 0 {
            self.paragraph(numbering, &[], tag);
        }
        for (index, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph(content) if index < own => self.paragraph(
                    if index == 0 { numbering } else { "" },
                    content,
                    if index + 1 == own { tag } else { "" },
                ),
                other => self.block(other),
            }
        }
    }

    fn table(&mut self, columns: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        if self.place.across.is_some() {
            return self.table_in_cell(head, rows);
        }
        // Two tables with nothing between them would be one.
        if self.out.ends_with("</w:tbl>") {
            self.end_of_table();
        }
        self.out.push_str(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"@style Data Table\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"04A0\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"0\" \
             w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
        );
        for width in widths(columns.len(), head, rows) {
            _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>");
        self.row(columns, head, "<w:cantSplit/><w:tblHeader/>");
        for row in rows {
            self.row(columns, row, "<w:cantSplit/>");
        }
        self.out.push_str("</w:tbl>");
    }

    /// A table in a cell of another cannot be read aloud, and has no room: it is written line by line.
    fn table_in_cell(&mut self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        let written = |cells: &[Vec<Inline>], look: Look| {
            let cells: Vec<String> = cells.iter().map(|cell| self.runs(cell, look)).collect();
            cells.join(&run("; ", ""))
        };
        let head = written(head, Look { is_strong: true, ..Look::default() });
        let rows: Vec<String> = rows.iter().map(|cells| written(cells, Look::default())).collect();
        self.line("Table Text", "<w:keepNext/>", &head);
        let bullet = numbering(0, Marker::Bullet, true);
        let numbering = format!("{bullet}{}", indent_in_cell(0, &bullet));
        for row in rows {
            self.line("Table List", &numbering, &row);
        }
    }

    fn row(&mut self, columns: &[Align], cells: &[Vec<Inline>], properties: &str) {
        _ = write!(self.out, "<w:tr><w:trPr>{properties}</w:trPr>");
        for (align, cell) in columns.iter().zip(cells) {
            let align = match align {
                Align::Start => "left",
                Align::Centre => "center",
                Align::End => "right",
            };
            let runs = self.runs(cell, Look::default());
            self.out.push_str("<w:tc>");
            self.line("Table Text", &format!("<w:jc w:val=\"{align}\"/>"), &runs);
            self.out.push_str("</w:tc>");
        }
        self.out.push_str("</w:tr>");
    }

    fn end_of_table(&mut self) {
        self.line("Table End", "", "");
    }

    fn runs(&self, content: &[Inline], look: Look) -> String {
        let mut out = String::new();
        for inline in content {
            match inline {
                Inline::Text(text) => out.push_str(&run(&escape(text), &look.properties())),
                Inline::Code(text) => {
                    out.push_str(&run(&escape(text), &Look { style: "HTML Code", ..look }.properties()));
                }
                Inline::Strong(inner) => out.push_str(&self.runs(inner, Look { is_strong: true, ..look })),
                Inline::Emphasis(inner) => out.push_str(&self.runs(inner, Look { is_slanted: true, ..look })),
                Inline::Strike(inner) => out.push_str(&self.runs(inner, Look { is_struck: true, ..look })),
                Inline::Underline(inner) => {
                    out.push_str(&self.runs(inner, Look { is_underlined: true, ..look }));
                }
                Inline::Superscript(inner) => {
                    out.push_str(&self.runs(inner, Look { height: "superscript", ..look }));
                }
                Inline::Subscript(inner) => {
                    out.push_str(&self.runs(inner, Look { height: "subscript", ..look }));
                }
                Inline::Break => out.push_str("<w:r><w:br/></w:r>"),
                Inline::Link { to, content } => {
                    let runs = self.runs(content, Look { style: "Hyperlink", ..look });
                    let to = match to {
                        Target::Place { report: None, anchor } => {
                            format!(
                                "w:anchor=\"@place {}\"",
                                escape_exactly(anchor.as_deref().unwrap_or("_top"))
                            )
                        }
                        other => format!("r:id=\"@link {}\"", escape_exactly(&html::address(other))),
                    };
                    _ = write!(out, "<w:hyperlink {to} w:history=\"1\">{runs}</w:hyperlink>");
                }
                Inline::Image(image) => {
                    let across = self.place.across.unwrap_or(WIDEST);
                    out.push_str(&picture(image, (across, HIGHEST), self.pictures));
                }
                Inline::Computed(never) => match *never {},
            }
        }
        out
    }
}

/// How a run looks.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each may come with each other")]
struct Look {
    /// The name of its style, if it has one.
    style: &'static str,
    is_strong: bool,
    is_slanted: bool,
    is_struck: bool,
    is_underlined: bool,
    /// `superscript`, `subscript` or neither.
    height: &'static str,
}

impl Look {
    /// Its properties, in the order that the schema asks for.
    fn properties(self) -> String {
        let mut out = String::new();
        if !self.style.is_empty() {
            _ = write!(out, "<w:rStyle w:val=\"@style {}\"/>", self.style);
        }
        for (is_so, property) in [
            (self.is_strong, "<w:b/>"),
            (self.is_slanted, "<w:i/>"),
            (self.is_struck, "<w:strike/>"),
            (self.is_underlined, "<w:u w:val=\"single\"/>"),
        ] {
            if is_so {
                out.push_str(property);
            }
        }
        if !self.height.is_empty() {
            _ = write!(out, "<w:vertAlign w:val=\"{}\"/>", self.height);
        }
        out
    }
}

/// A run of text that is escaped already.
fn run(text: &str, properties: &str) -> String {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A place that links can lead to.
fn mark(anchor: &str) -> String {
    format!(
        "<w:bookmarkStart w:id=\"@new\" w:name=\"@place {}\"/><w:bookmarkEnd w:id=\"@last\"/>",
        escape_exactly(anchor)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(blocks: Vec<Block>) -> String {
        let place = Place { level: 4, across: None, item: None };
        prose(&Prose { blocks }, place, &Pictures::new(), &Tags::default())
    }

    #[test]
    fn nothing_typed_becomes_markup_or_a_mark() {
        let hostile = "<w:p/> & \"x\" =\"@style Title\" ]]> \u{7}\u{ffff}";
        let out = written(vec![
            Block::Paragraph(vec![Inline::Text(hostile.into())]),
            Block::Paragraph(vec![Inline::Link {
                to: Target::Address("mailto:a@b.uk?\"=\"@new".into()),
                content: vec![],
            }]),
        ]);
        assert!(
            out.contains("&lt;w:p/&gt; &amp; &quot;x&quot; =&quot;&#64;style Title&quot; ]]&gt; </w:t>"),
            "{out}"
        );
        assert!(out.contains("r:id=\"@link mailto:a&#64;b.uk?&quot;=&quot;&#64;new\""), "{out}");
        assert_eq!(out.matches("=\"@").count(), 3, "two styles and a link: {out}");
    }

    #[test]
    fn spaces_count_where_line_breaks_do_and_nowhere_else() {
        assert_eq!(escape("a  b \n c"), "a b c");
        let out = written(vec![Block::Preformatted("a  b\nc".into())]);
        assert!(out.contains(">a  b</w:t></w:r><w:r><w:br/></w:r>"), "{out}");
    }

    #[test]
    fn each_numbered_list_begins_once_and_goes_on() {
        let item = |text: &str| Item {
            blocks: vec![Block::Paragraph(vec![Inline::Text(text.into())])],
            rating: None,
        };
        let marker =
            Marker::Number { first: 3, numerals: Numerals::SmallRoman, enclosing: Enclosing::Brackets };
        let inner = Block::List { marker, items: vec![item("b"), item("c")] };
        let mut outer = item("a");
        outer.blocks.push(inner);
        let out = written(vec![Block::List { marker: Marker::Bullet, items: vec![outer] }]);
        let numbers: Vec<&str> =
            out.split("<w:numId w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(numbers, ["@bullets", "@list 1 small-roman-brackets 3", "@item 1"]);
    }

    #[test]
    fn headings_in_tables_only_look_like_headings() {
        let heading =
            Block::Heading { depth: 3, anchor: "a".into(), content: vec![Inline::Text("T".into())] };
        assert!(written(vec![heading.clone()]).contains("@style heading 5\""));
        let place = Place { level: 4, across: Some(60), item: None };
        let out = prose(&Prose { blocks: vec![heading] }, place, &Pictures::new(), &Tags::default());
        assert!(out.contains("@style Table Text\"") && out.contains("<w:b/>"), "{out}");
    }

    #[test]
    fn columns_are_as_wide_as_their_words_and_fill_the_page() {
        let cell = |text: &str| vec![Inline::Text(text.into())];
        let (head, rows) = (
            [cell("No."), cell("What"), cell("Who")],
            [vec![cell("1"), cell(&"word ".repeat(40)), cell("The director")]],
        );
        // Words of 4, 4 and 8 letters need 660, 660 and 1,140; of the other 7,066, each gets 1, 37 and 5 of 43 parts.
        assert_eq!(widths(3, &head, &rows), [824, 6_740, 1_962]);
        assert_eq!(widths(2, &[], &[]), [4_763, 4_763]);
        assert_eq!(widths(1, &[cell(&"x".repeat(90))], &[]), [9_526]);
        assert_eq!(widths(0, &[], &[]), Vec::<usize>::new());
    }

    #[test]
    fn a_quotation_in_a_cell_is_set_as_the_cell_is() {
        let quote =
            || Prose { blocks: vec![Block::Quote(vec![Block::Paragraph(vec![Inline::Text("Q".into())])])] };
        let place = |across| Place { level: 4, across, item: None };
        let written = |across| prose(&quote(), place(across), &Pictures::new(), &Tags::default());
        assert!(written(None).contains("@style Quote\""));
        assert!(written(Some(60)).contains("@style Table Text\"/><w:ind "), "{}", written(Some(60)));
    }

    #[test]
    fn tables_neither_run_together_nor_end_a_cell() {
        let table = || Block::Table { columns: vec![Align::Start], head: vec![vec![]], rows: vec![] };
        assert!(written(vec![table(), table()]).contains("</w:tbl><w:p>"));
        let place = Place { level: 4, across: Some(60), item: None };
        let out = prose(&Prose { blocks: vec![table()] }, place, &Pictures::new(), &Tags::default());
        assert!(out.ends_with("</w:p>") && !out.contains("<w:tbl>"), "{out}");
    }
}
