//! Looks into pictures before the typesetting library does.
//!
//! In: the bytes of one picture. Out: why it cannot be printed, if so. The library unpacks whatever a picture claims to
//! be, and a file of fifty bytes can claim seventeen thousand million; so the size is read here from the head of the
//! file, without unpacking anything. Drawings may neither take in other files, which could be restricted ones, nor ask
//! for effects that are worked out pixel by pixel over a region of any size.

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId, ParsingOptions};

use crate::content::limits::{MOST_PIXELS, too_large};
use crate::diag::{Code, Diagnostic};
use crate::text::{figure, shorten};

use crate::diag::source::Span;

/// Why a picture cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum Trouble {
    /// Its size cannot be read, or it ends too early.
    Damaged,
    /// It has so many pixels across and down.
    Huge(u64, u64),
    /// It is a drawing that takes in another file, of this address.
    TakesIn(String),
    /// It is a drawing with a blurred edge, a shadow or another effect.
    Filter,
    /// It is a drawing that cannot be read.
    Unreadable(String),
}

impl Trouble {
    /// The fault of the picture at `path`, which is named at `span`.
    pub(super) fn fault(&self, path: &str, span: Span) -> Diagnostic {
        let fault =
            |why: String| Diagnostic::error(Code::ImageKind, span, format!("the picture `{path}` {why}"));
        match self {
            Self::Damaged => fault("cannot be printed: it is damaged, or not what its name says".to_owned())
                .help("open it in a picture program and save it again as PNG"),
            Self::Huge(across, down) => too_large(
                span,
                format!(
                    "the picture `{path}` has {} by {} pixels, and a report can hold pictures of {} at most",
                    figure(across),
                    figure(down),
                    figure(MOST_PIXELS)
                ),
            )
            .help("open it in a picture program and save it smaller: 2,000 pixels across fill a page"),
            Self::TakesIn(address) => fault(format!(
                "takes in another file, `{}`, which would not be seen everywhere",
                shorten(address)
            ))
            .help("open the drawing where it was made, embed the picture in it, and save it again")
            .help("or save the whole drawing as PNG"),
            Self::Filter => fault("has a shadow, a blur or another effect that cannot be printed".to_owned())
                .help("save the drawing as PNG, or without the effect"),
            Self::Unreadable(why) => fault(format!("cannot be printed: {why}"))
                .help("open the drawing in a picture program and save it again as PNG"),
        }
    }
}

/// Whether a file begins as one of its kind does.
pub(super) fn is_of_kind(kind: &str, bytes: &[u8]) -> bool {
    match kind {
        "png" => bytes.starts_with(PNG),
        "jpg" | "jpeg" => bytes.starts_with(JPEG),
        "gif" => bytes.starts_with(GIF),
        "webp" => is_webp(bytes),
        "svg" => std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg")),
        _ => false,
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = &[0xff, 0xd8, 0xff];
const GIF: &[u8] = b"GIF8";
/// How a drawing begins that is packed; the reader of drawings would unpack it, to any length.
const PACKED: &[u8] = &[0x1f, 0x8b];

fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// Why a picture cannot be printed, if so.
pub(super) fn trouble(bytes: &[u8]) -> Option<Trouble> {
    trouble_within(bytes, 0)
}

/// Drawings in drawings in drawings are nobody's honest work.
const DEEPEST: usize = 3;

fn trouble_within(bytes: &[u8], depth: usize) -> Option<Trouble> {
    let sizes = if bytes.starts_with(PNG) {
        png(bytes).map(|size| vec![size])
    } else if bytes.starts_with(JPEG) {
        jpeg(bytes).map(|size| vec![size])
    } else if bytes.starts_with(GIF) {
        gif(bytes)
    } else if is_webp(bytes) {
        webp(bytes)
    } else if bytes.starts_with(PACKED) || depth > DEEPEST {
        return Some(Trouble::Unreadable(
            "it holds a drawing that is packed, or too deep inside others".to_owned(),
        ));
    } else {
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.contains("svg"));
        return text.map_or(Some(Trouble::Damaged), |text| drawing(text, depth));
    };
    let Some(sizes) = sizes else { return Some(Trouble::Damaged) };
    let pixels = |(across, down): &(u64, u64)| across.saturating_mul(*down);
    let (across, down) = sizes.into_iter().max_by_key(pixels)?;
    if pixels(&(across, down)) > MOST_PIXELS {
        return Some(Trouble::Huge(across, down));
    }
    (across == 0 || down == 0).then_some(Trouble::Damaged)
}

/// A number of two bytes, the greater first.
fn big(bytes: &[u8], at: usize) -> Option<u64> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u64::from(u16::from_be_bytes(pair.try_into().ok()?)))
}

