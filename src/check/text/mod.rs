//! Turns prose with places into prose without, and checks what it refers to.

use std::collections::BTreeMap;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

mod asked;
mod encoding;
mod numbers;
mod pictures;
pub(super) mod places;
mod readability;
pub(super) mod references;

pub(crate) use self::pictures::{AsPublished, picture_as_published};
use self::places::{DeadLink, Places, heading_slugs};
use self::readability::is_coloured;
use self::references::LoneReference;
use super::Context;
use super::scope::Scales;
use crate::check::paper::{self, Fit, Place};
use crate::content::address::{resolve, typed_picture};
use crate::content::discover::PICTURE_KINDS;
use crate::content::fields::Fields;
use crate::content::limits::{self, too_large};
use crate::content::markdown::{self as raw, Style};
use crate::diag::{Code, Diagnostic};
use crate::report::prose::{Block, Inline, Item, Prose, Target, heading_anchor};
use crate::report::{Kind, Picture, Rating, Scale, Shape};
use crate::text::{self, all_of, did_you_mean, ends_line, figure, shorten};

use crate::content::yaml::{Node, Value};
use crate::diag::source::{FileId, Span, Spanned};

/// Whether a character is a mark on the letter before it, as an accent may be.
pub(super) fn is_combining(c: char) -> bool {
    // Only others than these are looked up in the table.
    !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// Turns the prose of one file into the report's.
pub(super) struct Writer<'a, 'd> {
    pub(super) context: Context<'a>,
    pub(super) places: &'a Places,
    /// The scales that it may name ratings of.
    pub(super) scales: Scales<'a>,
    /// The file's path below the content folder.
    pub(super) path: String,
    /// How often each character has been reported in this file: a few places show where to look, hundreds would not.
    unprintable: BTreeMap<char, usize>,
    /// How many letters it has asked for; nothing once they were too many.
    asked: Option<usize>,
    /// Where the text that is written stands on paper.
    place: Place,
    /// How many lists and quotations the text is in.
    level: u8,
    pub(super) faults: &'d mut Vec<Diagnostic>,
}

impl<'a, 'd> Writer<'a, 'd> {
    /// Makes a writer for the text of `file`.
    pub(super) fn new(
        context: &Context<'a>,
        places: &'a Places,
        file: FileId,
        scales: Scales<'a>,
        faults: &'d mut Vec<Diagnostic>,
    ) -> Self {
        let shown = &context.sources.file(file).path;
        let path = shown.strip_prefix(&context.tree.root).unwrap_or(shown).trim_start_matches('/').to_owned();
        Self {
            context: *context,
            places,
            scales,
            path,
            unprintable: BTreeMap::new(),
            asked: Some(0),
            place: Place::Inside,
            level: 0,
            faults,
        }
    }

    /// Checks that every text in the front matter can be printed.
    pub(super) fn check_fields(&mut self, fields: &Fields) {
        for (key, node) in &fields.entries {
            self.check_node(node);
            let row = fields.table().iter().find(|field| field.name == key.value);
            self.check_idle_references(&key.value, row.map(|field| &field.shape), node);
        }
    }

    fn check_node(&mut self, node: &Node) {
        match &node.value {
            Value::Empty => {}
            Value::Scalar { text, .. } => {
                self.check_text(text, node.span);
                self.check_marks(text, node.span);
                self.check_words(text, node.span);
                self.check_capitals(text, node.span);
            }
            Value::List(items) => items.iter().for_each(|item| self.check_node(item)),
            Value::Map(fields) => fields.iter().for_each(|(_, node)| self.check_node(node)),
        }
    }

    /// The body of the file as prose of the thing at `anchor`. A page can be turned for its tables, except in the columns
    /// of actions.
    pub(super) fn body(&mut self, blocks: &[raw::Block], anchor: &str) -> Prose {
        let is_action =
            self.places.kind(&self.path) == Some(Kind::Actions) && !self.path.ends_with("/_index.md");
        self.place = if is_action { Place::Inside } else { Place::Page };
        let prose = self.prose(blocks, anchor);
        self.place = Place::Inside;
        prose
    }

    /// The prose of the thing at `anchor`.
    pub(super) fn prose(&mut self, blocks: &[raw::Block], anchor: &str) -> Prose {
        let mut headings = Headings { anchor, slugs: heading_slugs(blocks).into_iter(), levels: Vec::new() };
        Prose { blocks: self.blocks(blocks, &mut headings) }
    }

    fn blocks(&mut self, blocks: &[raw::Block], headings: &mut Headings<'_>) -> Vec<Block> {
        blocks
            .iter()
            .filter_map(|block| match block {
                raw::Block::Paragraph(content) => match self.listing(content) {
                    LoneReference::Listing(listing) => Some(Block::Computed(listing)),
                    LoneReference::Faulty => None,
                    LoneReference::NoListing => Some(Block::Paragraph(self.inlines(content))),
                },
                other => Some(self.block(other, headings)),
            })
            .collect()
    }

    fn block(&mut self, block: &raw::Block, headings: &mut Headings<'_>) -> Block {
        match block {
            raw::Block::Paragraph(content) => Block::Paragraph(self.inlines(content)),
            raw::Block::Heading(level, content) => {
                self.check_heading(headings.levels.last().copied(), *level, content);
                let (depth, anchor) = headings.next(*level);
                Block::Heading { depth, anchor, content: self.inlines(content) }
            }
            raw::Block::List(marker, items) => Block::List {
                marker: *marker,
                items: items.iter().map(|item| self.item(item, headings)).collect(),
            },
            raw::Block::Table(columns, head, rows) => {
                self.check_table_head(head, rows);
                let (typed, rows) = (head, rows);
                let head: Vec<_> = head.iter().map(|cell| self.inlines(cell)).collect();
                let rows: Vec<Vec<_>> =
                    rows.iter().map(|row| row.iter().map(|cell| self.inlines(cell)).collect()).collect();
                self.check_table_width(typed, &head, &rows);
                Block::Table { columns: columns.clone(), head, rows }
            }
            raw::Block::Quote(inner) => {
                self.level += 1;
                let inner = self.blocks(inner, headings);
                self.level -= 1;
                Block::Quote(inner)
            }
            raw::Block::Preformatted(text) => {
                self.check_text(&text.value, text.span);
                self.check_marks(&text.value, text.span);
                self.check_words(&text.value, text.span);
                Block::Preformatted(text.value.clone())
            }
            raw::Block::Rule => Block::Rule,
        }
    }

    /// Reports a table whose words have no room beside one another even in small type on a page that lies on its side.
    fn check_table_width(
        &mut self,
        typed: &[Vec<raw::Inline>],
        head: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
    ) {
        let columns = paper::columns(head, rows, self.context.ruler);
        if paper::fit(&columns, self.level, self.place) != Fit::No {
            return;
        }
        let Some(span) = typed.iter().find_map(|cell| raw::span_of(cell)) else { return };
        let message = match self.place {
            Place::Page if self.level == 0 => {
                "this table is too wide: in small type on a page on its side, its words would still print over each other"
            }
            Place::Page => {
                "this table is too wide for a list or quotation: its words would print over each other"
            }
            Place::Inside => "this table is too wide for its place: its words would print over each other",
        };
        self.faults.push(Diagnostic::error(Code::TableTooWide, span, message).help(
            "divide it into two tables, use shorter words, or put it on the web as a spreadsheet and link to that",
        ));
    }

    fn item(&mut self, blocks: &[raw::Block], headings: &mut Headings<'_>) -> Item {
        self.level += 1;
        let mut blocks = self.blocks(blocks, headings);
        self.level -= 1;
        // The tag is at the end of the item's own words, before any list nested in it.
        let own = blocks.iter_mut().take_while(|block| matches!(block, Block::Paragraph(_))).last();
        let rating = match own {
            Some(Block::Paragraph(content)) => take_rating_tag(content, self.scales.own),
            _ => None,
        };
        Item { blocks, rating }
    }

    fn inlines(&mut self, content: &[raw::Inline]) -> Vec<Inline> {
        self.check_unread_links(content);
        let mut written: Vec<Inline> = Vec::with_capacity(content.len());
        let mut inlines = content.iter().peekable();
        while let Some(inline) = inlines.next() {
            match inline {
                raw::Inline::Text(text) => {
                    self.check_text(&text.value, text.span);
                    let (mut run, mut span) = (text.value.clone(), text.span);
                    while let Some(raw::Inline::Text(next)) =
                        inlines.next_if(|next| matches!(next, raw::Inline::Text(_)))
                    {
                        self.check_text(&next.value, next.span);
                        run.push_str(&next.value);
                        span.end = span.end.max(next.span.end);
                    }
                    self.check_marks(&run, span);
                    self.check_words(&run, span);
                    self.check_capitals(&run, span);
                    written.extend(self.with_references(&run, span));
                }
                raw::Inline::Styled(style, inner) => {
                    let inner = self.inlines(inner);
                    written.push(match style {
                        Style::Strong => Inline::Strong(inner),
                        Style::Emphasis => Inline::Emphasis(inner),
                        Style::Strike => Inline::Strike(inner),
                        Style::Underline => Inline::Underline(inner),
                        Style::Superscript => Inline::Superscript(inner),
                        Style::Subscript => Inline::Subscript(inner),
                    });
                }
                raw::Inline::Code(text) => {
                    self.check_text(&text.value, text.span);
                    self.check_marks(&text.value, text.span);
                    self.check_words(&text.value, text.span);
                    written.push(Inline::Code(text.value.clone()));
                }
                raw::Inline::Break => written.push(Inline::Break),
                raw::Inline::Link(to, inner) => {
                    let content = self.inlines(inner);
                    if content.is_empty() {
                        self.faults.push(
                            Diagnostic::error(
                                Code::BrokenLink,
                                to.span,
                                "this link has no words, so nobody can see or follow it",
                            )
                            .help(format!(
                                "write what it says between the square brackets: `[…]({})`",
                                to.value
                            )),
                        );
                    }
                    self.check_link_words(to, inner);
                    let said = raw::plain_text(inner);
                    self.check_length("the words of this link have", &said, limits::LONGEST_NAME, to.span);
                    self.check_length(
                        "the address of this link has",
                        &to.value,
                        limits::LONGEST_ADDRESS,
                        to.span,
                    );
                    match self.link(to) {
                        Some(to) => written.push(Inline::Link { to, content }),
                        None => written.extend(content),
                    }
                }
                raw::Inline::Image(source, alt) => {
                    self.check_text(alt, source.span);
                    self.check_marks(alt, source.span);
                    self.check_length("the text of this picture has", alt, limits::LONGEST_NAME, source.span);
                    let help =
                        "write what it shows between the square brackets: `![what it shows](picture.png)`";
                    if let Some(picture) = self.picture(source, alt.clone(), help) {
                        written.push(Inline::Image(picture));
                    }
                }
            }
        }
        written
    }

    /// Reports `](a b.png)`: with a space in the address, Markdown reads neither a link nor a picture, and prints the
    /// brackets.
    fn check_unread_links(&mut self, content: &[raw::Inline]) {
        for run in content.split(|inline| !matches!(inline, raw::Inline::Text(_))) {
            let texts = run.iter().filter_map(|inline| match inline {
                raw::Inline::Text(text) => Some(text),
                _ => None,
            });
            let (Some(first), Some(last)) = (texts.clone().next(), texts.clone().next_back()) else {
                continue;
            };
            let span = Span { end: last.span.end.max(first.span.start), ..first.span };
            let typed = self.context.sources.slice(span);
            // An address ends at the next bracket and begins at the last opening before it; so each character is seen
            // once.
            let Some((open, address)) = typed.match_indices(')').find_map(|(end, _)| {
                let before = &typed[..end];
                let from = before.rfind(')').map_or(0, |at| at + 1);
                let open = from + before[from..].rfind("](")?;
                let address = &before[open + 2..];
                (address.trim().contains(' ') && !address.contains(['"', '\n', '<']))
                    .then_some((open, address))
            }) else {
                continue;
            };
            let start = span.start + open + 2;
            self.faults.push(
                Diagnostic::error(
                    Code::BrokenLink,
                    Span { start, end: start + address.len(), ..span },
                    format!("`{address}` contains a space, so this is read as neither a link nor a picture"),
                )
                .help(format!("write `<{address}>` in angle brackets, or rename the file without the space")),
            );
        }
    }

    /// Where a link leads, if anywhere.
    pub(super) fn link(&mut self, to: &Spanned<String>) -> Option<Target> {
        let address = to.value.trim();
        let dead = |message: String| Diagnostic::error(Code::BrokenLink, to.span, message);
        let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
        let is_scheme = |scheme: &str| {
            !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+')
        };
        match scheme.as_deref() {
            Some("http" | "https" | "mailto" | "tel") => {
                if let Some(fault) = incomplete(address, &dead) {
                    self.faults.push(fault);
                    return None;
                }
                return Some(Target::Address(address.to_owned()));
            }
            Some(scheme) if scheme.len() == 1 && is_scheme(scheme) => {
                self.faults.push(
                    dead(format!("`{address}` is on your own computer, where readers cannot reach it"))
                        .help("link to a web page (https:), or to another entry by its path from this file"),
                );
                return None;
            }
            Some(scheme) if is_scheme(scheme) => {
                self.faults.push(
                    dead(format!("a link that begins with `{scheme}:` cannot be published"))
                        .help("link to a web page (https:), an e-mail address (mailto:), a number (tel:) or another entry"),
                );
                return None;
            }
            _ => {}
        }
        if address.is_empty() {
            self.faults.push(
                dead("this link has no address".to_owned())
                    .help("write it between the round brackets: `[what it says](https://…)`"),
            );
            return None;
        }
        if let Some(fault) = not_a_file(address, &dead) {
            self.faults.push(fault);
            return None;
        }
        let (path, fragment) = match address.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (address, None),
        };
        let target = if path.is_empty() { Some(self.path.clone()) } else { resolve(&self.path, path) };
        let Some(target) = target else {
            self.faults.push(
                dead(format!("the link `{address}` leads out of the content folder"))
                    .help("link to another entry, or to a web page with https:"),
            );
            return None;
        };
        let fault = match self.places.find(&self.path, &target, fragment) {
            Ok(target) => return Some(target),
            Err(DeadLink::Unusable) => return None,
            Err(DeadLink::NoFile(_)) if is_other_file(&target) => {
                dead(format!("the link `{address}` leads to a file that is not part of the report")).help(
                    "a report can link to its own entries and to web pages; put the document on the web and link there",
                )
            }
            Err(DeadLink::NoFile(meant)) => {
                let fault =
                    dead(format!("the link `{address}` leads to a file that does not exist: `{target}`"));
                match meant {
                    Some(path) => fault.help(format!("did you mean `{}`?", relative(&self.path, &path))),
                    None => {
                        fault.help("write its path from this file, like `../asset-management/park-wood.md`")
                    }
                }
            }
            Err(DeadLink::NoHeading(headings)) => {
                let fault = dead(format!("the link `{address}` leads to a heading that does not exist"));
                if headings.is_empty() {
                    fault.help("that file has no headings: delete the `#` and what follows it")
                } else {
                    fault.help(format!(
                        "its headings are {}",
                        all_of(headings.iter().map(|h| format!("`#{h}`")))
                    ))
                }
            }
            Err(DeadLink::Draft) => dead(format!("the link `{address}` leads to a draft, which is not printed"))
                .help("delete the link, or the `draft: true` in that file"),
            Err(DeadLink::Restricted) => dead(format!(
                "the link `{address}` leads to something restricted, which the public does not see"
            ))
            .help("delete the link, or make this file `restricted: true` as well"),
            Err(DeadLink::Exempt) => dead(format!(
                "the link `{address}` leads into a text that is exempt, of which the public sees no more than the title"
            ))
            .help("delete the link, or let it lead to the title that the public sees, without a `#`"),
        };
        self.faults.push(fault);
        None
    }

    /// The picture at `source`, if it can be printed and has a text; `alt_help` says where to write that text.
    pub(super) fn picture(
        &mut self,
        source: &Spanned<String>,
        alt: String,
        alt_help: &str,
    ) -> Option<Picture> {
        let typed = source.value.trim();
        if alt.trim().is_empty() {
            self.faults.push(
                Diagnostic::error(
                    Code::ImageAlt,
                    source.span,
                    format!("the picture `{typed}` has no text for people who cannot see it"),
                )
                .help(alt_help),
            );
        }
        let missing = |message: String| Diagnostic::error(Code::ImageMissing, source.span, message);
        if typed.contains("://") {
            self.faults.push(
                missing(format!(
                    "the picture `{typed}` is on the web, but a report must contain its own pictures"
                ))
                .help("save the picture beside this file and write its file name"),
            );
            return None;
        }
        let typed = typed_picture(typed);
        let Some(path) = resolve(&self.path, &typed) else {
            self.faults.push(
                missing(format!("the picture `{typed}` is outside the content folder"))
                    .help("put the picture beside this file and write its file name"),
            );
            return None;
        };
        let kind = path.rsplit_once('.').map(|(_, kind)| kind.to_lowercase()).unwrap_or_default();
        if !PICTURE_KINDS.contains(&kind.as_str()) {
            self.faults.push(
                Diagnostic::error(
                    Code::ImageKind,
                    source.span,
                    format!("the picture `{typed}` is of a kind that cannot be printed"),
                )
                .help("save it as PNG, JPEG, SVG, GIF or WebP"),
            );
            return None;
        }
        if self.places.is_unusable(&path) {
            return None;
        }
        if !self.context.tree.pictures.contains_key(&path) {
            let fault = missing(format!("there is no picture `{path}`"));
            let other_case =
                self.context.tree.pictures.keys().find(|known| known.eq_ignore_ascii_case(&path));
            // Only names are compared: their folders alone would make any two paths look alike.
            let name_of = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
            let near = || {
                let is_near =
                    |known: &&str| did_you_mean(&name_of(&path), [name_of(known).as_str()]).is_some();
                self.context.tree.pictures.keys().map(String::as_str).find(is_near)
            };
            let near =
                || if self.places.may_search(self.context.tree.pictures.len()) { near() } else { None };
            self.faults.push(match other_case.map(String::as_str).or_else(near) {
                Some(known) => fault.help(format!("did you mean `{}`?", relative(&self.path, known))),
                None => fault.help("put the picture beside this file and write its file name"),
            });
            return None;
        }
        let root = &self.context.tree.root;
        if let Some(kept_back) = self.places.picture_kept_back(&self.path, &path) {
            self.faults.push(
                Diagnostic::error(
                    Code::BrokenLink,
                    source.span,
                    format!("the picture `{typed}` belongs to something {kept_back}, which the public does not see"),
                )
                .help("put a picture that all may see beside this file, or make this file `restricted: true` as well"),
            );
            return None;
        }
        self.shown_picture(&kind, &path, &format!("{root}/{path}"), source.span)?;
        Some(Picture { path, alt })
    }

    /// Looks into a picture, if nobody has, and counts it; nothing if it cannot be shown.
    fn shown_picture(&mut self, kind: &str, path: &str, shown_path: &str, span: Span) -> Option<()> {
        let report = self.path.split_once('/').map_or("", |(report, _)| report);
        let mut shown = self.places.shown.borrow_mut();
        if shown.is_settled(report, path) {
            return None;
        }
        if shown.known(path).is_none() {
            match self.context.tree.picture(path) {
                Ok(bytes) => shown.add(path, pictures::clean(kind, &bytes?)),
                Err(fault) => {
                    self.faults.push(*fault);
                    shown.is_unread(path);
                    return None;
                }
            }
        }
        let fault = match shown.known(path)? {
            Err(trouble) => Some(trouble.fault(shown_path, span)),
            // A draft is not printed.
            Ok(_) if self.places.is_draft(&self.path) => None,
            Ok(_) => shown.count(report, path, shown_path, span),
        };
        let is_fine = fault.is_none();
        self.faults.extend(fault);
        is_fine.then_some(())
    }

    /// Reports a text that is longer than a PDF can hold there.
    fn check_length(&mut self, what: &str, text: &str, most: usize, span: Span) {
        if let Some(length) = text::excess(text, most) {
            let message =
                format!("{what} {} characters, but may have at most {}", figure(length), figure(most));
            self.faults
                .push(too_large(span, message).help("shorten it, and move the rest into the text around it"));
        }
    }

    /// Reports an endless word, within which no line can break.
    fn check_words(&mut self, text: &str, span: Span) {
        let longest = text.split_whitespace().max_by_key(|word| word.len()).unwrap_or_default();
        self.check_length("a word here has", longest, limits::LONGEST_WORD, span);
    }

    /// Reports marks that pile up on one letter: they would be drawn over the lines around it.
    fn check_marks(&mut self, text: &str, span: Span) {
        // No ASCII character is a mark, and nearly all texts are ASCII.
        if text.is_ascii() {
            return;
        }
        let mut marks = 0;
        let mut letter = 0;
        for (at, c) in text.char_indices() {
            if !is_combining(c) {
                (marks, letter) = (0, at);
                continue;
            }
            marks += 1;
            if marks <= MOST_MARKS {
                continue;
            }
            let shown = &text[letter..at + c.len_utf8()];
            let place = self.context.sources.slice(span).find(shown).map_or(span, |at| {
                let start = span.start + at;
                Span { start, end: start + shown.len(), ..span }
            });
            let message = format!(
                "there are more than {MOST_MARKS} marks on one letter here, which would cover the lines around it"
            );
            self.faults
                .push(Diagnostic::error(Code::UnprintableCharacter, place, message).help(
                    "no language needs this many: delete the letter with its marks, and type it again",
                ));
            return;
        }
    }

    /// Warns of a word that was read in the wrong encoding before it came here.
    fn check_encoding(&mut self, text: &str, span: Span) {
        let Some(garbled) = encoding::garbled(text) else { return };
        let word = &text[garbled.range];
        let typed = self.context.sources.slice(span);
        let place = typed.find(word).map_or(span, |at| {
            let start = span.start + at;
            Span { start, end: start + word.len(), ..span }
        });
        let message = format!("`{}` was read in the wrong encoding before it came here", shorten(word));
        let fault = Diagnostic::warning(Code::WrongEncoding, place, message);
        self.faults.push(match garbled.was {
            Some(was) => fault.help(format!(
                "write `{}`, or copy the whole text again from where it came from",
                shorten(&was)
            )),
            None => {
                fault.help("type the character that was lost, or copy the text again from where it came from")
            }
        });
    }

    /// Reports characters that would come out as empty boxes, and those that reverse the words after them.
    fn check_text(&mut self, text: &str, span: Span) {
        self.check_encoding(text, span);
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            // Nearly everything is one of these.
            if matches!(c, ' '..='~') {
                continue;
            }
            let is_plain = matches!(c, '\n' | '\r' | '\t')
                || (self.context.is_printable)(c)
                || (c.is_whitespace() && !c.is_control() && !ends_line(c));
            if is_plain && !is_coloured(c) && !turns_text(c) {
                continue;
            }
            // What is joined to a pictograph (a skin colour, a profession) is part of it.
            while let Some(joined) = characters.next_if(|c| is_joined(*c)) {
                if joined == JOINER {
                    characters.next();
                }
            }
            // A text in another script has hundreds of them; the first few show what is wrong.
            if self.unprintable.len() >= MOST_UNPRINTABLE && !self.unprintable.contains_key(&c) {
                continue;
            }
            let count = self.unprintable.entry(c).or_default();
            *count += 1;
            if *count > MOST_PLACES {
                continue;
            }
            let typed = self.context.sources.slice(span);
            let span = match typed.find(c) {
                Some(at) => Span { start: span.start + at, end: span.start + at + c.len_utf8(), ..span },
                None => span,
            };
            if turns_text(c) {
                self.faults.push(
                    Diagnostic::error(
                        Code::UnprintableCharacter,
                        span,
                        format!(
                            "an invisible character (U+{:04X}) reverses the order of the words after it",
                            u32::from(c)
                        ),
                    )
                    .help("delete it: readers would see different words from those that were typed"),
                );
                continue;
            }
            let is_unseen = c.is_control() || c == '\u{feff}' || ends_line(c);
            let shown = if is_unseen || is_private(c) { String::new() } else { format!("`{c}` ") };
            let fault = Diagnostic::error(
                Code::UnprintableCharacter,
                span,
                format!("the character {shown}(U+{:04X}) is not in any of the report's fonts", u32::from(c)),
            );
            self.faults.push(if is_private(c) {
                fault.help(
                    "this is a bullet or symbol that only Word knows: begin the line with `- ` instead",
                )
            } else if is_unseen {
                fault
                    .help("it cannot be seen, and most likely came with pasted text: delete it")
            } else if is_coloured(c) {
                fault.help(
                    "a colour alone says nothing in black and white or read aloud: write the rating as a word, like `(Amber)` \
                     at the end of a list item",
                )
            } else if is_pictograph(c) {
                fault.help("write a word instead: a screen reader would not read it well either")
            } else {
                fault.help("write it another way")
            });
        }
    }
}

