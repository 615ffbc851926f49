//! What is around the text of a document: styles, lists, page, header and footer; ours, or a council's own.
//!
//! In: what the templates printed, and a council's `reference.docx`, which its officers made in Word. Out: the parts of a
//! document beside its text. What the reference has takes the place of ours, style by style; what it lacks is added to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use roxmltree::{Document, Node};

use super::marks::{List, Marks, Part};
use super::styles::{Styles, name_of, value};
use super::{Fault, Written};
use crate::returns::office::Trouble;
use crate::returns::office::package::{Package, Relation, parsed, relations_of};

/// The most that a reference may hold once it is unpacked, in bytes.
const LARGEST: usize = 64 << 20;

/// The namespace of Word's files, as every Word saves them unless it is told to be strict.
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// What leads a page to its header.
const HEADER: &str = "headerReference";

/// What of a page is taken over, in the order of the schema. What numbers pages anew or belongs to a printer is not.
const OF_PAGE: [&str; 8] =
    [HEADER, "footerReference", "pgSz", "pgMar", "pgBorders", "cols", "titlePg", "docGrid"];

/// A council's own `reference.docx`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::outputs) struct Reference {
    package: Package,
    main: String,
    styles: String,
    numbering: Option<String>,
    /// The page that it ends with: each of its parts by name.
    page: Vec<(String, String)>,
    /// Whether even pages have their own header and footer.
    is_two_sided: bool,
}

impl Reference {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// If it is not a document that Word has saved; the message says what it is instead.
    pub(in crate::outputs) fn read(bytes: &[u8]) -> Result<Self, String> {
        let package = Package::read(bytes, LARGEST).map_err(|trouble| match trouble {
            Trouble::TooLarge => "holds more than any document of styles".to_owned(),
            Trouble::Damaged(why) => format!("is not a Word document (`.docx`): {why}"),
        })?;
        let main = package.main().filter(|main| package.part(main).is_some());
        let main = main.ok_or("is not a Word document (`.docx`): it has no text")?;
        let relations = package.relations(&main);
        let text = |kind: &str| {
            let relation = relations.iter().find(|relation| relation.kind == kind)?;
            package.text(&relation.target).map(str::to_owned)
        };
        let styles = text("styles").ok_or("has no styles")?;
        is_of_word(&styles, "styles")?;
        let numbering = text("numbering").filter(|text| is_of_word(text, "numbering").is_ok());
        let is_two_sided = text("settings").is_some_and(|settings| {
            let document = parsed(&settings);
            document.is_ok_and(|document| {
                document.descendants().any(|node| {
                    node.tag_name().name() == "evenAndOddHeaders" && value(node, "val").is_none_or(is_on)
                })
            })
        });
        let document = package.text(&main).unwrap_or_default();
        is_of_word(document, "document")?;
        let page = page(document);
        Ok(Self { package, main, styles, numbering, page, is_two_sided })
    }
}

fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}

/// Whether a part is as Word writes it, with the prefix that Word uses, and has something in it.
fn is_of_word(text: &str, root: &str) -> Result<(), String> {
    let document = parsed(text).map_err(|trouble| match trouble {
        Trouble::TooLarge => format!("holds more {root} than any document"),
        Trouble::Damaged(why) => format!("is damaged: {why}"),
    })?;
    let found = document.root_element();
    if found.tag_name().namespace() != Some(WORD) || found.lookup_namespace_uri(Some("w")) != Some(WORD) {
        return Err("is not saved as Word does by itself".to_owned());
    }
    let is_whole = found.tag_name().name() == root && text.contains(&format!("</w:{root}>"));
    is_whole.then_some(()).ok_or_else(|| "is damaged: a part of it is empty".to_owned())
}

/// The parts of the page that a document ends with.
fn page(text: &str) -> Vec<(String, String)> {
    let Ok(document) = parsed(text) else { return Vec::new() };
    let last = document.descendants().rfind(|node| node.tag_name().name() == "sectPr");
    let parts = last.into_iter().flat_map(|page| page.children().collect::<Vec<_>>());
    parts
        .filter(|part| OF_PAGE.contains(&part.tag_name().name()))
        .map(|part| (part.tag_name().name().to_owned(), text[part.range()].to_owned()))
        .collect()
}