/// A number of `count` bytes, the smaller first.
fn little(bytes: &[u8], at: usize, count: usize) -> Option<u64> {
    let typed = bytes.get(at..at.checked_add(count)?)?;
    Some(typed.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// A size: how many pixels across and down.
type Size = (u64, u64);

/// The first chunk of a PNG says its size.
fn png(bytes: &[u8]) -> Option<Size> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    let number = |at: usize| Some(big(bytes, at)? << 16 | big(bytes, at + 2)?);
    Some((number(16)?, number(20)?))
}

/// The segment of a JPEG that begins its frame says its size; those before it are passed over by their lengths.
fn jpeg(bytes: &[u8]) -> Option<Size> {
    let mut at = 2;
    loop {
        // Bytes between segments mean nothing, and a marker may be drawn out.
        while *bytes.get(at)? != 0xff {
            at += 1;
        }
        while *bytes.get(at)? == 0xff {
            at += 1;
        }
        let marker = *bytes.get(at)?;
        at += 1;
        match marker {
            // Of these there is no length.
            0x00 | 0x01 | 0xd0..=0xd8 => {}
            // The picture itself, or its end, before anything said its size.
            0xd9 | 0xda => return None,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((big(bytes, at + 5)?, big(bytes, at + 3)?));
            }
            _ => at = at.checked_add(usize::try_from(big(bytes, at)?.max(2)).ok()?)?,
        }
    }
}

/// A GIF says the size of its whole, and that of each picture in it, which may be larger.
fn gif(bytes: &[u8]) -> Option<Vec<Size>> {
    let size = |at: usize| Some((little(bytes, at, 2)?, little(bytes, at + 2, 2)?));
    let palette = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut sizes = vec![size(6)?];
    let mut at = 13 + palette(*bytes.get(10)?);
    loop {
        match bytes.get(at) {
            Some(0x21) => at += 2,
            Some(0x2c) => {
                sizes.push(size(at + 5)?);
                at += 11 + palette(*bytes.get(at + 9)?);
            }
            // One that ends too early still shows what it has, if it has a picture.
            Some(0x3b) | None if sizes.len() > 1 => return Some(sizes),
            _ => return None,
        }
        // What follows comes in blocks, each with its length, up to an empty one.
        while let Some(length) = bytes.get(at) {
            at += 1 + usize::from(*length);
            if *length == 0 {
                break;
            }
        }
    }
}

/// A WebP is a row of chunks; each that holds a picture says its size.
fn webp(bytes: &[u8]) -> Option<Vec<Size>> {
    let mut sizes = Vec::new();
    let mut at = 12;
    while let (Some(kind), Some(length)) = (bytes.get(at..at + 4), little(bytes, at + 4, 4)) {
        let start = at + 8;
        match kind {
            b"VP8X" => sizes.push((little(bytes, start + 4, 3)? + 1, little(bytes, start + 7, 3)? + 1)),
            b"VP8L" => {
                let bits = little(bytes, start + 1, 4)?;
                sizes.push(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1));
            }
            b"VP8 " => {
                sizes.push((little(bytes, start + 6, 2)? & 0x3fff, little(bytes, start + 8, 2)? & 0x3fff));
            }
            // A picture of a film: its place, then its size.
            b"ANMF" => sizes.push((little(bytes, start + 6, 3)? + 1, little(bytes, start + 9, 3)? + 1)),
            _ => {}
        }
        at = start.checked_add(usize::try_from(length).ok()?)?.checked_next_multiple_of(2)?;
    }
    (!sizes.is_empty()).then_some(sizes)
}