/// A character is reported in at most this many places of one file.
const MOST_PLACES: usize = 3;

/// How many different characters are reported in one file.
const MOST_UNPRINTABLE: usize = 100;

/// More marks on one letter than any language uses.
const MOST_MARKS: usize = 8;

/// Whether a character overrides the direction of what follows: fonts have it, but print nothing.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Joins two pictographs into one.
const JOINER: char = '\u{200d}';

/// Whether a character only changes or joins the pictograph before it.
fn is_joined(c: char) -> bool {
    c == JOINER || matches!(u32::from(c), 0xfe0e | 0xfe0f | 0x1f3fb..=0x1f3ff)
}

/// What an address with a scheme is missing, if anything.
fn incomplete(address: &str, dead: &dyn Fn(String) -> Diagnostic) -> Option<Diagnostic> {
    let (scheme, rest) = address.split_once(':')?;
    if rest.trim_start_matches('/').is_empty() {
        return Some(dead(format!("the link `{address}` leads nowhere")).help("write the whole address"));
    }
    // Each browser repairs an address without the slashes in its own way, and it leads somewhere else.
    let is_web = scheme.to_lowercase().starts_with("http");
    (is_web && !rest.starts_with("//")).then(|| {
        let found = format!(
            "the link `{}` leads nowhere: the two slashes after the colon are missing",
            shorten(address)
        );
        dead(found).help("write the whole address, as in `https://www.example.gov.uk/plans`")
    })
}

