//! Makes pictures that every version of Word can show.
//!
//! In: pictures of the content folder, and charts, both as they are on the web page. Out: their sizes and, where Word
//! cannot show them as they are (drawings of lines before Word 2016, WebP, photographs taken with the camera on its side),
//! a picture of them. Only this module names `imagesize` and `resvg`.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::outputs::pdf::shipped_fonts;
use crate::text::data_address;

/// The most pixels that a picture is across once it is drawn anew: they fill the width of a page in print.
const MOST_ACROSS: f32 = 1_600.0;
/// How many pixels a drawing has for each of its own.
const FINENESS: f32 = 2.0;
/// What a picture whose size cannot be read is shown as.
const UNKNOWN: (u32, u32) = (300, 200);

/// The shipped fonts, in which charts and drawings are lettered on every machine.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in shipped_fonts() {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    for set in [
        fontdb::Database::set_sans_serif_family,
        fontdb::Database::set_serif_family,
        fontdb::Database::set_monospace_family,
    ] {
        set(&mut fonts, "Liberation Sans".to_owned());
    }
    Arc::new(fonts)
});

/// Whether a picture is a drawing of lines (SVG).
pub(super) fn is_drawing(path: &str) -> bool {
    kind(path) == "svg"
}

fn kind(path: &str) -> String {
    path.rsplit('.').next().unwrap_or_default().to_lowercase()
}

/// How large a picture is, in pixels of the screen.
pub(super) fn size(path: &str, bytes: &[u8]) -> (u32, u32) {
    if is_drawing(path) {
        let size = tree(bytes).map(|tree| tree.size());
        return size.map_or(UNKNOWN, |size| (whole(size.width()), whole(size.height())));
    }
    let size = imagesize::blob_size(bytes).ok();
    let size = size.and_then(|size| Some((size.width.try_into().ok()?, size.height.try_into().ok()?)));
    let (width, height) = size.unwrap_or(UNKNOWN);
    if which_way_up(bytes) >= 5 { (height, width) } else { (width, height) }
}

/// A picture as every version of Word can show it: the ending of its name, and its bytes if they are others than it has.
pub(super) fn shown(path: &str, bytes: &[u8]) -> (&'static str, Option<Vec<u8>>) {
    let way = which_way_up(bytes);
    match kind(path).as_str() {
        "svg" => ("png", drawn(bytes, FINENESS)),
        "webp" => ("png", redrawn("image/webp", bytes, way)),
        "jpg" | "jpeg" if way > 1 => ("png", redrawn("image/jpeg", bytes, way)),
        "png" if way > 1 => ("png", redrawn("image/png", bytes, way)),
        "jpg" | "jpeg" => ("jpeg", None),
        "gif" => ("gif", None),
        _ => ("png", None),
    }
}

/// A chart as every version of Word can show it.
pub(super) fn chart(svg: &[u8]) -> (&'static str, Vec<u8>) {
    ("png", drawn(svg, FINENESS).unwrap_or_default())
}

/// A drawing as a picture (PNG), with so many pixels for each of its own.
fn drawn(svg: &[u8], fineness: f32) -> Option<Vec<u8>> {
    let tree = tree(svg)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = (MOST_ACROSS / width.max(height)).min(fineness);
    let mut pixels = Pixmap::new(whole(width * scale), whole(height * scale))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().ok()
}

