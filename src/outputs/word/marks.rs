//! Puts Word's own numbers and names in the place of what templates and texts say is meant.
//!
//! In: parts of a document as they were written, in which a value that begins with an at sign is a mark, and
//! instructions that turn the pages. Out: the same parts as Word reads them, with what it keeps beside them: addresses,
//! pictures and numbered lists. The marks are
//!
//! - `@style NAME`: a style by the name that people see; Word wants an id that differs between its languages;
//! - `@place ANCHOR`: a place that links can lead to;
//! - `@link ADDRESS`: an address outside the document;
//! - `@shown PICTURE` and `@drawn PICTURE`: a picture as every program can show it, and as a drawing of lines; the picture
//!   is `picture PATH` or `chart NUMBER`;
//! - `@bullets`, `@list LEVEL KIND FIRST` and `@item LEVEL`: the lists with bullets, a numbered list that begins, and one that
//!   goes on;
//! - `@new` and `@last`: a number that nothing else has, and the same again;
//! - `<?pages landscape?>` and `<?pages portrait?>`: which way round the pages are from there on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::styles::Styles;

/// The longest name that Word allows for a place.
const LONGEST_NAME: usize = 40;

/// A part of a document as Word reads it.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Its text.
    pub(super) text: String,
    /// Addresses, by their number in it; escaped as they were written.
    pub(super) links: Numbered<String>,
    /// Pictures, by their number in it.
    pub(super) pictures: Numbered<Shown>,
}

/// A picture, in one of its two forms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    /// Which it is.
    pub(super) name: Name,
    /// Whether it is the drawing of lines itself.
    pub(super) is_of_lines: bool,
}

/// Which picture is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    /// The picture at a path below the content folder.
    Picture(String),
    /// The chart with a number, from 1.
    Chart(usize),
}

/// A numbered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    /// How deep it stands in other lists.
    pub(super) level: usize,
    /// The name of its kind in `numbering.xml`.
    pub(super) kind: String,
    /// Its first number.
    pub(super) first: u64,
}

/// What is counted through all parts of a document.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    styles: &'a Styles,
    /// Names of places by their anchors.
    places: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    /// How many names there are that begin alike.
    alike: BTreeMap<String, usize>,
    /// The last number that nothing else has.
    number: u32,
    /// The number that all bullets share; the numbered lists follow it.
    bullets: usize,
    /// The numbered lists so far.
    pub(super) lists: Vec<List>,
    /// The number of the last list at each level.
    open: BTreeMap<usize, usize>,
}

impl<'a> Marks<'a> {
    /// Before the first part; `bullets` is the number of the list that all bullets are in.
    pub(super) fn new(styles: &'a Styles, bullets: usize) -> Self {
        Self {
            styles,
            bullets,
            places: BTreeMap::new(),
            taken: BTreeSet::new(),
            alike: BTreeMap::new(),
            number: 0,
            lists: Vec::new(),
            open: BTreeMap::new(),
        }
    }

    /// Reads a part; a mark that means nothing is the fault of a template, and is named.
    pub(super) fn part(&mut self, written: &str) -> Result<Part, String> {
        let mut part = Part { text: String::with_capacity(written.len()), ..Part::default() };
        let mut rest = written;
        while let Some(at) = rest.find("=\"@") {
            let (before, mark) = rest.split_at(at + "=\"".len());
            let end = mark.find('"').ok_or_else(|| "a value is never closed".to_owned())?;
            part.text.push_str(before);
            let (word, of) = mark[1..end].split_once(' ').unwrap_or((&mark[1..end], ""));
            let meant = self.meant(word, of, &mut part);
            part.text.push_str(&meant.ok_or_else(|| unknown(word, &unescape(of), self.styles))?);
            rest = &mark[end..];
        }
        part.text.push_str(rest);
        Ok(part)
    }

    /// What stands in the place of a mark.
    fn meant(&mut self, word: &str, of: &str, part: &mut Part) -> Option<String> {
        Some(match word {
            "style" => self.styles.id(&unescape(of))?.to_owned(),
            "place" => self.place(of),
            "link" => format!("link{}", part.links.number(of.to_owned())),
            "shown" | "drawn" => {
                let name = match of.split_once(' ')? {
                    ("picture", path) => Name::Picture(unescape(path)),
                    ("chart", number) => Name::Chart(number.parse().ok()?),
                    _ => return None,
                };
                format!("picture{}", part.pictures.number(Shown { name, is_of_lines: word == "drawn" }))
            }
            "bullets" => self.bullets.to_string(),
            "list" => {
                let mut words = of.split(' ');
                let level = words.next()?.parse().ok()?;
                let list = List { level, kind: words.next()?.to_owned(), first: words.next()?.parse().ok()? };
                self.lists.push(list);
                let number = self.bullets + self.lists.len();
                self.open.insert(level, number);
                number.to_string()
            }
            "item" => self.open.get(&of.parse().ok()?)?.to_string(),
            "new" => {
                self.number += 1;
                self.number.to_string()
            }
            "last" => self.number.to_string(),
            _ => return None,
        })
    }

