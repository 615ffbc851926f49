//! The typefaces that the PDF is set in.
//!
//! In: the shipped font files and a council's own. Out: the fonts that Typst uses, and which characters can be
//! printed at all. System fonts are never used: the same content must give the same bytes on every machine.

use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::layout::{Abs, Em};
use typst::text::{Font, FontInstance, FontVariations};
use typst_kit::fonts::FontStore;

use crate::outputs::TemplateFiles;
use crate::pages::paper::{self, Ruler};
use crate::text::ends_line;

/// Liberation Sans 2 (OFL) has the metrics of Arial; `DejaVu` Sans (free licence) adds ticks, crosses, arrows and
/// scripts that it lacks. Their licences are beside them.
const SHIPPED: [&[u8]; 6] = [
    include_bytes!("../../../templates/fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../../../templates/fonts/LiberationSans-Bold.ttf"),
    include_bytes!("../../../templates/fonts/LiberationSans-Italic.ttf"),
    include_bytes!("../../../templates/fonts/LiberationSans-BoldItalic.ttf"),
    include_bytes!("../../../templates/fonts/DejaVuSans.ttf"),
    include_bytes!("../../../templates/fonts/DejaVuSans-Bold.ttf"),
];

/// The font files that the executable carries.
pub(in crate::outputs) fn shipped() -> [&'static [u8]; 6] {
    SHIPPED
}

/// The fonts of one run.
pub struct Fonts {
    pub(super) store: FontStore,
    faces: Arc<Vec<Face>>,
    /// How wide the letters of western Europe are, upright and slanted, each regular and bold. Nearly all letters are of
    /// these, and looking for one in a font takes longer than everything else about measuring it.
    latin: Arc<[OnceLock<Vec<f64>>; 4]>,
}

/// One font, which can be asked what it can print. Preparing all of them takes about as long as reading a small report,
/// and the first has nearly everything that is typed, so each is prepared when it is first asked.
struct Face {
    font: Font,
    ready: OnceLock<FontInstance>,
}

impl Face {
    /// Whether it has a glyph for the character. The glyph itself is looked up, because a font's coverage as Typst
    /// knows it also lists characters whose glyph is the empty box.
    fn has(&self, c: char) -> bool {
        let glyph = self.ready().ttf().glyph_index(c);
        glyph.is_some_and(|glyph| glyph.0 != 0)
    }

    fn ready(&self) -> &FontInstance {
        self.ready.get_or_init(|| {
            self.font.clone().instantiate(self.font.info().variant, Abs::pt(12.0), &FontVariations::default())
        })
    }

    /// How wide the character is, in ems, if the font has it.
    fn advance(&self, c: char) -> Option<f64> {
        let glyph = self.ready().ttf().glyph_index(c).filter(|glyph| glyph.0 != 0)?;
        self.ready().x_advance(glyph.0).map(Em::get)
    }
}

/// Letters that stand nearer to one another than alone, or farther apart, make this much of a difference at most.
const KERNING: f64 = 1.01;

impl Fonts {
    /// Loads the shipped fonts and those in the folder `fonts` of a council's own templates.
    pub fn load(own: &TemplateFiles) -> Self {
        let own = own
            .iter()
            .filter(|(path, _)| {
                let kind = path.rsplit('.').next().unwrap_or_default().to_lowercase();
                path.starts_with("fonts/") && matches!(kind.as_str(), "ttf" | "otf")
            })
            // The shipped files themselves, as in this repository's own templates folder, are not loaded twice.
            .filter(|(_, bytes)| !SHIPPED.contains(&bytes.as_slice()))
            .map(|(_, bytes)| Bytes::new(bytes.clone()));
        let fonts: Vec<Font> = SHIPPED.into_iter().map(Bytes::new).chain(own).flat_map(Font::iter).collect();
        let mut store = FontStore::new();
        store.extend(fonts.iter().map(|font| (font.clone(), font.info().clone())));
        let faces = fonts.into_iter().map(|font| Face { font, ready: OnceLock::new() }).collect();
        Self { store, faces: Arc::new(faces), latin: Arc::default() }
    }

