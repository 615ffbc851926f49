//! Reads what a PDF says, with the reader that Typst itself is built on (it is in the dependency tree already).

use std::collections::BTreeMap;

use hayro_interpret::font::Glyph;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Object, Stream};
use kurbo::{Affine, BezPath, Rect, Shape as _};

/// The text of every page, in reading order, without what is marked as an artifact: running headers, repeated table
/// headers and drawn shapes.
pub(crate) fn text(bytes: &[u8]) -> String {
    read(bytes, Reader { skips_artifacts: true, ..Reader::default() })
}

/// The text of each page, artifacts included: what somebody sees who holds the paper.
pub(crate) fn pages(bytes: &[u8]) -> Vec<String> {
    // Within a page the reader parts words with spaces only.
    text_with_artifacts(bytes).trim_end_matches('\n').split('\n').map(str::to_owned).collect()
}

/// The text of every page as it is printed, artifacts included.
pub(crate) fn text_with_artifacts(bytes: &[u8]) -> String {
    read(bytes, Reader::default())
}

/// A word as it is printed: its page, from 0, and from where to where it reaches, in points.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) page: usize,
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    /// The height of the line that it stands on.
    pub(crate) line: f64,
    /// The size of its type.
    pub(crate) size: f64,
}

/// Every word, artifacts included.
pub(crate) fn words(bytes: &[u8]) -> Vec<Word> {
    let mut reader = Reader::default();
    interpret(bytes, &mut reader);
    reader.words
}

/// The words that are printed over one another, in pairs, and those that do not lie within the page.
pub(crate) fn hidden_words(bytes: &[u8]) -> Vec<String> {
    let (words, pages) = (words(bytes), page_sizes(bytes));
    let mut hidden = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if word.left < 10.0 || word.right > f64::from(pages[word.page].0) - 10.0 {
            hidden.push(format!("{} on page {} is not on the paper", word.text, word.page + 1));
        }
        for other in &words[..index] {
            let share_a_line = (word.line - other.line).abs() < 0.7 * word.size.min(other.size);
            // Letters may lean over their own room by a hair.
            let overlap = word.right.min(other.right) - word.left.max(other.left);
            if word.page == other.page && share_a_line && overlap > 0.6 {
                hidden.push(format!("{} and {} on page {}", other.text, word.text, word.page + 1));
            }
        }
    }
    hidden
}

/// Something drawn: its page, from 0, whether its outline is drawn and not its area, and the room that it takes.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) page: usize,
    pub(crate) is_outline: bool,
    pub(crate) room: Rect,
}

/// Every shape that is drawn, in pictures too.
pub(crate) fn shapes(bytes: &[u8]) -> Vec<Shape> {
    let mut reader = Reader::default();
    interpret(bytes, &mut reader);
    reader.shapes
}

/// How far to the right the farthest glyph begins, in points.
pub(crate) fn rightmost(bytes: &[u8]) -> f64 {
    let mut reader = Reader::default();
    interpret(bytes, &mut reader);
    reader.rightmost
}

fn read(bytes: &[u8], mut reader: Reader) -> String {
    interpret(bytes, &mut reader);
    reader.text
}

fn interpret(bytes: &[u8], reader: &mut Reader) {
    let pdf = open(bytes);
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, 10_000.0, 10_000.0),
            &cache,
            page.xref(),
            InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() },
        );
        interpret_page(page, &mut context, reader);
        reader.text.push('\n');
        reader.last = None;
        reader.page += 1;
    }
}

/// The text of each marked content, by page, from 0, and number: what the structure of the file points at.
pub(crate) fn marked_text(bytes: &[u8]) -> BTreeMap<(usize, i32), String> {
    let mut reader = Reader { skips_artifacts: true, ..Reader::default() };
    interpret(bytes, &mut reader);
    reader.marked
}

