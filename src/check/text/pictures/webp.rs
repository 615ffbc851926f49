//! Reads the chunks of a WebP, and leaves out those that change nothing in what is seen.
//!
//! In: the bytes of a file. Out: the picture without place, author, comments and whatever follows its end.

use super::exif::Exif;
use super::{Clean, Size, Trouble, judged, little};
use crate::content::limits::LARGEST_PROFILE;

/// Flags of the chunk that says what a file holds: a profile, notes of the camera, notes of programs.
const PROFILE: u8 = 0x20;
const NOTES: u8 = 0x08;
const MORE_NOTES: u8 = 0x04;

/// Whether a file begins as a WebP does.
pub(super) fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// The picture as it can be published.
pub(super) fn clean(bytes: &[u8]) -> Result<Clean, Trouble> {
    let length =
        little(bytes, 4, 4).and_then(|length| usize::try_from(length).ok()).ok_or(Trouble::Damaged)?;
    let inside = bytes.get(12..length.saturating_add(8)).ok_or(Trouble::Damaged)?;
    let mut sizes: Vec<Size> = Vec::new();
    let mut kept: Vec<(&[u8], Vec<u8>)> = Vec::new();
    let (mut has_profile, mut has_notes) = (false, false);
    for chunk in Chunks(inside) {
        let (kind, data) = chunk.ok_or(Trouble::Damaged)?;
        sizes.extend(size(kind, data).map_err(|()| Trouble::Damaged)?);
        match kind {
            b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" => kept.push((kind, data.to_vec())),
            b"ANMF" => kept.push((kind, frame(data, &mut sizes).ok_or(Trouble::Damaged)?)),
            b"ICCP" if data.len() > LARGEST_PROFILE => return Err(Trouble::Profile),
            b"ICCP" => {
                has_profile = true;
                kept.push((kind, data.to_vec()));
            }
            b"EXIF" => {
                let notes = data.strip_prefix(b"Exif\0\0").unwrap_or(data);
                if let Some(exif) = Exif::read(notes).needed() {
                    has_notes = true;
                    kept.push((kind, exif));
                }
            }
            _ => {}
        }
    }
    judged(sizes.iter().copied())?;
    let whole = *sizes.first().ok_or(Trouble::Damaged)?;
    if !kept.iter().any(|(kind, _)| matches!(*kind, b"VP8 " | b"VP8L" | b"ANMF")) {
        return Err(Trouble::Damaged);
    }
    for (_, data) in kept.iter_mut().filter(|(kind, _)| *kind == b"VP8X") {
        if let Some(flags) = data.first_mut() {
            *flags &= !(PROFILE | NOTES | MORE_NOTES);
            *flags |= if has_profile { PROFILE } else { 0 } | if has_notes { NOTES } else { 0 };
        }
    }
    let mut out = b"WEBP".to_vec();
    for (kind, data) in &kept {
        put(&mut out, kind, data);
    }
    let length = u32::try_from(out.len()).unwrap_or(u32::MAX).to_le_bytes();
    // Only the oldest kind, on its own, cannot be seen through.
    let copies = if kept.iter().all(|(kind, _)| *kind == b"VP8 ") { 1 } else { 2 };
    Ok(Clean::raster([b"RIFF".as_slice(), &length, &out].concat(), whole, copies))
}