/// What kind of address was meant by one that does not look like a file, if that is clear.
fn not_a_file(address: &str, dead: &dyn Fn(String) -> Diagnostic) -> Option<Diagnostic> {
    let first = address.split('/').next().unwrap_or_default();
    let (_, ending) = first.rsplit_once('.').unwrap_or((first, ""));
    let is_domain = matches!(ending, "uk" | "com" | "org" | "net" | "eu" | "wales" | "cymru" | "scot")
        && !first.starts_with('.');
    if address.starts_with("www.") || (is_domain && !address.contains('@')) {
        let message = format!("`{address}` is taken for a file, because it does not begin with `https://`");
        return Some(dead(message).help(format!("write `https://{address}`")));
    }
    if address.contains('@') && !address.contains('/') {
        let message = format!("`{address}` is taken for a file, because it does not begin with `mailto:`");
        return Some(dead(message).help(format!("write `mailto:{address}`")));
    }
    if address.contains('\\') {
        let message = format!("the link `{address}` is written with backslashes");
        return Some(dead(message).help(format!("write `{}`", address.replace('\\', "/"))));
    }
    None
}

/// Whether a path names a document that a report cannot contain.
fn is_other_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, kind)| !kind.eq_ignore_ascii_case("md") && !kind.is_empty())
}

