//! Looks into pictures before anything unpacks them, and leaves out of them what is not seen.
//!
//! In: the bytes of one picture. Out: the picture as it can be published and what it takes to print it, or why it cannot
//! be printed. The typesetting library unpacks whatever a picture claims to be, and a file of fifty bytes can claim
//! seventeen thousand million pixels; so sizes are read here from the heads of files, without unpacking anything. And a
//! picture carries more than is seen: where it was taken, by whom, and the path on somebody's computer. That is left out
//! piece by piece, so that no pixel changes.

mod drawing;
mod exif;
mod gif;
mod jpeg;
mod png;
mod shown;
mod webp;

use std::sync::Arc;

pub(super) use self::shown::Shown;
use crate::content::limits::{DEEPEST_DRAWING, LARGEST_PROFILE, MOST_PIXELS, MOST_SCANS};
use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic};
use crate::text::{figure, shorten};

/// A picture as it can be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Clean {
    /// What it is, as a browser is told.
    kind: &'static str,
    pub(in crate::check) bytes: Arc<[u8]>,
    /// The pixels that are unpacked to print it, each as often as it is kept.
    pub(in crate::check) pixels: u64,
    /// The steps that it takes to draw it.
    pub(in crate::check) steps: u64,
}

impl Clean {
    /// A picture of pixels; `copies` says how often each is kept while it is printed.
    fn raster(bytes: Vec<u8>, (across, down): Size, copies: u64) -> Self {
        let kind = match &bytes {
            bytes if bytes.starts_with(png::START) => "image/png",
            bytes if bytes.starts_with(jpeg::START) => "image/jpeg",
            bytes if bytes.starts_with(gif::START) => "image/gif",
            _ => "image/webp",
        };
        Self { kind, bytes: bytes.into(), pixels: across * down * copies, steps: 0 }
    }
}

/// What can be done about a picture that cannot be printed.
type Cures = &'static [&'static str];

/// What is wrong with a picture, to follow what it is called, and what can be done about it.
pub(crate) type Told = (String, Cures);

/// Why a picture cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum Trouble {
    /// It is not of the kind that its name says.
    OtherKind,
    /// Its size cannot be read, or it ends too early.
    Damaged,
    /// It has so many pixels across and down.
    Huge(u64, u64),
    /// Its colour profile is larger than any.
    Profile,
    /// It is a JPEG that is stored in so many passes.
    Scans(usize),
    /// It is in the colours of a printing press.
    Cmyk,
    /// It is a drawing that takes in another file, of this address.
    TakesIn(String),
    /// It is a drawing with a blurred edge, a shadow or another effect.
    Filter,
    /// It is a drawing with more of this than can be drawn in a moment.
    TooMuch(String),
    /// It is a drawing with a piece of a web page in it.
    WebPage,
    /// It is a drawing in whose text these words cannot be seen.
    HiddenWords(String),
    /// It is a drawing that cannot be read.
    Unreadable(String),
}

impl Trouble {
    /// The fault of the picture at `path`, which is named at `span`.
    pub(super) fn fault(&self, path: &str, span: Span) -> Diagnostic {
        let what = if *self == Self::OtherKind { "file" } else { "picture" };
        let (code, why, cures) = self.told();
        let fault = Diagnostic::error(code, span, format!("the {what} `{path}` {why}"));
        cures.iter().fold(fault, |fault, cure| fault.help(*cure))
    }

