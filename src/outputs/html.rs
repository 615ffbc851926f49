//! Writes prose as HTML.
//!
//! In: the model's prose. Out: HTML in which nothing typed can be anything but text.

use std::fmt::Write as _;

use super::charts::Drawn;
use super::escape::{escape, escape_into};
use super::{Pictures, Tags};
use crate::pages::prose::{
    Align, Block, Enclosing, Inline, Item, Marker, Numerals, Picture, Prose, Target, plain_line,
};
use crate::text;
use crate::words::{Words, say};

/// Writes a text; its first headings are of `level`, from 1 to 6.
pub(super) fn prose(prose: &Prose, level: u8, pictures: &Pictures, tags: &Tags, words: &Words) -> String {
    let mut writer = Writer { out: String::new(), level, pictures, tags, words };
    writer.blocks(&prose.blocks);
    writer.out
}

/// A picture, inside the page itself.
pub(super) fn picture(picture: &Picture, class: Option<&str>, pictures: &Pictures) -> String {
    let mut out = String::from("<img");
    if let Some(class) = class {
        _ = write!(out, " class=\"{}\"", escape(class));
    }
    let bytes = pictures.get(&picture.path).map(AsRef::as_ref).unwrap_or_default();
    _ = write!(out, " alt=\"{}\" src=\"{}\">", escape(&picture.alt), data_address(&picture.path, bytes));
    out
}

/// A chart, inside the page itself.
pub(super) fn chart(chart: &Drawn) -> String {
    format!(
        "<img class=\"chart\" alt=\"{}\" width=\"{}\" height=\"{}\" src=\"{}\">",
        escape(&chart.alt),
        chart.width,
        chart.height,
        data_address("chart.svg", chart.svg.as_bytes())
    )
}

fn data_address(path: &str, bytes: &[u8]) -> String {
    let kind = match path.rsplit_once('.').map(|(_, kind)| kind.to_lowercase()).as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        _ => "image/svg+xml",
    };
    text::data_address(kind, bytes)
}

struct Writer<'a> {
    out: String,
    level: u8,
    pictures: &'a Pictures,
    tags: &'a Tags,
    words: &'a Words,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.out.push('\n');
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => self.element("p", content),
            Block::Heading { depth, anchor, content } => {
                // HTML has six levels; deeper headings stay at the sixth rather than drop out of the outline.
                let level = (self.level + depth - 1).min(6);
                _ = write!(self.out, "<h{level} id=\"{}\">", escape(anchor));
                self.inlines(content);
                _ = write!(self.out, "</h{level}>");
            }
            Block::List { marker, items } => self.list(*marker, items),
            Block::Table { columns, head, rows } => self.table(columns, head, rows),
            Block::Quote(inner) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(inner);
                self.out.push_str("</blockquote>");
            }
            Block::Preformatted(text) => {
                self.out.push_str("<pre>");
                escape_into(text, &mut self.out);
                self.out.push_str("</pre>");
            }
            Block::Rule => self.out.push_str("<hr>"),
            Block::Numbered { number, anchor, content } => {
                // The number is text, so that it is read aloud and copied with the paragraph.
                _ = write!(
                    self.out,
                    "<p class=\"numbered\" id=\"{}\"><span class=\"number\">{}</span> ",
                    escape(anchor),
                    escape(number)
                );
                self.inlines(content);
                self.out.push_str("</p>");
            }
            Block::Computed(never) => match *never {},
        }
    }

    fn list(&mut self, marker: Marker, items: &[Item]) {
        let name = match marker {
            Marker::Bullet => {
                self.out.push_str("<ul>");
                "ul"
            }
            Marker::Number { first, numerals, enclosing } => {
                self.out.push_str("<ol");
                if first != 1 {
                    _ = write!(self.out, " start=\"{first}\"");
                }
                // The kind is for every browser; the class adds the brackets where styles are understood.
                let (kind, class) = numbering(numerals);
                if let Some(kind) = kind {
                    _ = write!(self.out, " type=\"{kind}\"");
                }
                match enclosing {
                    Enclosing::Stop => {}
                    Enclosing::Bracket => _ = write!(self.out, " class=\"{class}-bracket\""),
                    Enclosing::Brackets => _ = write!(self.out, " class=\"{class}-brackets\""),
                }
                self.out.push('>');
                "ol"
            }
        };
        for item in items {
            self.out.push_str("\n<li>");
            let mut tag = item.rating.map(|rating| self.tags.of(rating));
            // Paragraphs of a list item have no tags of their own as long as there is only one.
            let mut blocks = item.blocks.iter().peekable();
            while let Some(block) = blocks.next() {
                match block {
                    Block::Paragraph(content) => {
                        let alone =
                            item.blocks.iter().filter(|b| matches!(b, Block::Paragraph(_))).count() == 1;
                        self.out.push_str(if alone { "" } else { "<p>" });
                        self.inlines(content);
                        if !matches!(blocks.peek(), Some(Block::Paragraph(_)))
                            && let Some(tag) = tag.take()
                        {
                            self.out.push(' ');
                            self.out.push_str(tag);
                        }
                        self.out.push_str(if alone { "" } else { "</p>" });
                    }
                    other => {
                        self.out.push('\n');
                        self.block(other);
                    }
                }
            }
            if let Some(tag) = tag {
                self.out.push_str(tag);
            }
            self.out.push_str("</li>");
        }
        _ = write!(self.out, "\n</{name}>");
    }

    fn table(&mut self, columns: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        // A table of unknown width scrolls in its own region, so that the page never scrolls sideways. Markdown has no
        // captions, so its column headings are its name.
        let heads: Vec<String> = head.iter().map(|cell| plain_line(cell)).collect();
        let heads: Vec<&str> = heads.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        let name = if heads.is_empty() {
            say!(self.words, "table").to_owned()
        } else {
            say!(self.words, "table-of", columns = self.words.commas(heads))
        };
        let name = escape(&name);
        _ = write!(
            self.out,
            "<div class=\"scroll\" role=\"group\" aria-label=\"{name}\" tabindex=\"0\"><table aria-label=\"{name}\"><thead><tr>",
        );
        for (cell, align) in head.iter().zip(columns) {
            _ = write!(self.out, "<th scope=\"col\"{}>", class_of(*align));
            self.inlines(cell);
            self.out.push_str("</th>");
        }
        self.out.push_str("</tr></thead><tbody>");
        for row in rows {
            self.out.push_str("<tr>");
            for (index, (cell, align)) in row.iter().zip(columns).enumerate() {
                let (open, close) = if index == 0 { ("th scope=\"row\"", "th") } else { ("td", "td") };
                _ = write!(self.out, "<{open}{}>", class_of(*align));
                self.inlines(cell);
                _ = write!(self.out, "</{close}>");
            }
            self.out.push_str("</tr>");
        }
        self.out.push_str("</tbody></table></div>");
    }

    fn element(&mut self, name: &str, content: &[Inline]) {
        _ = write!(self.out, "<{name}>");
        self.inlines(content);
        _ = write!(self.out, "</{name}>");
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) => escape_into(text, &mut self.out),
                Inline::Strong(inner) => self.element("strong", inner),
                Inline::Emphasis(inner) => self.element("em", inner),
                Inline::Strike(inner) => self.element("s", inner),
                Inline::Underline(inner) => self.element("u", inner),
                Inline::Superscript(inner) => self.element("sup", inner),
                Inline::Subscript(inner) => self.element("sub", inner),
                Inline::Code(text) => {
                    self.out.push_str("<code>");
                    escape_into(text, &mut self.out);
                    self.out.push_str("</code>");
                }
                Inline::Break => self.out.push_str("<br>"),
                Inline::Link { to, content } => {
                    _ = write!(self.out, "<a href=\"{}\">", escape(&address(to)));
                    self.inlines(content);
                    self.out.push_str("</a>");
                }
                Inline::Image(image) => self.out.push_str(&picture(image, None, self.pictures)),
                Inline::Computed(never) => match *never {},
            }
        }
    }
}