/// Gives headings levels that never skip a step, whatever levels were typed.
struct Headings<'a> {
    anchor: &'a str,
    slugs: std::vec::IntoIter<String>,
    levels: Vec<u8>,
}

impl Headings<'_> {
    fn next(&mut self, level: u8) -> (u8, String) {
        while self.levels.last().is_some_and(|open| *open >= level) {
            self.levels.pop();
        }
        self.levels.push(level);
        let slug = self.slugs.next().unwrap_or_else(|| "heading".to_owned());
        (u8::try_from(self.levels.len()).unwrap_or(u8::MAX), heading_anchor(self.anchor, &slug))
    }
}

/// Takes a closing "(Green)" off a list item.
fn take_rating_tag(content: &mut Vec<Inline>, scale: &'static Scale) -> Option<Rating> {
    let Some(Inline::Text(text)) = content.last_mut() else { return None };
    let before = text.trim_end().strip_suffix(')')?;
    let (before, word) = before.rsplit_once('(')?;
    // What looks like nothing in particular, such as "(N/A)", is left as it is.
    let rating = scale.read(word).filter(|rating| rating.state().look.shape != Shape::Dash)?;
    let before = before.trim_end().to_owned();
    if before.is_empty() {
        content.pop();
    } else {
        *text = before;
    }
    Some(rating)
}