/// Why a drawing cannot be printed, if so.
fn drawing(text: &str, depth: usize) -> Option<Trouble> {
    // The same options as those of the reader of drawings behind this one.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(why) => return Some(Trouble::Unreadable(format!("it is no proper drawing ({why})"))),
    };
    let elements = || document.descendants().filter(Node::is_element);
    let named = elements().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let mut nesting = Nesting { named, known: HashMap::new() };
    if nesting.below(document.root(), 0).is_none() {
        let why = format!("its parts lie more than {MOST_NESTED} deep in one another");
        return Some(Trouble::Unreadable(why));
    }
    elements().find_map(|node| trouble_of(&node, depth))
}

/// The reader of drawings goes down into each part by calling itself, and the stack of Windows takes a few hundred.
const MOST_NESTED: usize = 200;

/// How deep the parts of a drawing lie in one another: as they are typed, and by pointing to one another.
struct Nesting<'a, 'd> {
    named: HashMap<&'a str, Node<'a, 'd>>,
    /// How much lies below each part; nothing for one that is being looked into.
    known: HashMap<NodeId, Option<usize>>,
}

impl<'a, 'd: 'a> Nesting<'a, 'd> {
    /// How deep it goes below `node`, which itself lies `above` deep; nothing if that is too deep.
    fn below(&mut self, node: Node<'a, 'd>, above: usize) -> Option<usize> {
        match self.known.get(&node.id()) {
            // A part that points to one around it: the reader of drawings leaves that out.
            Some(None) => return Some(0),
            Some(Some(below)) => return (above + below <= MOST_NESTED).then_some(*below),
            None if above > MOST_NESTED => return None,
            None => {}
        }
        self.known.insert(node.id(), None);
        let mut below = 0;
        for child in node.children().filter(Node::is_element) {
            below = below.max(self.below(child, above + 1)? + 1);
        }
        for attribute in node.attributes() {
            for part in attribute.value().split('#').skip(1) {
                let name = part.split([')', ';', '\'', '"', ' ']).next().unwrap_or_default();
                if let Some(target) = self.named.get(name).copied() {
                    below = below.max(self.below(target, above + 1)? + 1);
                }
            }
        }
        self.known.insert(node.id(), Some(below));
        Some(below)
    }
}

/// What is wrong with one element of a drawing, if something is.
fn trouble_of(node: &Node<'_, '_>, depth: usize) -> Option<Trouble> {
    for attribute in node.attributes() {
        let value = attribute.value().trim();
        match attribute.name() {
            // A link is not followed by anything that draws.
            "href" if node.tag_name().name() != "a" => {
                if let Some(data) = value.strip_prefix("data:") {
                    let is_drawn = matches!(node.tag_name().name(), "image" | "feImage");
                    let inner = picture_in(data).filter(|_| is_drawn);
                    // What is no picture is not drawn.
                    let trouble = inner.and_then(|inner| trouble_within(&inner, depth + 1));
                    if let Some(trouble) = trouble.filter(|trouble| *trouble != Trouble::Damaged) {
                        return Some(trouble);
                    }
                } else if !value.is_empty() && !value.starts_with('#') {
                    return Some(Trouble::TakesIn(value.to_owned()));
                }
            }
            "filter" if value != "none" => return Some(Trouble::Filter),
            "style" if has_filter(value) => return Some(Trouble::Filter),
            _ => {}
        }
    }
    let is_style = node.tag_name().name() == "style";
    (is_style && node.descendants().filter_map(|inner| inner.text()).any(has_filter))
        .then_some(Trouble::Filter)
}