    /// The name of a place: letters, figures and lines, no more than forty, and no two alike.
    fn place(&mut self, anchor: &str) -> String {
        if let Some(known) = self.places.get(anchor) {
            return known.clone();
        }
        let plain = anchor.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
        let plain: String = "to_".chars().chain(plain).take(LONGEST_NAME).collect();
        let name = loop {
            // Names that begin alike are numbered on from the last of them.
            let start: String = plain.chars().take(LONGEST_NAME - 8).collect::<String>().to_lowercase();
            let number = self.alike.entry(start).or_insert(0);
            *number += 1;
            let end = if *number == 1 { String::new() } else { format!("_{number}") };
            let name = plain.chars().take(LONGEST_NAME - end.len()).collect::<String>() + &end;
            if self.taken.insert(name.to_lowercase()) {
                break name;
            }
        };
        self.places.insert(anchor.to_owned(), name.clone());
        name
    }
}

/// Things in the order in which they were first met, each once.
#[derive(Debug)]
pub(super) struct Numbered<T> {
    things: Vec<T>,
    numbers: BTreeMap<T, usize>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { things: Vec::new(), numbers: BTreeMap::new() }
    }
}

impl<T: Clone + Ord> Numbered<T> {
    /// The number of a thing, from 0.
    fn number(&mut self, thing: T) -> usize {
        let next = self.things.len();
        let number = *self.numbers.entry(thing.clone()).or_insert(next);
        if number == next {
            self.things.push(thing);
        }
        number
    }

    /// The things with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.things.iter().enumerate()
    }
}

fn unknown(word: &str, of: &str, styles: &Styles) -> String {
    if word != "style" {
        return format!("`@{word} {of}` means nothing here");
    }
    let near = crate::text::did_you_mean(of, styles.names());
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("there is no style called `{of}`{near}")
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#64;", "@")
        .replace("&amp;", "&")
}

/// The text of a document with its pages turned where an instruction says so. `first` is the page that it begins with,
/// upright, and `page` every other.
///
/// A stretch in which nothing stands makes no page of its own.
pub(super) fn turn(document: &str, first: &str, page: &str) -> Result<String, String> {
    const OPEN: &str = "<w:body>";
    const CLOSE: &str = "</w:body>";
    let start = document.find(OPEN).ok_or_else(|| format!("the document has no `{OPEN}`"))? + OPEN.len();
    let end = document[start..].find(CLOSE).ok_or_else(|| format!("the document has no `{CLOSE}`"))? + start;
    let mut stretches: Vec<(bool, String)> = Vec::new();
    let mut is_wide = false;
    let mut rest = &document[start..end];
    loop {
        let (stretch, after) = rest.split_once("<?pages ").unwrap_or((rest, ""));
        if !stretch.trim().is_empty() {
            match stretches.last_mut() {
                Some((way, text)) if *way == is_wide => text.push_str(stretch),
                _ => stretches.push((is_wide, stretch.to_owned())),
            }
        }
        let Some((way, after)) = after.split_once("?>") else { break };
        is_wide = way == "landscape";
        rest = after;
    }
    let mut out = document[..start].to_owned();
    let count = stretches.len();
    for (index, (is_wide, stretch)) in stretches.into_iter().enumerate() {
        let page = if index == 0 { first } else { page };
        let page = if is_wide { lay_across(page) } else { page.to_owned() };
        out.push_str(&stretch);
        if index + 1 < count {
            _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"@style Table End\"/>{page}</w:pPr></w:p>");
        } else {
            // A table may not be the last thing in a document.
            if stretch.trim_end().ends_with("</w:tbl>") {
                out.push_str("<w:p><w:pPr><w:pStyle w:val=\"@style Table End\"/></w:pPr></w:p>");
            }
            out.push_str(&page);
        }
    }
    if count == 0 {
        out.push_str(first);
    }
    out.push_str(&document[end..]);
    Ok(out)
}