/// The path from one file of the content folder to another, as it would be typed.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len().saturating_sub(1).min(to.len().saturating_sub(1));
    let shared = (0..folders).take_while(|&index| from[index] == to[index]).count();
    let up = "../".repeat(from.len().saturating_sub(1) - shared);
    format!("{up}{}", to[shared..].join("/"))
}

fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xe000..=0xf8ff | 0xf_0000..=0x10_fffd)
}

fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x2600..=0x27bf | 0x1f000..=0x1faff | 0xfe0f | 0x200d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_tag_is_taken_off_the_end_only() {
        let tag = |text: &str| {
            let mut content = vec![Inline::Text(text.to_owned())];
            let rating = take_rating_tag(&mut content, Scale::standard());
            (rating.map(Rating::id), content)
        };
        let text = |text: &str| vec![Inline::Text(text.to_owned())];
        assert_eq!(tag("Strategy adopted (Green)"), (Some("green"), text("Strategy adopted")));
        assert_eq!(tag("Late (AMBER) "), (Some("amber"), text("Late")));
        assert_eq!(tag("(Red)"), (Some("red"), vec![]));
        for words in ["(Green) first", "Green", "on the village green)", "x (n/a)", "x (Greenish)"] {
            assert_eq!(tag(words), (None, text(words)), "{words}");
        }
    }

    #[test]
    fn headings_never_skip_a_step() {
        let mut headings = Headings { anchor: "a", slugs: Vec::new().into_iter(), levels: Vec::new() };
        let depths: Vec<u8> = [3, 5, 5, 3, 1, 2, 6].into_iter().map(|level| headings.next(level).0).collect();
        assert_eq!(depths, [1, 2, 2, 1, 1, 2, 3]);
    }

    #[test]
    fn the_way_to_another_file_is_said_as_it_is_typed() {
        assert_eq!(relative("r/s/e.md", "r/s/f.md"), "f.md");
        assert_eq!(relative("r/s/e.md", "r/t/f.md"), "../t/f.md");
        assert_eq!(relative("r/_index.md", "r/t/f.md"), "t/f.md");
    }
}