/// The size that a chunk says, if it is one that does.
fn size(kind: &[u8], data: &[u8]) -> Result<Option<Size>, ()> {
    let number = |at: usize, count: usize| little(data, at, count).ok_or(());
    Ok(match kind {
        b"VP8X" => Some((number(4, 3)? + 1, number(7, 3)? + 1)),
        b"VP8L" => {
            let bits = number(1, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Some((number(6, 2)? & 0x3fff, number(8, 2)? & 0x3fff)),
        // A picture of a film: its place, then its size.
        b"ANMF" => Some((number(6, 3)? + 1, number(9, 3)? + 1)),
        _ => None,
    })
}

/// One picture of a film, without what is not seen; what it holds may say another size than the film.
fn frame(data: &[u8], sizes: &mut Vec<Size>) -> Option<Vec<u8>> {
    let (head, inside) = data.split_at_checked(16)?;
    let mut out = head.to_vec();
    for chunk in Chunks(inside) {
        let (kind, data) = chunk?;
        if matches!(kind, b"VP8 " | b"VP8L" | b"ALPH") {
            sizes.extend(size(kind, data).ok()?);
            put(&mut out, kind, data);
        }
    }
    Some(out)
}

fn put(out: &mut Vec<u8>, kind: &[u8], data: &[u8]) {
    out.extend(kind);
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(data);
    // Chunks begin at even places.
    out.extend(&[0][..data.len() % 2]);
}

/// Goes through the chunks of a file; the last is nothing if it is cut off.
struct Chunks<'a>(&'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = Option<(&'a [u8], &'a [u8])>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let chunk = little(self.0, 4, 4).and_then(|length| usize::try_from(length).ok()).and_then(|length| {
            let data = self.0.get(8..length.checked_add(8)?)?;
            let after = self.0.get(8 + length + length % 2..).unwrap_or_default();
            Some((&self.0[..4], data, after))
        });
        let Some((kind, data, after)) = chunk else {
            self.0 = &[];
            return Some(None);
        };
        self.0 = after;
        Some(Some((kind, data)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webp(chunks: &[(&[u8], &[u8])]) -> Vec<u8> {
        let mut out = b"WEBP".to_vec();
        for (kind, data) in chunks {
            put(&mut out, kind, data);
        }
        let length = u32::try_from(out.len()).unwrap().to_le_bytes();
        [b"RIFF".as_slice(), &length, &out].concat()
    }

    const PIXELS: (&[u8], &[u8]) = (b"VP8L", &[0x2f, 8, 0, 2, 0, 7]);

    #[test]
    fn what_is_not_seen_is_left_out_and_what_is_seen_stays() {
        let whole = |flags: u8| [flags, 0, 0, 0, 8, 0, 0, 8, 0, 0];
        let wide: (&[u8], &[u8]) = (b"ICCP", b"profile");
        let frame = |extra: &[u8]| {
            [&[0; 6][..], &[8, 0, 0, 8, 0, 0], &[0; 4], b"VP8L\x06\0\0\0\x2f\x08\0\x02\0\x07", extra].concat()
        };
        let file = webp(&[
            (b"VP8X", &whole(0x2e)),
            wide,
            (b"ANIM", b"123456"),
            (b"ANMF", &frame(b"HIDE\x03\0\0\0Zwy\0")),
            (b"EXIF", b"MM\0*\0\0\0\x08\0\0Zwy"),
            (b"XMP ", b"Zwy"),
            (b"HIDE", b"Zwy"),
        ]);
        let wanted = webp(&[(b"VP8X", &whole(0x22)), wide, (b"ANIM", b"123456"), (b"ANMF", &frame(b""))]);
        assert_eq!(clean(&[file, b"PK".to_vec()].concat()).unwrap().bytes[..], wanted);
        // Which way is up stays.
        let turned = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let file = webp(&[(b"VP8X", &whole(8)), PIXELS, (b"EXIF", turned)]);
        assert_eq!(clean(&file).unwrap().bytes[..], file);
    }

    #[test]
    fn each_kind_of_chunk_says_its_size() {
        let huge = |kind: &[u8], data: &[u8]| clean(&webp(&[(kind, data)]));
        assert_eq!(huge(b"VP8L", &[0x2f, 0xff, 0xff, 0xff, 0x0f]), Err(Trouble::Huge(16_384, 16_384)));
        let pixels = [0, 0, 0, 0x9d, 1, 0x2a, 0xff, 0x3f, 0xff, 0x3f];
        assert_eq!(huge(b"VP8 ", &pixels), Err(Trouble::Huge(16_383, 16_383)));
        assert_eq!(huge(b"EXIF", &[0, 0]), Err(Trouble::Damaged));
        assert_eq!(huge(b"VP8X", &[0, 0, 0, 0, 8, 0, 0, 8, 0, 0]), Err(Trouble::Damaged));
        let plain = webp(&[PIXELS]);
        assert_eq!(clean(&plain).unwrap().bytes[..], plain);
        assert_eq!(clean(&plain[..plain.len() - 1]), Err(Trouble::Damaged));
    }
}
