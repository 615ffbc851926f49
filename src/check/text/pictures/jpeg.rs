//! Reads the segments of a JPEG, and leaves out those that change nothing in what is seen.
//!
//! In: the bytes of a file. Out: the picture without place, author, comments, previews and whatever follows its end. No
//! pixel is unpacked and none is changed.

use super::exif::Exif;
use super::{Clean, Size, Trouble, big, judged};
use crate::content::limits::{LARGEST_PROFILE, MOST_SCANS};

/// How a file begins.
pub(super) const START: &[u8] = &[0xff, 0xd8, 0xff];

/// The picture as it can be published.
pub(super) fn clean(bytes: &[u8]) -> Result<Clean, Trouble> {
    let size = size(bytes).ok_or(Trouble::Damaged)?;
    judged([size])?;
    let (mut head, mut body) = (vec![0xff, 0xd8], Vec::with_capacity(bytes.len()));
    let (mut exif, mut profile, mut scans, mut frames) = (Exif::default(), 0, 0, 0);
    let mut at = 2;
    loop {
        let (marker, start) = marker(bytes, at).ok_or(Trouble::Damaged)?;
        if marker == 0xd9 {
            break;
        }
        // Of these there is no length.
        if matches!(marker, 0x00 | 0x01 | 0xd0..=0xd8) {
            at = start;
            continue;
        }
        let length =
            big(bytes, start).and_then(|length| usize::try_from(length).ok()).ok_or(Trouble::Damaged)?;
        let data = bytes.get(start + 2..start + length).ok_or(Trouble::Damaged)?;
        at = start + length;
        match marker {
            0xe0 if data.starts_with(b"JFIF\0") && data.len() >= 12 => {
                // Version and dots of an inch, and no small picture of the picture.
                put(&mut head, marker, &[&data[..12], &[0, 0]].concat());
            }
            0xe1 if data.starts_with(b"Exif\0\0") => exif = Exif::read(&data[6..]),
            0xe2 if data.starts_with(b"ICC_PROFILE\0") => {
                profile += data.len();
                put(&mut body, marker, data);
            }
            0xee if data.starts_with(b"Adobe") && data.len() >= 12 => put(&mut body, marker, &data[..12]),
            0xe0..=0xef | 0xfe => {}
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                frames += 1;
                match (marker, data.first(), data.get(5)) {
                    (_, _, Some(4)) => return Err(Trouble::Cmyk),
                    (0xc0..=0xc2, Some(8), Some(1 | 3)) if frames == 1 => put(&mut body, marker, data),
                    _ => {
                        return Err(Trouble::Unreadable(
                            "it is a JPEG of a kind that hardly any program reads".to_owned(),
                        ));
                    }
                }
            }
            0xda => {
                scans += 1;
                put(&mut body, marker, data);
                let end = end_of_scan(bytes, at);
                body.extend(&bytes[at..end]);
                at = end;
            }
            _ => put(&mut body, marker, data),
        }
    }
    if scans == 0 || frames == 0 {
        return Err(Trouble::Damaged);
    }
    if scans > MOST_SCANS {
        return Err(Trouble::Scans(scans));
    }
    if profile > LARGEST_PROFILE {
        return Err(Trouble::Profile);
    }
    if let Some(exif) = exif.needed() {
        put(&mut head, 0xe1, &[b"Exif\0\0".as_slice(), &exif].concat());
    }
    head.extend(body);
    head.extend([0xff, 0xd9]);
    Ok(Clean::raster(head, size, 1))
}

/// The segment that begins the frame says the size; those before it are passed over by their lengths.
fn size(bytes: &[u8]) -> Option<Size> {
    let mut at = 2;
    loop {
        let (marker, start) = marker(bytes, at)?;
        match marker {
            0x00 | 0x01 | 0xd0..=0xd8 => at = start,
            // The picture itself, or its end, before anything said its size.
            0xd9 | 0xda => return None,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((big(bytes, start + 5)?, big(bytes, start + 3)?));
            }
            _ => at = start.checked_add(usize::try_from(big(bytes, start)?.max(2)).ok()?)?,
        }
    }
}

