//! Finds the picture that a drawing in a text shows.
//!
//! In: a drawing, and the parts of its document. Out: the picture as it can be published, with its text for people who cannot
//! see it; or why it is left out, and what to do in Word. It must not know where pictures go.

use std::collections::BTreeMap;
use std::sync::Arc;

use roxmltree::Node;

use super::xml::{child, name, value};
use crate::check::{self, AsPublished};
use crate::content::discover::most_bytes_of_picture;
use crate::content::limits::{MOST_PIXELS_OF_REPORT, MOST_STEPS_OF_REPORT};
use crate::returns::office::package::{Package, Relation};
use crate::text::shorten;

/// How to make a picture of something that is not one, or that no report can show.
const PASTE: &str = "in Word, cut it, paste it again with Paste Special as `Picture (PNG)`, give it its text (View Alt Text), and import \
                     the document again";
/// What Word and its helpers write below a text that they have made up.
const MADE_UP: [&str; 2] = ["description automatically generated", "ai-generated content may be incorrect"];
/// The endings of files by which a name is known that a program has put in the place of a text.
const ENDINGS: [&str; 9] = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf"];

/// A picture as it can be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    /// What it shows, for people who cannot see it.
    pub(super) alt: String,
    /// The ending that its name is to have.
    pub(super) ending: &'static str,
    /// What is in the file.
    pub(super) bytes: Arc<[u8]>,
    /// What somebody should know who sees it in the report.
    pub(super) notes: Vec<String>,
}

/// A picture as it can be published, by the ending of its name; or what is wrong with it, and what to do.
type Published = Result<(&'static str, Arc<[u8]>), String>;

/// The pictures of a document.
#[derive(Debug, Default)]
pub(super) struct Pictures<'a> {
    package: Option<&'a Package>,
    relations: BTreeMap<&'a str, &'a Relation>,
    /// Those that were looked into, by their paths: one may be shown often.
    known: BTreeMap<&'a str, Published>,
    /// The pixels that are unpacked to print them.
    pixels: u64,
    /// The steps that it takes to draw them.
    steps: u64,
    /// How many drawings there were.
    count: usize,
}

impl<'a> Pictures<'a> {
    /// The pictures to which a document leads by these names.
    pub(super) fn new(package: &'a Package, relations: &'a [Relation]) -> Self {
        let images = relations.iter().filter(|relation| relation.kind == "image");
        let relations = images.map(|relation| (relation.id.as_str(), relation)).collect();
        Self { package: Some(package), relations, ..Self::default() }
    }

    /// The next picture of the text, or why it is left out.
    pub(super) fn next(&mut self, drawing: Node<'a, '_>) -> Result<Picture, String> {
        self.count += 1;
        let (alt, is_made_up) = text_of(drawing);
        let called = match alt.as_str() {
            "" => format!("picture {}", self.count),
            alt => format!("the picture \u{201c}{}\u{201d}", shorten(alt)),
        };
        let left = |why: String| format!("{called} was left out: {why}");
        let shown = self.shown(drawing).map_err(left)?;
        if alt.is_empty() {
            return Err(left(
                "it has no text for people who cannot see it: in Word, right-click it, choose View Alt Text, write what it \
                 shows, and import the document again"
                    .to_owned(),
            ));
        }
        let mut notes = Vec::new();
        if is_made_up {
            notes.push(format!(
                "the text of {called} was made up by a program: check in the entry that it says what the picture shows"
            ));
        }
        if is_turned(drawing) {
            notes.push(format!(
                "{called} is turned or mirrored in Word, and is brought in as it is in its file"
            ));
        }
        Ok(Picture { alt, ending: shown.0, bytes: shown.1, notes })
    }

    /// What a drawing shows, if it is one picture, and all of it.
    fn shown(&mut self, drawing: Node<'a, '_>) -> Published {
        let mut ids: Vec<&'a str> = Vec::new();
        let mut is_linked = false;
        for node in drawing.descendants() {
            let id = match name(node) {
                "blip" => value(node, "embed"),
                "imagedata" => value(node, "id"),
                _ => continue,
            };
            is_linked |= id.is_none();
            // Two are as many as a thousand.
            ids.extend(id.filter(|id| ids.len() < 2 && !ids.contains(id)));
        }
        let id = match ids.as_slice() {
            [] if is_linked => return linked(),
            [] => {
                let has = |wanted: &str| drawing.descendants().any(|node| name(node) == wanted);
                let what = match () {
                    () if has("chart") => "a chart",
                    () if has("relIds") => "a diagram (SmartArt)",
                    () => "a drawing",
                };
                return Err(format!("it is {what} made in Word, not a picture: {PASTE}"));
            }
            [id] => id,
            _ => return Err(format!("it is made of several pictures: {PASTE}")),
        };
        if is_cropped(drawing) {
            return Err(
                "parts of it are cut off in Word and still in the file: in Word, choose Picture Format, Compress Pictures, \
                 Delete cropped areas of pictures, and import the document again"
                    .to_owned(),
            );
        }
        // A drawing of lines stands beside a picture of it, which is there for programs that cannot draw.
        let of_lines = drawing.descendants().find(|node| name(*node) == "svgBlip");
        let of_lines = of_lines.and_then(|node| value(node, "embed"));
        if let Some(drawn) = of_lines.map(|id| self.published(id)).and_then(Result::ok) {
            return Ok(drawn);
        }
        self.published(id)
    }