/// What is around the text of a document.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// The names and ids of its styles.
    pub(super) styles: Styles,
    /// `styles.xml`, with marks only in what is ours.
    styles_text: Spliced,
    /// The lists that a council's own reference has.
    numbering: Option<String>,
    /// The number of the list that all bullets are in.
    pub(super) bullets: usize,
    /// The page that the document begins with, and every other.
    pub(super) pages: [String; 2],
    /// Parts as they are, with their kinds, by path.
    pub(super) parts: BTreeMap<String, (Vec<u8>, String)>,
    /// Where the document leads because of them.
    pub(super) relations: Vec<Relation>,
    /// Headers of the council's own, by path, into which the mark of what is restricted comes.
    headers: Vec<String>,
    /// What is ours of `header`, `footer` and `theme`.
    pub(super) own: BTreeSet<&'static str>,
    /// Whether even pages have their own header and footer.
    pub(super) is_two_sided: bool,
}

/// A text of somebody else's with one of ours in it.
#[derive(Debug, Default)]
struct Spliced {
    before: String,
    ours: String,
    after: String,
}

impl Frame {
    /// Our own, or that of a reference.
    pub(super) fn of(written: &Written, reference: Option<&Reference>) -> Result<Self, Fault> {
        let fault = |message| Fault { template: "styles.xml", message };
        match reference {
            None => Ok(Self {
                styles: Styles::of(&written.styles).map_err(fault)?,
                styles_text: Spliced { ours: written.styles.clone(), ..Spliced::default() },
                bullets: 1,
                pages: [written.page.clone(), written.page.clone()],
                own: BTreeSet::from(["header", "footer", "theme"]),
                ..Self::default()
            }),
            Some(reference) => Self::of_reference(written, reference),
        }
    }

    fn of_reference(written: &Written, reference: &Reference) -> Result<Self, Fault> {
        let fault = |message| Fault { template: "styles.xml", message };
        let mut styles = Styles::of(&reference.styles).map_err(fault)?;
        let ours = missing_styles(&written.styles, &mut styles).map_err(fault)?;
        let (before, after) = split_before(&reference.styles, "</w:styles>");
        let before = in_language(before, &written.language);
        let mut frame = Self {
            styles,
            styles_text: Spliced { before, ours, after: after.to_owned() },
            numbering: reference.numbering.clone(),
            bullets: reference.numbering.as_deref().map_or(1, |text| highest(text, "num", "numId") + 1),
            is_two_sided: reference.is_two_sided,
            ..Self::default()
        };
        let relations = reference.package.relations(&reference.main);
        let around =
            relations.iter().filter(|relation| matches!(relation.kind.as_str(), "theme" | "fontTable"));
        if around.clone().next().is_none() {
            frame.own.insert("theme");
        }
        around.for_each(|relation| frame.take(&reference.package, relation));
        let ours = frame.head_and_foot(reference, &relations, written.mark.is_some());
        frame.pages =
            [true, false].map(|is_first| page_of(reference, &relations, &ours, &written.page, is_first));
        Ok(frame)
    }

    /// Takes over the headers and footers of a reference. Returns what leads to ours, where it has none.
    fn head_and_foot(&mut self, reference: &Reference, relations: &[Relation], is_marked: bool) -> String {
        let mut has = BTreeSet::new();
        for (name, text) in reference.page.iter().filter(|(name, _)| name.ends_with("Reference")) {
            let Some(relation) = relation_in(text, relations) else { continue };
            let kind = ["first", "even"].into_iter().find(|kind| text.contains(&format!("\"{kind}\"")));
            has.insert((name.as_str(), kind.unwrap_or("default")));
            self.take(&reference.package, relation);
            if name == HEADER && !self.headers.contains(&relation.target) {
                self.headers.push(relation.target.clone());
            }
        }
        // Where a page would have no header, it would not bear the mark of what is restricted either.
        let is_titled = reference.page.iter().any(|(name, _)| name == "titlePg");
        let kinds =
            [("default", true), ("first", is_marked && is_titled), ("even", is_marked && self.is_two_sided)];
        let mut ours = String::new();
        for (kind, _) in
            kinds.into_iter().filter(|(kind, is_needed)| *is_needed && !has.contains(&(HEADER, *kind)))
        {
            _ = write!(ours, "<w:headerReference w:type=\"{kind}\" r:id=\"header\"/>");
        }
        if !ours.is_empty() {
            self.own.insert("header");
        }
        if !has.contains(&("footerReference", "default")) {
            self.own.insert("footer");
            ours.push_str("<w:footerReference w:type=\"default\" r:id=\"footer\"/>");
        }
        ours
    }