    /// Whether some font has the character, and it means the same everywhere: PDF/A forbids characters of the private
    /// use areas, whatever picture a font may have for them, and PDF/UA the mark of byte order. Where Unicode ends lines
    /// and paragraphs, a name would have more lines than anybody measured.
    pub fn can_print(&self, c: char) -> bool {
        // The shipped fonts have all of these, and hardly anything else is typed.
        if matches!(c, ' '..='~') {
            return true;
        }
        let is_private = matches!(u32::from(c), 0xe000..=0xf8ff | 0xf_0000..);
        !is_private && c != '\u{feff}' && !ends_line(c) && self.faces.iter().any(|face| face.has(c))
    }

    /// Says how wide a text is in the shipped type.
    pub fn ruler(&self) -> Ruler {
        let (faces, latin) = (Arc::clone(&self.faces), Arc::clone(&self.latin));
        Ruler::new(move |text, face| {
            let known = latin[usize::from(face.is_bold) + 2 * usize::from(face.is_italic)]
                .get_or_init(|| ('\0'..LATIN_END).map(|c| advance(&faces, c, face)).collect());
            let width = |c: char| {
                let place = usize::try_from(u32::from(c)).unwrap_or(usize::MAX);
                known.get(place).copied().unwrap_or_else(|| advance(&faces, c, face))
            };
            text.chars().map(width).sum::<f64>() * KERNING
        })
    }
}

/// The first character after those letters.
const LATIN_END: char = '\u{180}';

/// The width of a character, in ems.
fn advance(faces: &[Face], c: char, face: paper::Face) -> f64 {
    // No font has a control character, and `check` lets none into any text: looking for one would prepare them all.
    if c.is_control() {
        return 1.0;
    }
    let own = usize::from(face.is_bold) + 2 * usize::from(face.is_italic);
    // What the typeface of the text lacks, another that has it stands in for, the bold one of the two for bold text.
    let other = if face.is_bold { faces.len().min(6) - 1 } else { 4 };
    let mut order = [own, other].into_iter().filter_map(|index| faces.get(index)).chain(faces);
    order.find_map(|face| face.advance(c)).unwrap_or(1.0)
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("count", &self.faces.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_accessible_pdf_may_hold_cannot_be_printed() {
        let fonts = Fonts::load(&TemplateFiles::new());
        for (c, can) in
            [('a', true), ('é', true), ('\u{feff}', false), ('\u{e000}', false), ('\u{10fffd}', false)]
        {
            assert_eq!(fonts.can_print(c), can, "{c:?}");
        }
    }

    #[test]
    fn a_text_is_as_wide_as_its_letters_in_their_type() {
        let ruler = Fonts::load(&TemplateFiles::new()).ruler();
        let wide =
            |text: &str, is_bold| ruler.width(text, paper::Face { is_bold, is_italic: false }) / KERNING;
        // Liberation Sans has the widths of Arial: 556 for a digit, 667 for a P, 278 for an L's small neighbour.
        assert!((wide("2026", false) - 4.0 * 0.556).abs() < 0.001);
        assert!((wide("P", false) - 0.667).abs() < 0.001 && (wide("i", false) - 0.222).abs() < 0.001);
        assert!(wide("Communications", true) > wide("Communications", false));
        // A tick is only in the other typeface.
        assert!(wide("\u{2713}", false) > 0.5);
    }

    #[test]
    fn what_councils_type_can_be_printed_and_emoji_cannot() {
        let fonts = Fonts::load(&TemplateFiles::new());
        assert!((' '..='~').all(|c| fonts.faces.iter().any(|face| face.has(c))));
        for c in "ŵŷŴŶâêîôûáéíóúäëïöüñçßøåÆœ£€$¥½¼¾²³°±×÷–—‘’“”…•·†‡§¶©®™✓✔✗✘←→↑↓▲▼■□●○≤≥≠≈∞µΩ".chars()
        {
            assert!(fonts.can_print(c), "{c}");
        }
        for c in "\u{1f7e2}\u{1f680}\u{e000}\u{ef00}\u{7}".chars() {
            assert!(!fonts.can_print(c), "{c}");
        }
    }
}