/// How the numbers of a list are written: the kind that HTML has for it, and the beginning of its class.
fn numbering(numerals: Numerals) -> (Option<char>, &'static str) {
    match numerals {
        Numerals::Digits => (None, "digits"),
        Numerals::SmallLetters => (Some('a'), "small-letters"),
        Numerals::CapitalLetters => (Some('A'), "capital-letters"),
        Numerals::SmallRoman => (Some('i'), "small-roman"),
        Numerals::CapitalRoman => (Some('I'), "capital-roman"),
    }
}

fn class_of(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Centre => " class=\"centre\"",
        Align::End => " class=\"end\"",
    }
}

/// Where a link leads, as seen from a report's own page.
pub(super) fn address(target: &Target) -> String {
    match target {
        Target::Address(address) => address.clone(),
        Target::Place { report, anchor } => {
            let page = report.as_ref().map(|report| format!("../{report}/index.html")).unwrap_or_default();
            match anchor {
                Some(anchor) => format!("{page}#{anchor}"),
                None if page.is_empty() => "#_top".to_owned(),
                None => page,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::prose::Scale;

    fn html(blocks: Vec<Block>) -> String {
        let tags = Tags(vec![(Scale::standard().step(0), "<b>Green</b>".to_owned())]);
        prose(&Prose { blocks }, 5, &Pictures::new(), &tags, &Words::default())
    }

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    #[test]
    fn nothing_typed_becomes_html() {
        let hostile = "<script>alert('1')</script> & \"x\"";
        let out = html(vec![
            Block::Paragraph(text(hostile)),
            Block::Preformatted(hostile.into()),
            Block::Paragraph(vec![Inline::Link {
                to: Target::Address("https://x/\"onclick=1".into()),
                content: vec![],
            }]),
        ]);
        let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;x&quot;";
        assert_eq!(
            out,
            format!(
                "<p>{escaped}</p>\n<pre>{escaped}</pre>\n<p><a href=\"https://x/&quot;onclick=1\"></a></p>\n"
            )
        );
    }

    #[test]
    fn headings_start_at_the_level_asked_for_and_stop_at_six() {
        let heading = |depth| Block::Heading { depth, anchor: format!("a{depth}"), content: text("T") };
        assert_eq!(
            html(vec![heading(1), heading(2), heading(3)]),
            "<h5 id=\"a1\">T</h5>\n<h6 id=\"a2\">T</h6>\n<h6 id=\"a3\">T</h6>\n"
        );
    }

    #[test]
    fn a_rating_tag_stands_after_the_items_words_and_before_its_list() {
        let inner = Block::List {
            marker: Marker::Number { first: 3, numerals: Numerals::Digits, enclosing: Enclosing::Stop },
            items: vec![Item { blocks: vec![Block::Paragraph(text("b"))], rating: None }],
        };
        let item = Item {
            blocks: vec![Block::Paragraph(text("a")), inner],
            rating: Some(Scale::standard().step(0)),
        };
        assert_eq!(
            html(vec![Block::List { marker: Marker::Bullet, items: vec![item] }]),
            "<ul>\n<li>a <b>Green</b>\n<ol start=\"3\">\n<li>b</li>\n</ol></li>\n</ul>\n"
        );
    }
}