    fn published(&mut self, id: &'a str) -> Published {
        let gone = || Err(format!("it is missing from the document: {PASTE}"));
        let Some(relation) = self.relations.get(id) else { return gone() };
        if relation.is_outside {
            return linked();
        }
        let path = relation.target.as_str();
        if let Some(known) = self.known.get(path) {
            return known.clone();
        }
        let Some(bytes) = self.package.and_then(|package| package.part(path)) else { return gone() };
        let published = of_bytes(path, bytes).and_then(|picture| self.counted(picture));
        self.known.insert(path, published.clone());
        published
    }

    /// The picture, if a report can show it beside those before it.
    fn counted(&mut self, picture: AsPublished) -> Published {
        self.pixels = self.pixels.saturating_add(picture.pixels);
        self.steps = self.steps.saturating_add(picture.steps);
        if self.pixels > MOST_PIXELS_OF_REPORT || self.steps > MOST_STEPS_OF_REPORT {
            return Err(
                "with those before it, it holds more than a report can show: in Word, choose Picture Format, Compress \
                 Pictures, and import the document again"
                    .to_owned(),
            );
        }
        Ok((picture.ending, picture.bytes))
    }
}

/// A picture as it can be published.
fn of_bytes(path: &str, bytes: &[u8]) -> Result<AsPublished, String> {
    let most = most_bytes_of_picture();
    if bytes.len() as u64 > most {
        return Err(format!(
            "it is larger than {} MB: in Word, choose Picture Format, Compress Pictures, and import the document again",
            most / 1_000_000
        ));
    }
    if let Some(kind) = unknown_kind(path, bytes) {
        return Err(format!("it is in the format {kind}, which a report cannot show: {PASTE}"));
    }
    check::picture_as_published(bytes)
        .map_err(|(why, cures)| format!("it {why}: {}, and put it into the document again", cures.join("; ")))
}

/// The format of a picture, if it is one of those that Word holds and no report can show.
fn unknown_kind(path: &str, bytes: &[u8]) -> Option<String> {
    let starts = |start: &[u8]| bytes.starts_with(start);
    let known = match () {
        () if bytes.get(40..44) == Some(b" EMF") => "EMF",
        () if starts(b"\xd7\xcd\xc6\x9a") => "WMF",
        () if starts(b"II*\0") || starts(b"MM\0*") => "TIFF",
        () if starts(b"II\xbc\x01") => "HD Photo",
        () if starts(b"BM") => "BMP",
        () => "",
    };
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_uppercase()).unwrap_or_default();
    let is_shown = matches!(ending.as_str(), "PNG" | "JPG" | "JPEG" | "GIF" | "WEBP" | "SVG");
    let is_short = (1..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    match known {
        "" => Some(ending).filter(|_| is_short && !is_shown),
        known => Some(known.to_owned()),
    }
}

fn linked() -> Published {
    Err("it is not in the document, which only says where it is: in Word, choose File, Info, Edit Links to Files, Break Link, and \
         import the document again"
        .to_owned())
}

/// What a drawing says to people who cannot see it, and whether a program has made that up.
fn text_of(drawing: Node<'_, '_>) -> (String, bool) {
    let described = drawing.descendants().find_map(|node| match name(node) {
        "docPr" => {
            let said = |name| value(node, name).filter(|said| !said.trim().is_empty());
            said("descr").or_else(|| said("title"))
        }
        // As Word wrote pictures before 2007.
        "shape" | "rect" => value(node, "alt").filter(|said| !said.trim().is_empty()),
        _ => None,
    });
    let mut is_made_up = false;
    let mut words: Vec<&str> = Vec::new();
    for line in described.unwrap_or_default().lines() {
        let line_start = line.trim().to_lowercase();
        if MADE_UP.iter().any(|made_up| line_start.starts_with(made_up)) {
            is_made_up = true;
        } else {
            words.extend(line.split_whitespace());
        }
    }
    let text = words.join(" ");
    let lower = text.to_lowercase();
    // A path on somebody's computer is not a text, and is nobody else's business.
    let is_path = text.contains(":\\") || text.starts_with("\\\\") || text.starts_with("file:");
    let is_name = ENDINGS.iter().any(|ending| lower.ends_with(ending));
    (if is_path || is_name { String::new() } else { text }, is_made_up)
}

/// Whether a part of a picture is cut off.
fn is_cropped(drawing: Node<'_, '_>) -> bool {
    drawing.descendants().any(|node| {
        let cut =
            |side: &&str| value(node, side).is_some_and(|cut| !cut.trim_matches(['0', '.', 'f']).is_empty());
        match name(node) {
            "srcRect" => ["l", "t", "r", "b"].iter().any(cut),
            "imagedata" => ["cropleft", "croptop", "cropright", "cropbottom"].iter().any(cut),
            _ => false,
        }
    })
}

/// Whether a picture is turned or mirrored by Word.
fn is_turned(drawing: Node<'_, '_>) -> bool {
    let is_set = |value: Option<&str>| value.is_some_and(|value| !matches!(value, "0" | "false"));
    drawing
        .descendants()
        .filter(|node| name(*node) == "spPr")
        .filter_map(|node| child(node, "xfrm"))
        .any(|node| ["rot", "flipH", "flipV"].iter().any(|turn| is_set(value(node, turn))))
}