/// A photograph as PNG, the right way up.
fn redrawn(kind: &str, bytes: &[u8], way: u16) -> Option<Vec<u8>> {
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (size.width, size.height);
    // Across and down as they are stored, turned and mirrored as the notes say.
    let (matrix, (across, down)) = match way {
        2 => (format!("-1 0 0 1 {width} 0"), (width, height)),
        3 => (format!("-1 0 0 -1 {width} {height}"), (width, height)),
        4 => (format!("1 0 0 -1 0 {height}"), (width, height)),
        5 => ("0 1 1 0 0 0".to_owned(), (height, width)),
        6 => (format!("0 1 -1 0 {height} 0"), (height, width)),
        7 => (format!("0 -1 -1 0 {height} {width}"), (height, width)),
        8 => (format!("0 -1 1 0 0 {width}"), (height, width)),
        _ => ("1 0 0 1 0 0".to_owned(), (width, height)),
    };
    // One that keeps its size keeps every pixel.
    let keeps_size = u16::try_from(width.max(height)).is_ok_and(|length| f32::from(length) <= MOST_ACROSS);
    let rendering = if keeps_size { "optimizeSpeed" } else { "optimizeQuality" };
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{across}\" height=\"{down}\"><image width=\"{width}\" \
         height=\"{height}\" image-rendering=\"{rendering}\" \
         transform=\"matrix({matrix})\" href=\"{}\"/></svg>",
        data_address(kind, bytes)
    );
    drawn(svg.as_bytes(), 1.0)
}

/// What the notes of a photograph say of which way is up: 1 is as it is stored, 5 to 8 lie on their side.
///
/// The notes are those that the check of pictures has written, which begin in one way only.
fn which_way_up(bytes: &[u8]) -> u16 {
    const START: &[u8] = b"MM\0*\0\0\0\x08";
    const ORIENTATION: [u8; 2] = [0x01, 0x12];
    let near = &bytes[..bytes.len().min(1 << 16)];
    // In WebP and PNG they may stand at the end.
    let found = near.windows(START.len()).position(|window| window == START).or_else(|| {
        let from = bytes.len().saturating_sub(1 << 10);
        let at = bytes[from..].windows(START.len()).position(|window| window == START)?;
        Some(from + at)
    });
    let Some(notes) = found.and_then(|at| bytes.get(at + START.len() + 2..)) else { return 1 };
    let entry = notes.chunks(12).take(3).find(|entry| entry.starts_with(&ORIENTATION));
    let way = entry.and_then(|entry| Some(u16::from_be_bytes(entry.get(8..10)?.try_into().ok()?)));
    way.filter(|way| (1..=8).contains(way)).unwrap_or(1)
}

fn tree(svg: &[u8]) -> Option<Tree> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Liberation Sans".to_owned(),
        ..Options::default()
    };
    Tree::from_data(svg, &options).ok()
}

/// A length as whole pixels, of which there is one at least.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length of some thousand pixels"
)]
fn whole(length: f32) -> u32 {
    (length.ceil() as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_its_own_size_and_a_picture_of_twice_as_many_pixels() {
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="2" y="12">a</text></svg>"#;
        assert_eq!(size("a/b.SVG", svg), (40, 20));
        let (kind, png) = shown("a/b.svg", svg);
        assert_eq!((kind, size("x.png", &png.expect("drawn"))), ("png", (80, 40)));
        assert_eq!(size("x.svg", b"no drawing"), UNKNOWN);
    }

    #[test]
    fn a_picture_on_its_side_is_put_upright() {
        // Red, then green, side by side; on its side, red is above green.
        let mut pixels = Pixmap::new(2, 1).expect("a picture");
        pixels.data_mut().copy_from_slice(&[255, 0, 0, 255, 0, 255, 0, 255]);
        let png = pixels.encode_png().expect("written");
        let notes =
            [b"MM\0*\0\0\0\x08\0\x01".as_slice(), &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0], &[0; 4]]
                .concat();
        let turned = [png.clone(), notes].concat();
        assert_eq!((which_way_up(&png), which_way_up(&turned)), (1, 6));
        assert_eq!(size("a.png", &turned), (1, 2));
        let (_, upright) = shown("a.png", &turned);
        let upright = Pixmap::decode_png(&upright.expect("drawn")).expect("a picture");
        assert_eq!((upright.width(), upright.height()), (1, 2));
        assert_eq!(upright.data(), [255, 0, 0, 255, 0, 255, 0, 255]);
    }
}