    /// What is wrong, to follow what the picture is called, and what can be done about it.
    fn told(&self) -> (Code, String, Cures) {
        const AGAIN: Cures = &["open it in a picture program and save it again as PNG"];
        let kind = |why: &str, cures: Cures| (Code::ImageKind, why.to_owned(), cures);
        let large = |why: String, cures: Cures| (Code::TooLarge, why, cures);
        match self {
            Self::OtherKind => kind("is not the kind of picture that its name says", AGAIN),
            Self::Damaged => kind("cannot be printed: it is damaged, or not what its name says", AGAIN),
            Self::Huge(across, down) => large(
                format!(
                    "has {} by {} pixels, and a report can hold pictures of {} at most",
                    figure(across),
                    figure(down),
                    figure(MOST_PIXELS)
                ),
                &["open it in a picture program and save it smaller: 2,000 pixels across fill a page"],
            ),
            Self::Profile => large(
                format!("has a colour profile of more than {} MB", LARGEST_PROFILE / 1_000_000),
                &["open it in a picture program and save it for the web, with the profile sRGB or with none"],
            ),
            Self::Scans(count) => large(
                format!("is stored in {} passes, and may have {MOST_SCANS} at most", figure(count)),
                &["open it in a picture program and save it again as JPEG"],
            ),
            Self::Cmyk => kind(
                "is in the colours of a printing press (CMYK), which neither screens nor this PDF can show",
                &["open it in a picture program and save it in the colours of screens (RGB)"],
            ),
            Self::TakesIn(address) => (
                Code::ImageKind,
                format!("takes in another file, `{}`, which would not be seen everywhere", shorten(address)),
                &[
                    "open the drawing where it was made, embed the picture in it, and save it again",
                    "or save the whole drawing as PNG",
                ],
            ),
            Self::Filter => kind(
                "has a shadow, a blur or another effect that cannot be printed",
                &["save the drawing as PNG, or without the effect"],
            ),
            Self::TooMuch(what) => large(
                format!("has more {what} than can be drawn in a moment"),
                &["open the drawing where it was made and save it simpler, or save it as PNG"],
            ),
            Self::WebPage => kind(
                "has a piece of a web page in it (`foreignObject`), which cannot be printed",
                &["save the drawing with its words as plain text of the drawing, or as PNG"],
            ),
            Self::HiddenWords(words) => (
                Code::ImageKind,
                format!(
                    "holds words that nobody sees beside others in one text: \u{201c}{}\u{201d}",
                    shorten(words)
                ),
                &["delete them where the drawing was made, or save the drawing as PNG"],
            ),
            Self::Unreadable(why) => (Code::ImageKind, format!("cannot be printed: {why}"), AGAIN),
        }
    }
}

/// A picture as it can be published, of whatever kind.
pub(crate) struct AsPublished {
    /// The ending that its name is to have.
    pub(crate) ending: &'static str,
    /// What is in the file.
    pub(crate) bytes: Arc<[u8]>,
    /// The pixels that are unpacked to print it.
    pub(crate) pixels: u64,
    /// The steps that it takes to draw it.
    pub(crate) steps: u64,
}

/// The picture as it can be published; or what is wrong with it, to follow what it is called, and what can be done about
/// it. The bytes say of which kind it is.
///
/// # Errors
///
/// If a report cannot show it.
pub(crate) fn picture_as_published(bytes: &[u8]) -> Result<AsPublished, Told> {
    let endings = ["png", "jpg", "gif", "webp", "svg"];
    let ending = endings.into_iter().find(|ending| is_of_kind(ending, bytes)).unwrap_or_default();
    let clean = clean(ending, bytes).map_err(|trouble| {
        let (_, why, cures) = trouble.told();
        (why, cures)
    });
    clean.map(|clean| {
        let Clean { bytes, pixels, steps, .. } = clean;
        AsPublished { ending, bytes, pixels, steps }
    })
}

/// Whether a file begins as one of its kind does.
fn is_of_kind(kind: &str, bytes: &[u8]) -> bool {
    match kind {
        "png" => bytes.starts_with(png::START),
        "jpg" | "jpeg" => bytes.starts_with(jpeg::START),
        "gif" => bytes.starts_with(gif::START),
        "webp" => webp::is_webp(bytes),
        "svg" => std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg")),
        _ => false,
    }
}

/// How a drawing begins that is packed; the reader of drawings would unpack it, to any length.
const PACKED: &[u8] = &[0x1f, 0x8b];

/// The picture as it can be published; `kind` is the ending of its name.
pub(super) fn clean(kind: &str, bytes: &[u8]) -> Result<Clean, Trouble> {
    if is_of_kind(kind, bytes) { clean_within(bytes, 0) } else { Err(Trouble::OtherKind) }
}