    /// Takes a part over, with whatever it leads to.
    fn take(&mut self, package: &Package, relation: &Relation) {
        let renamed = Relation { id: theirs(&relation.id), ..relation.clone() };
        if !self.relations.contains(&renamed) {
            self.relations.push(renamed);
        }
        let mut next = vec![relation.target.clone()];
        while let Some(path) = next.pop() {
            let (Some(bytes), Some(kind)) = (package.part(&path), package.content_type(&path)) else {
                continue;
            };
            if self.parts.insert(path.clone(), (bytes.to_vec(), kind)).is_some() {
                continue;
            }
            let relations = relations_of(&path);
            if let Some(bytes) = package.part(&relations) {
                self.parts.insert(relations, (bytes.to_vec(), String::new()));
            }
            next.extend(package.relations(&path).into_iter().filter(|to| !to.is_outside).map(|to| to.target));
        }
    }

    /// `styles.xml` as Word reads it.
    pub(super) fn styles_part(&self, marks: &mut Marks<'_>) -> Result<String, Fault> {
        let Spliced { before, ours, after } = &self.styles_text;
        let ours = marks.part(ours).map_err(|message| Fault { template: "styles.xml", message })?;
        Ok([before.as_str(), &ours.text, after].concat())
    }

    /// `numbering.xml`: the lists of the reference, and ours, each of a kind that `written` has.
    pub(super) fn numbering_part(&self, written: &str, lists: &[List]) -> Result<String, Fault> {
        let fault = |message: String| Fault { template: "numbering.xml", message };
        let document = Document::parse(written).map_err(|why| fault(why.to_string()))?;
        let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
        let mut begin = written.len();
        for kind in document.root_element().children().filter(|node| node.tag_name().name() == "abstractNum")
        {
            begin = begin.min(kind.range().start);
            let inside =
                kind.first_child().map_or("", |child| &written[child.range().start..kind.range().end]);
            kinds.insert(name_of(kind).unwrap_or_default(), inside);
        }
        let without = [&written[..begin], "</w:numbering>"].concat();
        let base = self.numbering.as_deref().unwrap_or(&without);
        let first =
            if self.numbering.is_some() { highest(base, "abstractNum", "abstractNumId") + 1 } else { 0 };
        let mut used: Vec<&str> = vec!["bullets"];
        let mut numbers =
            format!("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{first}\"/></w:num>", self.bullets);
        for (index, list) in lists.iter().enumerate() {
            let kind = used.iter().position(|kind| *kind == list.kind).unwrap_or_else(|| {
                used.push(&list.kind);
                used.len() - 1
            });
            let List { level, first: start, .. } = list;
            _ = write!(
                numbers,
                "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{}\"/><w:lvlOverride w:ilvl=\"{level}\"><w:startOverride \
                 w:val=\"{start}\"/></w:lvlOverride></w:num>",
                self.bullets + index + 1,
                first + kind
            );
        }
        let mut written_kinds = String::new();
        for (index, name) in used.iter().enumerate() {
            let inside =
                kinds.get(name).ok_or_else(|| fault(format!("there is no kind of list called `{name}`")))?;
            _ = write!(written_kinds, "<w:abstractNum w:abstractNumId=\"{}\">{inside}", first + index);
        }
        // Kinds stand before lists, and both before what a Mac adds.
        let end = ["<w:numIdMacAtCleanup", "</w:numbering>"].into_iter().find_map(|end| base.find(end));
        let end = end.unwrap_or(base.len());
        let middle = base[..end].find("<w:num ").unwrap_or(end);
        Ok([&base[..middle], &written_kinds, &base[middle..end], &numbers, &base[end..]].concat())
    }