/// Title, author, language, bookmarks and page count.
pub(crate) struct Properties {
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) language: String,
    pub(crate) bookmarks: Vec<String>,
    pub(crate) pages: usize,
    /// The XMP metadata, which names the standards that the file claims.
    pub(crate) metadata: String,
}

pub(crate) fn properties(bytes: &[u8]) -> Properties {
    let pdf = open(bytes);
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).expect("a catalog");
    let string = |bytes: Option<Vec<u8>>| decode(&bytes.expect("is there"));
    let metadata: Stream<'_> = catalog.get("Metadata").expect("metadata");
    let mut bookmarks = Vec::new();
    if let Some(outlines) = catalog.get::<Dict<'_>>("Outlines") {
        collect_bookmarks(&outlines, &mut bookmarks);
    }
    Properties {
        title: string(pdf.metadata().title.clone()),
        author: string(pdf.metadata().author.clone()),
        language: decode(
            catalog.get::<hayro_syntax::object::String<'_>>("Lang").expect("a language").as_bytes(),
        ),
        bookmarks,
        pages: pdf.pages().len(),
        metadata: String::from_utf8(metadata.decoded().expect("readable").into_owned())
            .expect("XMP is UTF-8"),
    }
}

/// Width and height of each page, in points.
pub(crate) fn page_sizes(bytes: &[u8]) -> Vec<(f32, f32)> {
    open(bytes).pages().iter().map(hayro_syntax::page::Page::render_dimensions).collect()
}

/// How many header cells of tables have the scope `scope`: "Row", "Column" or "Both".
pub(crate) fn header_cells(bytes: &[u8], scope: &str) -> usize {
    let pdf = open(bytes);
    let is_header = |dict: &Dict<'_>| {
        let tag = dict.get::<hayro_syntax::object::Name<'_>>("S");
        tag.is_some_and(|tag| tag.as_str() == "TH")
    };
    let has_scope = |dict: &Dict<'_>| {
        let own = |dict: Dict<'_>| {
            dict.get::<hayro_syntax::object::Name<'_>>("Scope").is_some_and(|s| s.as_str() == scope)
        };
        match dict.get::<hayro_syntax::object::Array<'_>>("A") {
            Some(attributes) => attributes.iter::<Dict<'_>>().any(own),
            None => dict.get::<Dict<'_>>("A").is_some_and(own),
        }
    };
    let dicts = pdf.objects().into_iter().filter_map(|object| match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    });
    dicts.filter(|dict| is_header(dict) && has_scope(dict)).count()
}