/// Whether a style asks for an effect.
fn has_filter(style: &str) -> bool {
    style.match_indices("filter").any(|(at, name)| {
        let is_whole = !style[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let value = style[at + name.len()..].trim_start().strip_prefix(':').map(str::trim_start);
        is_whole && value.is_some_and(|value| !value.starts_with("none"))
    })
}

/// The bytes of a picture that is written into its own address.
fn picture_in(data: &str) -> Option<Vec<u8>> {
    let (kind, typed) = data.split_once(',')?;
    let plain = percent_decoded(typed);
    let kind = kind.trim_end().to_ascii_lowercase();
    let is_base64 = kind.strip_suffix("base64").is_some_and(|kind| kind.trim_end().ends_with(';'));
    if is_base64 { base64_decoded(&plain) } else { Some(plain) }
}

/// A text with its `%41` as the bytes that they stand for; line ends and tabs mean nothing in an address.
fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digit =
            |at: usize| char::from(*bytes.get(at)?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                plain.push(high << 4 | low);
                at += 3;
            }
            (b'\n' | b'\r' | b'\t', ..) => at += 1,
            _ => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    plain
}

/// The bytes that base64 stands for; spaces and line ends in it mean nothing.
fn base64_decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for sign in text.iter().filter(|sign| !sign.is_ascii_whitespace()) {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png_of(across: u32, down: u32) -> Vec<u8> {
        [PNG, &[0, 0, 0, 13], b"IHDR", &across.to_be_bytes(), &down.to_be_bytes()].concat()
    }

    fn drawing_with(inner: &str) -> Option<Trouble> {
        let head = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>";
        trouble(format!("{head}{inner}</svg>").as_bytes())
    }

    #[test]
    fn a_picture_is_judged_by_its_pixels_and_not_by_its_sides() {
        assert_eq!(trouble(&png_of(8160, 6120)), None);
        assert_eq!(trouble(&png_of(20_000, 10)), None);
        assert_eq!(trouble(&png_of(20_000, 20_000)), Some(Trouble::Huge(20_000, 20_000)));
        assert_eq!(
            trouble(&png_of(u32::MAX, u32::MAX)),
            Some(Trouble::Huge(u32::MAX.into(), u32::MAX.into()))
        );
        assert_eq!(trouble(&png_of(0, 9)), Some(Trouble::Damaged));
        assert_eq!(trouble(PNG), Some(Trouble::Damaged));
    }

    #[test]
    fn each_kind_says_its_size() {
        // An application's own segment, then the frame.
        let jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, 0xff, 0xdc, 0xff, 0xdc, 1];
        assert_eq!(trouble(&jpeg), Some(Trouble::Huge(65_500, 65_500)));
        // A small whole, and a huge picture in it.
        let head = [b"GIF89a".as_slice(), &[9, 0, 9, 0, 0, 0, 0]].concat();
        let small = [&head[..], &[0x2c, 0, 0, 0, 0, 9, 0, 9, 0, 0, 2, 1, 0, 0, 0x3b]].concat();
        let huge = [&head[..], &[0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 1, 0, 0, 0x3b]].concat();
        assert_eq!(trouble(&small), None);
        assert_eq!(trouble(&huge), Some(Trouble::Huge(65_535, 65_535)));
        assert_eq!(trouble(&head), Some(Trouble::Damaged));
        let webp = |kind: &[u8; 4], data: &[u8]| {
            let length = u32::try_from(data.len()).unwrap().to_le_bytes();
            trouble(&[b"RIFF....WEBP", kind.as_slice(), &length, data].concat())
        };
        assert_eq!(webp(b"VP8L", &[0x2f, 0xff, 0xff, 0xff, 0x0f]), Some(Trouble::Huge(16_384, 16_384)));
        assert_eq!(webp(b"VP8X", &[0, 0, 0, 0, 8, 0, 0, 8, 0, 0]), None);
        assert_eq!(
            webp(b"VP8 ", &[0, 0, 0, 0x9d, 1, 0x2a, 0xff, 0x3f, 0xff, 0x3f]),
            Some(Trouble::Huge(16_383, 16_383))
        );
        assert_eq!(webp(b"EXIF", &[0, 0]), Some(Trouble::Damaged));
    }

    #[test]
    fn a_drawing_takes_in_nothing_and_needs_no_pixels() {
        for inner in [
            "<rect width='9' height='9' fill='url(#a)'/>",
            "<use href='#a'/>",
            "<a href='https://example.org'><rect/></a>",
            "<image href='data:text/html,x'/>",
            "<filter id='f'/><rect filter='none' style='color-interpolation-filters:linearRGB'/>",
        ] {
            assert_eq!(drawing_with(inner), None, "{inner}");
        }
        for inner in ["<image href='secret.png'/>", "<use xlink:href=' a.svg#b'/>", "<feImage href='/x'/>"] {
            assert!(matches!(drawing_with(inner), Some(Trouble::TakesIn(_))), "{inner}");
        }
        for inner in [
            "<rect filter='url(#f)'/>",
            "<g style='fill:red; filter : blur(500px)'/>",
            "<style>rect{filter:url(#f)}</style>",
            "<style><![CDATA[rect{filter:url(#f)}]]></style>",
        ] {
            assert_eq!(drawing_with(inner), Some(Trouble::Filter), "{inner}");
        }
        let entity = "<!DOCTYPE svg [<!ENTITY x 'secret.png'>]><svg><image href='&x;'/></svg>";
        assert_eq!(trouble(entity.as_bytes()), Some(Trouble::TakesIn("secret.png".to_owned())));
    }

    #[test]
    fn parts_lie_in_one_another_only_as_deep_as_a_small_stack_allows() {
        let nested = |depth: usize| "<g>".repeat(depth) + &"</g>".repeat(depth);
        assert_eq!(drawing_with(&nested(150)), None);
        assert!(matches!(drawing_with(&nested(900)), Some(Trouble::Unreadable(_))));
        let chain = |pointer: &str| -> String {
            let group = |number: usize| {
                format!("<g id='g{number}'><rect {}/></g>", pointer.replace('N', &(number + 1).to_string()))
            };
            (0..300).map(group).collect()
        };
        for pointer in ["href='#gN'", "mask='url(#gN)'", "style='fill: url(#gN);'"] {
            assert!(matches!(drawing_with(&chain(pointer)), Some(Trouble::Unreadable(_))), "{pointer}");
        }
        // Circles, and ten times ten times ten of the same, end too.
        assert_eq!(drawing_with("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"), None);
        let laughs = |number: usize| {
            format!("<g id='g{number}'>{}</g>", format!("<use href='#g{}'/>", number + 1).repeat(10))
        };
        assert_eq!(drawing_with(&(0..20).map(laughs).collect::<Vec<_>>().concat()), None);
    }

    #[test]
    fn a_picture_in_a_drawing_is_looked_into_as_well() {
        // The first bytes of a PNG of 65,536 by 65,536, in both ways of writing.
        let base64 = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgABAAAAAQAA";
        let percent = "data:image/png,%89PNG%0d%0a%1a%0a%00%00%00%0dIHDR%00%01%00%00%00%01%00%00";
        let broken = "data:image/png; base64,&#10;iVBORw0KGgoAAAANSUhEUgAB&#10;AAAAAQAA";
        for address in [base64, percent, broken] {
            let inner = format!("<image href='{address}'/>");
            assert_eq!(drawing_with(&inner), Some(Trouble::Huge(65_536, 65_536)), "{address}");
        }
        let nested = "<image href=\"data:image/svg+xml,%3Csvg%3E%3Crect filter='url(%23f)'/%3E%3C/svg%3E\"/>";
        assert_eq!(drawing_with(nested), Some(Trouble::Filter));
    }
}