    /// Puts the mark of what is restricted at the head of every header of the council's own.
    pub(super) fn mark_headers(&mut self, mark: &Part) {
        for path in &self.headers {
            let Some((bytes, _)) = self.parts.get_mut(path) else { continue };
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            let Ok(document) = parsed(text) else { continue };
            if let Some(first) = document.root_element().first_child() {
                let (before, after) = text.split_at(first.range().start);
                *bytes = [before, &mark.text, after].concat().into_bytes();
            }
        }
    }
}

/// Where a reference to a header or a footer leads.
fn relation_in<'a>(text: &str, relations: &'a [Relation]) -> Option<&'a Relation> {
    relations.iter().find(|relation| text.contains(&format!("\"{}\"", relation.id)))
}

/// The page of a reference, with its headers and footers and `ours`; its size is that of `page` if it has none.
fn page_of(reference: &Reference, relations: &[Relation], ours: &str, page: &str, is_first: bool) -> String {
    let (mut references, mut rest) = (ours.to_owned(), String::new());
    let mut has_size = false;
    for (name, text) in &reference.page {
        if name.ends_with("Reference") {
            // A reference may be a document that this program has made, with names like ours.
            let Some(Relation { id, .. }) = relation_in(text, relations) else { continue };
            references.push_str(&text.replace(&format!("\"{id}\""), &format!("\"{}\"", theirs(id))));
        } else if name != "titlePg" || is_first {
            has_size |= name == "pgSz";
            rest.push_str(text);
        }
    }
    let size = if has_size { "" } else { size_of(page) };
    format!("<w:sectPr>{references}{size}{rest}</w:sectPr>")
}

/// The name of one of their relations, which none of ours has.
fn theirs(id: &str) -> String {
    format!("reference-{id}")
}

/// The styles of ours that a reference lacks, as text; they are added to the names.
fn missing_styles(ours: &str, styles: &mut Styles) -> Result<String, String> {
    let document = Document::parse(ours).map_err(|why| why.to_string())?;
    let mut missing = String::new();
    for style in document.root_element().children().filter(|node| node.tag_name().name() == "style") {
        let (Some(name), Some(id)) = (name_of(style), value(style, "styleId")) else { continue };
        if styles.id(name).is_some() {
            continue;
        }
        let new = if styles.has_id(id) { format!("{id}-Report") } else { id.to_owned() };
        let text = &ours[style.range()];
        missing.push_str(&text.replacen(&format!("w:styleId=\"{id}\""), &format!("w:styleId=\"{new}\""), 1));
        styles.add(name, &new);
    }
    Ok(missing)
}

/// Styles whose text is in `language`, unless one of them says otherwise.
fn in_language(styles: &str, language: &str) -> String {
    let Some(end) = styles.find("</w:rPrDefault>") else { return styles.to_owned() };
    let (defaults, rest) = styles.split_at(end);
    let lang = format!("<w:lang w:val=\"{language}\"");
    if let Some(start) = defaults.rfind("<w:lang ") {
        let Some(length) = defaults[start..].find("/>") else { return styles.to_owned() };
        let (old, after) = (&defaults[start..start + length], &defaults[start + length..]);
        let kept = old.split_whitespace().skip(1).filter(|value| !value.starts_with("w:val="));
        let kept = kept.fold(String::new(), |kept, value| kept + " " + value);
        return [&defaults[..start], &lang, &kept, after, rest].concat();
    }
    match defaults.rfind("</w:rPr>") {
        Some(at) => [&defaults[..at], &lang, "/>", &defaults[at..], rest].concat(),
        None => styles.to_owned(),
    }
}

/// The highest of the numbers that elements of that name have.
fn highest(text: &str, element: &str, attribute: &str) -> usize {
    let Ok(document) = parsed(text) else { return 0 };
    let numbers =
        document.root_element().children().filter(|node: &Node<'_, '_>| node.tag_name().name() == element);
    numbers.filter_map(|node| value(node, attribute)?.parse().ok()).max().unwrap_or(0)
}

/// A text before and from the last place where `what` stands.
fn split_before<'a>(text: &'a str, what: &str) -> (&'a str, &'a str) {
    text.split_at(text.rfind(what).unwrap_or(text.len()))
}

/// The size of a page and its margins.
fn size_of(page: &str) -> &str {
    let start = page.find("<w:pgSz").unwrap_or(page.len());
    let end = page.find("</w:sectPr>").unwrap_or(page.len());
    page.get(start..end).unwrap_or_default()
}