/// The next marker, and where what it marks begins. Bytes between segments mean nothing, and a marker may be drawn out.
fn marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
    at += bytes.get(at..)?.iter().position(|byte| *byte != 0xff)?;
    Some((bytes[at], at + 1))
}

/// Where the pixels end that begin at `start`: at the next marker that is none of their own.
fn end_of_scan(bytes: &[u8], start: usize) -> usize {
    let marks = bytes[start..]
        .windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff));
    marks.map_or(bytes.len(), |at| start + at)
}

fn put(out: &mut Vec<u8>, marker: u8, data: &[u8]) {
    out.extend([0xff, marker]);
    out.extend(u16::try_from(data.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    out.extend(data);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        put(&mut out, marker, data);
        out
    }

    fn frame(colours: u8) -> Vec<u8> {
        segment(0xc0, &[8, 0, 9, 0, 9, colours, 1, 0x11, 0])
    }

    fn scan() -> Vec<u8> {
        [segment(0xda, &[1, 1, 0, 0, 63, 0]), vec![1, 0xff, 0, 2, 0xff, 0xd0, 3]].concat()
    }

    fn jpeg(parts: &[Vec<u8>]) -> Vec<u8> {
        [&[0xff, 0xd8][..], &parts.concat(), &[0xff, 0xd9]].concat()
    }

    #[test]
    fn what_is_not_seen_is_left_out_and_what_is_seen_stays() {
        let jfif = |picture: &[u8]| segment(0xe0, &[b"JFIF\0\x01\x02\x01\0\x48\0\x48", picture].concat());
        let profile = segment(0xe2, b"ICC_PROFILE\0\x01\x01profile");
        let adobe = segment(0xee, b"Adobe\0\x64\0\0\0\0\x01");
        let notes = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x3b\0\x02\0\0\0\x04Zwy\0\0\0\0\0";
        let file = jpeg(&[
            jfif(b"\x01\x01rgb"),
            segment(0xe0, b"JFXX\0small"),
            segment(0xe1, notes),
            segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0Zwy"),
            profile.clone(),
            segment(0xe2, b"MPF\0more"),
            segment(0xed, b"Photoshop 3.0\0Zwy"),
            adobe.clone(),
            segment(0xfe, b"Zwy"),
            frame(3),
            scan(),
            scan(),
        ]);
        let file = [file, b"PK more".to_vec()].concat();
        let turned =
            segment(0xe1, b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
        let wanted = jpeg(&[jfif(b"\0\0"), turned, profile, adobe, frame(3), scan(), scan()]);
        assert_eq!(clean(&file).unwrap().bytes[..], wanted);
        assert_eq!(clean(&wanted).unwrap().bytes[..], wanted);
    }

    #[test]
    fn what_cannot_be_printed_is_told() {
        let whole = jpeg(&[frame(1), scan()]);
        assert!(clean(&whole).is_ok());
        for length in 3..whole.len() {
            assert_eq!(clean(&whole[..length]), Err(Trouble::Damaged), "{length}");
        }
        assert_eq!(clean(&jpeg(&[frame(4), scan()])), Err(Trouble::Cmyk));
        assert!(matches!(clean(&jpeg(&[frame(2), scan()])), Err(Trouble::Unreadable(_))));
        assert!(matches!(clean(&jpeg(&[frame(1), frame(1), scan()])), Err(Trouble::Unreadable(_))));
        let often = |count: usize| jpeg(&[vec![frame(1)], vec![scan(); count]].concat());
        assert!(clean(&often(MOST_SCANS)).is_ok());
        assert_eq!(clean(&often(MOST_SCANS + 1)), Err(Trouble::Scans(MOST_SCANS + 1)));
        let part = segment(0xe2, &[b"ICC_PROFILE\0".as_slice(), &vec![0; 60_000]].concat());
        let parts = vec![part; LARGEST_PROFILE / 60_000 + 1];
        assert_eq!(clean(&jpeg(&[parts, vec![frame(1), scan()]].concat())), Err(Trouble::Profile));
        assert_eq!(
            clean(&jpeg(&[segment(0xc0, &[8, 0xff, 0xdc, 0xff, 0xdc, 1])])),
            Err(Trouble::Huge(65_500, 65_500))
        );
    }
}