/// The same of a picture that lies so deep in drawings.
fn clean_within(bytes: &[u8], depth: usize) -> Result<Clean, Trouble> {
    if bytes.starts_with(png::START) {
        png::clean(bytes)
    } else if bytes.starts_with(jpeg::START) {
        jpeg::clean(bytes)
    } else if bytes.starts_with(gif::START) {
        gif::clean(bytes)
    } else if webp::is_webp(bytes) {
        webp::clean(bytes)
    } else if bytes.starts_with(PACKED) || depth > DEEPEST_DRAWING {
        Err(Trouble::Unreadable("it holds a drawing that is packed, or too deep inside others".to_owned()))
    } else {
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.contains("svg"));
        text.map_or(Err(Trouble::Damaged), |text| drawing::clean(text, depth))
    }
}

/// A size: how many pixels across and down.
type Size = (u64, u64);

/// Whether pictures of these sizes can be printed.
fn judged(sizes: impl IntoIterator<Item = Size>) -> Result<(), Trouble> {
    let pixels = |(across, down): &Size| across.saturating_mul(*down);
    for size in sizes {
        if pixels(&size) > MOST_PIXELS {
            return Err(Trouble::Huge(size.0, size.1));
        }
        if pixels(&size) == 0 {
            return Err(Trouble::Damaged);
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::png::tests::png;
    use super::*;

    fn trouble(bytes: &[u8]) -> Option<Trouble> {
        clean_within(bytes, 0).err()
    }

    const HEAD: &str = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>";

    fn drawing_with(inner: &str) -> Option<Trouble> {
        trouble(format!("{HEAD}{inner}</svg>").as_bytes())
    }

    #[test]
    fn a_picture_is_judged_by_its_pixels_and_not_by_its_sides() {
        assert_eq!(trouble(&png(8160, 6120, &[])), None);
        assert_eq!(trouble(&png(20_000, 10, &[])), None);
        assert_eq!(trouble(&png(20_000, 20_000, &[])), Some(Trouble::Huge(20_000, 20_000)));
        assert_eq!(
            trouble(&png(u32::MAX, u32::MAX, &[])),
            Some(Trouble::Huge(u32::MAX.into(), u32::MAX.into()))
        );
        assert_eq!(trouble(&png(0, 9, &[])), Some(Trouble::Damaged));
        assert_eq!(trouble(png::START), Some(Trouble::Damaged));
    }

    #[test]
    fn a_drawing_takes_in_nothing_and_needs_no_pixels() {
        for inner in [
            "<rect width='9' height='9' fill='url(#a)'/>",
            "<use href='#a'/>",
            "<a href='https://example.org'><rect/></a>",
            "<image href='data:text/html,x'/>",
            "<filter id='f'/><rect filter='none' style='color-interpolation-filters:linearRGB'/>",
            // What nothing shows takes nothing in.
            "<defs><image href='secret.png'/></defs>",
        ] {
            assert_eq!(drawing_with(inner), None, "{inner}");
        }
        for inner in [
            "<image href='secret.png'/>",
            "<use xlink:href=' a.svg#b'/>",
            "<rect fill='url(a.svg#b)'/>",
            "<g style='mask: url(\"C:/a.svg\")'/>",
        ] {
            assert!(matches!(drawing_with(inner), Some(Trouble::TakesIn(_))), "{inner}");
        }
        for inner in [
            "<rect filter='url(#f)'/>",
            "<g style='fill:red; filter : blur(500px)'/>",
            "<style>rect{filter:url(#f)}</style><rect/>",
            "<style><![CDATA[rect{filter:url(#f)}]]></style><rect/>",
        ] {
            assert_eq!(drawing_with(inner), Some(Trouble::Filter), "{inner}");
        }
        let entity = "<!DOCTYPE svg [<!ENTITY x 'secret.png'>]><svg><image href='&x;'/></svg>";
        assert_eq!(trouble(entity.as_bytes()), Some(Trouble::TakesIn("secret.png".to_owned())));
        assert_eq!(drawing_with("<foreignObject/>"), Some(Trouble::WebPage));
        assert_eq!(drawing_with("<switch><foreignObject/><text>plain</text></switch>"), None);
    }

    #[test]
    fn parts_lie_in_one_another_only_as_deep_as_a_small_stack_allows() {
        let nested = |depth: usize| "<g>".repeat(depth) + &"</g>".repeat(depth);
        assert_eq!(drawing_with(&nested(150)), None);
        assert!(matches!(drawing_with(&nested(900)), Some(Trouble::Unreadable(_))));
        for (tag, pointer) in [
            ("g", "<use href='#gN'/>"),
            ("mask", "<rect mask='url(#gN)'/>"),
            ("clipPath", "<rect clip-path=\"url('#gN')\"/>"),
            ("pattern", "<rect style='stroke: url(#gN);'/>"),
            ("marker", "<path d='M0 0h1' style='marker-start: url(#gN)'/>"),
        ] {
            let chain = |length: usize| -> String {
                let part = |number: usize| {
                    let inner = pointer.replace('N', &(number + 1).to_string());
                    format!("<{tag} id='g{number}'>{inner}</{tag}>")
                };
                pointer.replace('N', "0") + &(0..length).map(part).collect::<String>()
            };
            assert_eq!(drawing_with(&chain(30)), None, "{pointer}");
            assert!(matches!(drawing_with(&chain(300)), Some(Trouble::Unreadable(_))), "{pointer}");
        }
        let circle = "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>";
        assert!(matches!(drawing_with(circle), Some(Trouble::Unreadable(_))));
        // A rule that is meant for every line meets the marker's own, too.
        let marker = "<style>path{marker-end:url(#m)}</style><marker id='m'><path d='M0 0h1'/></marker><path d='M0 0h1'/>";
        assert_eq!(drawing_with(marker), None);
    }

    #[test]
    fn what_is_shown_often_is_counted_often() {
        let uses = |count: usize, depth: usize| -> String {
            let part = |number: usize| {
                format!("<g id='g{number}'>{}</g>", format!("<use href='#g{}'/>", number + 1).repeat(count))
            };
            (0..depth).map(part).collect()
        };
        assert_eq!(drawing_with(&uses(10, 3)), None);
        assert!(matches!(drawing_with(&uses(10, 20)), Some(Trouble::TooMuch(_))));
    }

    #[test]
    fn a_picture_in_a_drawing_is_looked_into_as_well() {
        // The first bytes of a PNG of 65,536 by 65,536, in each way of writing.
        let base64 = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgABAAAAAQAACAIAAAAA";
        let percent =
            "data:image/png,%89PNG%0d%0a%1a%0a%00%00%00%0dIHDR%00%01%00%00%00%01%00%00%08%02%00%00%00";
        let broken = "data:image/png; base64,&#10;iVBORw0KGgoAAAANSUhEUgAB&#10;AAAAAQAACAIAAAAA";
        let ended = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgABAAAAAQAACAIAAAAA#x";
        for address in [base64, percent, broken, ended] {
            let inner = format!("<image href='{address}'/>");
            assert_eq!(drawing_with(&inner), Some(Trouble::Huge(65_536, 65_536)), "{address}");
        }
        let nested = "<image href=\"data:image/svg+xml,%3Csvg%3E%3Crect filter='url(%23f)'/%3E%3C/svg%3E\"/>";
        assert_eq!(drawing_with(nested), Some(Trouble::Filter));
    }

    #[test]
    fn a_drawing_is_written_anew_with_what_is_seen_of_it() {
        let written = |inner: &str| {
            let picture = clean("svg", format!("{HEAD}{inner}</svg>").as_bytes()).unwrap();
            let text = String::from_utf8(picture.bytes.to_vec()).unwrap();
            let inner = text.strip_prefix("<svg xmlns=\"http://www.w3.org/2000/svg\">").unwrap();
            inner.strip_suffix("</svg>").unwrap().to_owned()
        };
        for (typed, seen) in [
            ("<!-- Z --><title>Z</title><desc>Z</desc><metadata>Z</metadata><?Z z?>Z", ""),
            (
                "<rect id='Z' class='Z' data-z='Z' aria-label='Z' onclick='Z' width='9'/>",
                "<rect width=\"9\"></rect>",
            ),
            ("<i:g xmlns:i='urn:i' i:path='C:\\Z'><rect/></i:g>", ""),
            ("<g xmlns:i='urn:i' i:path='C:\\Z'><rect/></g>", "<g><rect></rect></g>"),
            ("<a href='https://example.org/Z'><rect/></a>", "<a><rect></rect></a>"),
            ("<g style='display:none'><text>Z</text></g>", ""),
            (
                "<g display='none'><rect id='r'/><text>Z</text></g><use xlink:href='#r'/>",
                "<g display=\"none\"><rect id=\"r\"></rect></g><use href=\"#r\"></use>",
            ),
            (
                "<defs><text id='t'>Z</text><rect id='r'/></defs><use href='#r'/>",
                "<defs><rect id=\"r\"></rect></defs><use href=\"#r\"></use>",
            ),
            ("<text visibility='hidden'>Z</text><text opacity='0'>Z</text><text fill='none'>Z</text>", ""),
            (
                "<g fill='none'><text>Z</text><text stroke='red'>a</text></g>",
                "<g fill=\"none\"><text stroke=\"red\">a</text></g>",
            ),
            ("<text>a<tspan display='none'>Z</tspan>b</text>", "<text>ab</text>"),
            ("<text>a &lt; <tspan x='1'>b</tspan></text>", "<text>a &lt; <tspan x=\"1\">b</tspan></text>"),
            (
                "<style>/* Z */ .s, text.t { fill: red /* Z */; -z: Z } #i { fill: blue }</style><rect class='s' style='opacity:.5;z:Z'/><text class='t' id='i'>a</text>",
                "<rect style=\"fill:red;opacity:.5\"></rect><text style=\"fill:blue\">a</text>",
            ),
            (
                "<style>rect{fill:red !important}</style><rect fill='green' style='fill:blue'/>",
                "<rect fill=\"green\" style=\"fill:red\"></rect>",
            ),
        ] {
            assert_eq!(written(typed), seen, "{typed}");
            assert_eq!(written(seen), seen, "written twice: {typed}");
        }
        // Notes beside the drawing go; what reaches into it, or may do so, stays.
        let lies = |inner: &str| {
            let svg = format!("<svg viewBox='0 0 100 50' width='100' height='50'>{inner}</svg>");
            String::from_utf8(clean("svg", svg.as_bytes()).unwrap().bytes.to_vec()).unwrap().contains("Note")
        };
        for beside in [
            "<text x='-500'>Note</text>",
            "<g transform='translate(0,900)'><text transform='rotate(30)' x='1'>Note</text></g>",
            "<text font-size='9px'>\n<tspan x='3e3' y='1'>Note</tspan></text>",
            "<text transform='matrix(1 0 0 1 0 -400)'>Note</text>",
        ] {
            assert!(!lies(beside), "{beside}");
        }
        for inside in [
            "<text x='90' y='40'>Note</text>",
            "<text x='-30'>Note</text>",
            "<text x='-500' font-size='400'>Note</text>",
            "<text x='-500' font-size='9em'>Note</text>",
            "<g transform='scale(.1)'><text x='500'>Note</text></g>",
            "<text x='-500'>Note<tspan x='5' y='9'>d</tspan></text>",
            "<text id='t' x='-500'>Note</text><use href='#t' x='500'/>",
            "<text x='-500' style='transform: translate(500px, 9px) rotate(1turn)'>Note</text>",
        ] {
            assert!(lies(inside), "{inside}");
        }
        let mixed = "<text>a<tspan fill='none'>Z z</tspan>b</text>";
        assert_eq!(drawing_with(mixed), Some(Trouble::HiddenWords("Z z".to_owned())));
    }
}