/// A page laid across: what was its height is its width.
fn lay_across(page: &str) -> String {
    let Some((before, rest)) = page.split_once("<w:pgSz ") else { return page.to_owned() };
    let Some((size, after)) = rest.split_once("/>") else { return page.to_owned() };
    let value = |name: &str| {
        let rest = size.split_once(&format!("{name}=\""))?.1;
        rest.split_once('"')?.0.parse::<u32>().ok()
    };
    let (across, down) = (value("w:w").unwrap_or(11_906), value("w:h").unwrap_or(16_838));
    let (long, short) = (across.max(down), across.min(down));
    format!("{before}<w:pgSz w:w=\"{long}\" w:h=\"{short}\" w:orient=\"landscape\"/>{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles() -> Styles {
        Styles::of(
            "<w:styles xmlns:w='w'><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style></w:styles>",
        )
        .expect("styles")
    }

    #[test]
    fn every_mark_becomes_what_word_wants() {
        let styles = styles();
        let mut marks = Marks::new(&styles, 1);
        let part = marks
            .part(concat!(
                r#"<a v="@style Heading 1"/><b i="@new" n="@place s--e"/><b i="@last"/><c to="@place s--e"/>"#,
                r#"<l id="@link https://x/?a&amp;b"/><l id="@link tel:1"/><l id="@link https://x/?a&amp;b"/>"#,
                r#"<p e="@shown picture a&amp;b.svg"/><p e="@drawn picture a&amp;b.svg"/><p e="@shown chart 2"/>"#,
                r#"<n v="@bullets"/><n v="@list 0 digits-stop 3"/><n v="@list 1 x 1"/><n v="@item 0"/><n v="@list 0 y 1"/><n v="@item 0"/>"#,
            ))
            .expect("known marks");
        assert_eq!(
            part.text,
            concat!(
                r#"<a v="berschrift1"/><b i="1" n="to_s__e"/><b i="1"/><c to="to_s__e"/>"#,
                r#"<l id="link0"/><l id="link1"/><l id="link0"/>"#,
                r#"<p e="picture0"/><p e="picture1"/><p e="picture2"/>"#,
                r#"<n v="1"/><n v="2"/><n v="3"/><n v="2"/><n v="4"/><n v="4"/>"#,
            )
        );
        assert_eq!(part.links.things, ["https://x/?a&amp;b", "tel:1"]);
        assert_eq!(
            part.pictures.things[1],
            Shown { name: Name::Picture("a&b.svg".into()), is_of_lines: true }
        );
        assert_eq!(marks.lists[0], List { level: 0, kind: "digits-stop".into(), first: 3 });
    }

    #[test]
    fn a_mark_that_means_nothing_is_named() {
        let styles = styles();
        let fault = |text: &str| Marks::new(&styles, 1).part(text).expect_err("a fault");
        assert_eq!(
            fault(r#"<a v="@style Heading 11"/>"#),
            "there is no style called `Heading 11`; did you mean `heading 1`?"
        );
        assert_eq!(fault(r#"<a v="@item 3"/>"#), "`@item 3` means nothing here");
        assert_eq!(fault(r#"<a v="@"#), "a value is never closed");
    }

    #[test]
    fn long_names_of_places_stay_apart() {
        let styles = styles();
        let mut marks = Marks::new(&styles, 1);
        let long = "a".repeat(60);
        let names: BTreeSet<String> = (0..30).map(|number| marks.place(&format!("{long}{number}"))).collect();
        assert_eq!(names.len(), 30);
        assert!(names.iter().all(|name| name.len() <= LONGEST_NAME), "{names:?}");
        assert_ne!(marks.place("a-b"), marks.place("a_b"));
    }

    #[test]
    fn pages_turn_where_something_stands_on_them() {
        const PAGE: &str = r#"<w:sectPr><w:pgSz w:w="2" w:h="3"/></w:sectPr>"#;
        const WIDE: &str = r#"<w:sectPr><w:pgSz w:w="3" w:h="2" w:orient="landscape"/></w:sectPr>"#;
        let end =
            |page: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"@style Table End\"/>{page}</w:pPr></w:p>");
        let turned = |body: &str| {
            let out = turn(&format!("<d><w:body>{body}</w:body></d>"), PAGE, PAGE).expect("a body");
            out.trim_start_matches("<d><w:body>").trim_end_matches("</w:body></d>").to_owned()
        };
        let (wide, upright) = ("<?pages landscape?>", "<?pages portrait?>");
        assert_eq!(turned("<a/>"), format!("<a/>{PAGE}"));
        assert_eq!(
            turned(&format!("<a/>{wide}<b/>{upright}<c/>")),
            format!("<a/>{}<b/>{}<c/>{PAGE}", end(PAGE), end(WIDE))
        );
        // Nothing stands before the first, between the second and the third, or after the last.
        assert_eq!(turned(&format!("{wide}<b/>{upright} {wide}<c/>{upright} ")), format!("<b/><c/>{WIDE}"));
        assert_eq!(turned(""), PAGE);
    }
}
