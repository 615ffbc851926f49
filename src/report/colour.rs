//! Colours, and how readable one is on another.

/// An sRGB colour: red, green and blue from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Reads `#1d4f91`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// The colour as `#1d4f91`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Contrast with `other`, from 1 (the same) to 21 (black on white).
    ///
    /// Worked out as WCAG 2.2 defines "contrast ratio" and "relative luminance"; text needs at least `READABLE`.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(self.0) + 0.7152 * channel(self.1) + 0.0722 * channel(self.2)
    }
}

/// The least contrast at which text counts as readable: WCAG 2.2, success criterion 1.4.3, level AA.
pub(crate) const READABLE: f64 = 4.5;

/// White paper.
pub(crate) const WHITE: Colour = Colour(255, 255, 255);

/// The near-black of the text.
pub(crate) const INK: Colour = Colour(0x0b, 0x0c, 0x0c);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_agrees_with_published_figures() {
        assert!((Colour(0, 0, 0).contrast(WHITE) - 21.0).abs() < 0.001);
        // By the formula of WCAG 2.2: pure red on white is 4.00, Word's green on white 2.87.
        assert!((Colour(255, 0, 0).contrast(WHITE) - 4.00).abs() < 0.005);
        assert!((Colour(0x00, 0xb0, 0x50).contrast(WHITE) - 2.87).abs() < 0.005);
    }

    #[test]
    fn only_six_digit_colours_are_read() {
        assert_eq!(Colour::parse("#1d4f91"), Some(Colour(0x1d, 0x4f, 0x91)));
        assert_eq!(Colour::parse("#1D4F91").unwrap().hex(), "#1d4f91");
        for text in ["1d4f91", "#fff", "#12345g", "blue", "#1d4f9é"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
