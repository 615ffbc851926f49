//! Reads the chunks of a PNG, and leaves out those that change nothing in what is seen.
//!
//! In: the bytes of a file. Out: the picture without names, places, comments, times and whatever follows its end. No
//! pixel is unpacked and none is changed.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::exif::Exif;
use super::{Clean, Size, Trouble, judged};
use crate::content::limits::LARGEST_PROFILE;

/// How a file begins.
pub(super) const START: &[u8] = b"\x89PNG\r\n\x1a\n";

/// One chunk: what it is, and what it holds.
type Chunk<'a> = ([u8; 4], &'a [u8]);

/// The picture as it can be published.
pub(super) fn clean(bytes: &[u8]) -> Result<Clean, Trouble> {
    let (size, depth, colours) = head(bytes).ok_or(Trouble::Damaged)?;
    let mut out = START.to_vec();
    let (mut has_profile, mut has_pixels, mut is_see_through) = (false, false, colours & 4 != 0);
    judged([size])?;
    let mut rest = bytes.get(START.len()..).unwrap_or_default();
    loop {
        let ((kind, data), is_whole, after) = next(rest).ok_or(Trouble::Damaged)?;
        rest = after;
        let is_needed = kind[0].is_ascii_uppercase();
        // Readers pass over a part that is damaged, if the picture can be seen without it.
        if !is_whole {
            if is_needed {
                return Err(Trouble::Damaged);
            }
            continue;
        }
        match &kind {
            b"IHDR" | b"PLTE" | b"gAMA" | b"cHRM" | b"sRGB" | b"cICP" | b"pHYs" | b"acTL" | b"fcTL"
            | b"fdAT" => {
                put(&mut out, kind, data);
            }
            b"tRNS" => {
                is_see_through = true;
                put(&mut out, kind, data);
            }
            b"IDAT" => {
                has_pixels = true;
                put(&mut out, kind, data);
            }
            b"iCCP" if !has_profile => {
                if let Some(profile) = profile(data)? {
                    has_profile = true;
                    put(&mut out, kind, &profile);
                }
            }
            b"eXIf" => {
                if let Some(exif) = Exif::read(data).needed() {
                    put(&mut out, kind, &exif);
                }
            }
            b"IEND" if has_pixels => {
                put(&mut out, kind, &[]);
                break;
            }
            b"IEND" => return Err(Trouble::Damaged),
            _ if is_needed => return Err(Trouble::Damaged),
            _ => {}
        }
    }
    // What it takes to unpack: a copy of the colours and one of how far they can be seen through, and two bytes for one.
    let copies = if is_see_through { 2 } else { 1 } * if depth == 16 { 2 } else { 1 };
    Ok(Clean::raster(out, size, copies))
}

/// The size, the bits of each colour and which colours there are.
fn head(bytes: &[u8]) -> Option<(Size, u8, u8)> {
    let (kind, data) = (bytes.get(12..16)?, bytes.get(16..26)?);
    let number = |at: usize| Some(u64::from(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?)));
    (kind == b"IHDR").then_some(((number(0)?, number(4)?), data[8], data[9]))
}

/// The next chunk, whether it is whole, and what follows it.
fn next(bytes: &[u8]) -> Option<(Chunk<'_>, bool, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let (data, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    Some(((*kind, data), checksum(*kind, data) == u32::from_be_bytes(*sum), rest))
}

fn put(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(kind);
    out.extend(data);
    out.extend(checksum(kind, data).to_be_bytes());
}

/// The check sum of a chunk, which covers its kind and what it holds.
fn checksum(kind: [u8; 4], data: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&kind);
    sum.update(data);
    sum.finalize()
}

/// A colour profile without the name that it was given; nothing if no reader would take it.
fn profile(data: &[u8]) -> Result<Option<Vec<u8>>, Trouble> {
    let Some(end) = data.iter().take(80).position(|byte| *byte == 0) else { return Ok(None) };
    let Some((0, packed)) =
        data.get(end + 1..).and_then(<[u8]>::split_first).map(|(kind, rest)| (*kind, rest))
    else {
        return Ok(None);
    };
    match decompress_to_vec_zlib_with_limit(packed, LARGEST_PROFILE) {
        Ok(_) => Ok(Some([b"profile\0\0", packed].concat())),
        Err(why) if why.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => Err(Trouble::Profile),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A PNG of that size whose pixels are nonsense, with `extra` chunks before them.
    pub(in super::super) fn png(across: u32, down: u32, extra: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut out = START.to_vec();
        put(&mut out, *b"IHDR", &[&across.to_be_bytes()[..], &down.to_be_bytes(), &[8, 2, 0, 0, 0]].concat());
        for (kind, data) in extra {
            put(&mut out, **kind, data);
        }
        put(&mut out, *b"IDAT", b"pixels");
        put(&mut out, *b"IEND", b"");
        out
    }

    #[test]
    fn what_is_not_seen_is_left_out_and_what_is_seen_stays() {
        let plain = png(9, 9, &[]);
        let hidden: [(&[u8; 4], &[u8]); 6] = [
            (b"tEXt", b"Author\0Z"),
            (b"zTXt", b"a"),
            (b"iTXt", b"a"),
            (b"tIME", b"1234567"),
            (b"sPLT", b"a"),
            (b"prVt", b"a"),
        ];
        let mut file = png(9, 9, &hidden);
        file.extend(b"PK\x03\x04 more");
        assert_eq!(clean(&file).unwrap().bytes[..], plain);
        let seen = png(9, 9, &[(b"gAMA", b"1234"), (b"pHYs", b"123456789"), (b"tRNS", b"123456")]);
        assert_eq!(clean(&seen).unwrap().bytes[..], seen);
        // Cut off, or with a needed part that does not fit its sum.
        assert_eq!(clean(&plain[..plain.len() - 1]), Err(Trouble::Damaged));
        let mut broken = plain.clone();
        broken[23] ^= 1;
        assert_eq!(clean(&broken), Err(Trouble::Damaged));
        // A part that is not needed may be broken: no reader takes it.
        let mut broken = seen.clone();
        broken[45] ^= 1;
        assert_eq!(
            clean(&broken).unwrap().bytes[..],
            png(9, 9, &[(b"pHYs", b"123456789"), (b"tRNS", b"123456")])
        );
    }

    #[test]
    fn a_colour_profile_stays_without_its_name_and_is_never_unpacked_beyond_the_limit() {
        let packed = |length: usize| miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; length], 9);
        let file = |name: &str, length: usize| {
            png(9, 9, &[(b"iCCP", &[name.as_bytes(), b"\0\0", &packed(length)].concat())])
        };
        assert_eq!(clean(&file("Z's own", 3_000)).unwrap().bytes[..], file("profile", 3_000));
        assert_eq!(clean(&file("x", LARGEST_PROFILE + 1)), Err(Trouble::Profile));
        let nonsense = png(9, 9, &[(b"iCCP", b"x\0\0nonsense")]);
        assert_eq!(clean(&nonsense).unwrap().bytes[..], png(9, 9, &[]));
    }
}
