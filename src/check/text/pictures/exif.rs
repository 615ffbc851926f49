//! Reads the one thing in a camera's notes (Exif) that changes what is seen, and leaves place, time and author.
//!
//! In: the notes, as JPEG, PNG and WebP carry them. Out: new notes that say which way is up and how fine the picture is, if
//! the old ones say so.

/// What a picture's notes say about how it is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Exif {
    /// Which way is up: 2 to 8 are turned or mirrored.
    orientation: Option<u16>,
    /// Dots across and down of an inch, each as a fraction.
    resolution: [Option<(u32, u32)>; 2],
}

const ORIENTATION: u16 = 0x0112;
const ACROSS: u16 = 0x011a;
const DOWN: u16 = 0x011b;

impl Exif {
    /// Reads notes, which begin with their order of bytes; whatever is wrong with them, they say nothing then.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut exif = Self::default();
        let is_little = match bytes.get(..4) {
            Some(b"II*\0") => true,
            Some(b"MM\0*") => false,
            _ => return exif,
        };
        let short = |at: usize| -> Option<u16> {
            let bytes = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
            Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
        };
        let long = |at: usize| -> Option<u32> {
            let bytes = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
            Some(if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
        };
        let place = |at: usize| long(at).and_then(|place| usize::try_from(place).ok());
        let Some(start) = place(4) else { return exif };
        for entry in 0..usize::from(short(start).unwrap_or(0)) {
            let at = start + 2 + entry * 12;
            let fraction = || place(at + 8).and_then(|at| Some((long(at)?, long(at.checked_add(4)?)?)));
            match short(at) {
                Some(ORIENTATION) => exif.orientation = short(at + 8).filter(|way| (2..=8).contains(way)),
                Some(ACROSS) => exif.resolution[0] = fraction(),
                Some(DOWN) => exif.resolution[1] = fraction(),
                Some(_) => {}
                None => break,
            }
        }
        exif
    }

    /// Notes that say no more than is needed; nothing if nothing is.
    pub(super) fn needed(self) -> Option<Vec<u8>> {
        let turned = self.orientation.map(|way| (ORIENTATION, 3_u16, u32::from(way) << 16, None));
        let fine = [ACROSS, DOWN].into_iter().zip(self.resolution);
        let fine = fine.filter_map(|(tag, fraction)| Some((tag, 5, 0, Some(fraction?))));
        let entries: Vec<_> = turned.into_iter().chain(fine).collect();
        let count = u16::try_from(entries.len()).ok().filter(|count| *count > 0)?;
        let mut out = [b"MM\0*".as_slice(), &8_u32.to_be_bytes(), &count.to_be_bytes()].concat();
        // The fractions stand after the list and the four bytes that end it.
        let mut place = 8 + 2 + u32::from(count) * 12 + 4;
        for (tag, kind, value, fraction) in &entries {
            let value = if fraction.is_some() { place } else { *value };
            place += if fraction.is_some() { 8 } else { 0 };
            out.extend(tag.to_be_bytes());
            out.extend(kind.to_be_bytes());
            out.extend(1_u32.to_be_bytes());
            out.extend(value.to_be_bytes());
        }
        out.extend([0; 4]);
        for (above, below) in entries.iter().filter_map(|(.., fraction)| *fraction) {
            out.extend(above.to_be_bytes());
            out.extend(below.to_be_bytes());
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_the_look_is_kept() {
        // Little end first: a maker, which way is up, and dots across.
        let mut notes = b"II*\0\x08\0\0\0\x03\0".to_vec();
        notes.extend(b"\x0f\x01\x02\0\x04\0\0\0Zwy\0");
        notes.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
        notes.extend(b"\x1a\x01\x05\0\x01\0\0\0\x32\0\0\0");
        notes.extend([0; 4]);
        notes.extend(b"\x2c\x01\0\0\x01\0\0\0");
        let exif = Exif::read(&notes);
        assert_eq!(exif, Exif { orientation: Some(6), resolution: [Some((300, 1)), None] });
        let needed = exif.needed().unwrap();
        assert_eq!(Exif::read(&needed), exif);
        assert!(!needed.windows(3).any(|part| part == b"Zwy"));
        for nothing in [&b""[..], b"II*\0", b"MM\0*\xff\xff\xff\xff", &notes[..9]] {
            assert_eq!(Exif::read(nothing).needed(), None);
        }
    }
}