/// Everything that is written anywhere in the file, compressed or not, as one text to search in.
pub(crate) fn everything(bytes: &[u8]) -> String {
    fn object(value: Object<'_>, out: &mut String) {
        match value {
            Object::String(text) => {
                out.push_str(&decode(text.as_bytes()));
                out.push('\n');
            }
            Object::Name(name) => {
                out.push_str(name.as_str());
                out.push('\n');
            }
            Object::Dict(dict) => {
                // Entries that point elsewhere are met there.
                for (key, value) in dict.entries() {
                    out.push_str(key.as_str());
                    out.push('\n');
                    if let hayro_syntax::object::MaybeRef::NotRef(value) = value {
                        object(value, out);
                    }
                }
            }
            Object::Array(array) => {
                for value in array.raw_iter() {
                    if let hayro_syntax::object::MaybeRef::NotRef(value) = value {
                        object(value, out);
                    }
                }
            }
            Object::Stream(stream) => {
                object(Object::Dict(stream.dict().clone()), out);
                if let Ok(decoded) = stream.decoded() {
                    out.push_str(&String::from_utf8_lossy(&decoded));
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
    let pdf = open(bytes);
    let mut out = String::from_utf8_lossy(bytes).into_owned();
    for value in pdf.objects() {
        object(value, &mut out);
    }
    out + &text_with_artifacts(bytes)
}

fn open(bytes: &[u8]) -> Pdf {
    Pdf::new(bytes.to_vec()).unwrap_or_else(|why| panic!("not a PDF: {why:?}"))
}

/// A PDF text string: UTF-16 with its mark, or bytes.
pub(crate) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks(2).map(|pair| u16::from(pair[0]) << 8 | u16::from(pair[1])).collect();
            String::from_utf16_lossy(&units)
        }
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn collect_bookmarks(parent: &Dict<'_>, out: &mut Vec<String>) {
    let mut next: Option<Dict<'_>> = parent.get("First");
    while let Some(item) = next {
        let title: hayro_syntax::object::String<'_> = item.get("Title").expect("a bookmark has a title");
        out.push(decode(title.as_bytes()));
        collect_bookmarks(&item, out);
        next = item.get("Next");
    }
}

/// Puts the glyphs of pages together into words.
#[derive(Default)]
struct Reader {
    text: String,
    skips_artifacts: bool,
    /// How far to the right any glyph begins.
    rightmost: f64,
    /// Where the last glyph ended: x and y.
    last: Option<(f64, f64)>,
    /// For each open marked content, whether it or one around it is an artifact.
    artifacts: Vec<bool>,
    /// For each open marked content, its number or that of the one around it.
    numbers: Vec<Option<i32>>,
    /// The words so far.
    words: Vec<Word>,
    /// The shapes so far.
    shapes: Vec<Shape>,
    /// The number of the page that is read.
    page: usize,
    /// The text of each marked content, by page and number.
    marked: BTreeMap<(usize, i32), String>,
}

impl Reader {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        if let Some(Some(number)) = self.numbers.last() {
            self.marked.entry((self.page, *number)).or_default().push_str(text);
        }
    }
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        if self.skips_artifacts && self.artifacts.last() == Some(&true) {
            return;
        }
        let matrix = transform * glyph_transform;
        let at = matrix.translation();
        self.rightmost = self.rightmost.max(at.x);
        // Glyph space is a thousandth of the type size.
        let size = (matrix.as_coeffs()[0] * 1000.0).abs();
        if let Some((x, y)) = self.last {
            // A new line, or a gap that no letter-spacing makes.
            if (at.y - y).abs() > size * 0.6 || at.x - x > size * 0.15 || at.x < x - size * 0.5 {
                self.push(" ");
            }
        }
        let width = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width().unwrap_or(500.0),
            Glyph::Type3(_) => 500.0,
        };
        let right = at.x + f64::from(width) / 1000.0 * size;
        let text = match glyph.as_unicode() {
            Some(hayro_interpret::hayro_cmap::BfString::Char(c)) => c.to_string(),
            Some(hayro_interpret::hayro_cmap::BfString::String(text)) => text,
            None => "\u{fffd}".to_owned(),
        };
        let follows = self.last.is_some_and(|(x, y)| {
            (at.y - y).abs() < 0.1
                && (at.x - x).abs() < size * 0.15
                && !self.text.ends_with(char::is_whitespace)
        });
        match self.words.last_mut().filter(|_| follows && !text.trim().is_empty()) {
            Some(word) => {
                word.text.push_str(&text);
                word.right = right;
            }
            None if text.trim().is_empty() => {}
            None => {
                let (page, text) = (self.page, text.clone());
                self.words.push(Word { page, text, left: at.x, right, line: at.y, size });
            }
        }
        self.last = Some((right, at.y));
        self.push(&text);
    }

    fn begin_marked_content(&mut self, tag: &[u8], number: Option<i32>) {
        self.numbers.push(number.or(self.numbers.last().copied().flatten()));
        let around = self.artifacts.last() == Some(&true);
        self.artifacts.push(around || tag == b"Artifact");
    }

    fn end_marked_content(&mut self) {
        self.artifacts.pop();
        self.numbers.pop();
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        let room = transform.transform_rect_bbox(path.bounding_box());
        let is_outline = matches!(mode, PathDrawMode::Stroke(_));
        self.shapes.push(Shape { page: self.page, is_outline, room });
    }
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
