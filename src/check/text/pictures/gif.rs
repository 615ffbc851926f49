//! Reads the blocks of a GIF, and leaves out those that change nothing in what is seen.
//!
//! In: the bytes of a file. Out: the picture without comments, notes of programs and whatever follows its end.

use super::{Clean, Size, Trouble, judged, little};

/// How a file begins.
pub(super) const START: &[u8] = b"GIF8";

/// The picture as it can be published. Its frames may be larger than the whole, and are judged like it.
pub(super) fn clean(bytes: &[u8]) -> Result<Clean, Trouble> {
    let (out, sizes) = read(bytes).ok_or(Trouble::Damaged)?;
    judged(sizes.iter().copied())?;
    // Each is unpacked with a byte for how far it can be seen through.
    Ok(Clean::raster(out, sizes[0], 2))
}

fn read(bytes: &[u8]) -> Option<(Vec<u8>, Vec<Size>)> {
    let size = |at: usize| Some((little(bytes, at, 2)?, little(bytes, at + 2, 2)?));
    let palette = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut sizes = vec![size(6)?];
    let mut at = 13 + palette(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    // How the next picture is shown; it belongs to what follows it.
    let mut control: &[u8] = &[];
    loop {
        let start = at;
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(0x21), Some(kind)) => {
                at = after_blocks(bytes, at + 2);
                let block = bytes.get(start..at)?;
                match kind {
                    0xf9 => control = block,
                    0x01 => control = &[],
                    // How often a film runs is the one note of a program that is seen.
                    0xff if block.get(3..14) == Some(b"NETSCAPE2.0") && block.len() == 19 => {
                        out.extend(block);
                    }
                    _ => {}
                }
            }
            (Some(0x2c), _) => {
                sizes.push(size(at + 5)?);
                at = after_blocks(bytes, at + 11 + palette(*bytes.get(at + 9)?));
                out.extend(std::mem::take(&mut control));
                out.extend(bytes.get(start..at.min(bytes.len()))?);
            }
            // One that ends too early still shows what it has, if it has a picture.
            (Some(0x3b) | None, _) if sizes.len() > 1 => {
                out.push(0x3b);
                return Some((out, sizes));
            }
            _ => return None,
        }
    }
}

/// Where the blocks end that begin at `at`: each has its length, up to an empty one.
fn after_blocks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(length) = bytes.get(at) {
        at += 1 + usize::from(*length);
        if *length == 0 {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_left_out_and_what_is_seen_stays() {
        let head = [b"GIF89a".as_slice(), &[9, 0, 9, 0, 0, 0, 0]].concat();
        let again = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0".to_vec();
        let control = vec![0x21, 0xf9, 4, 0, 9, 0, 0, 0];
        let frame = vec![0x2c, 0, 0, 0, 0, 9, 0, 9, 0, 0, 2, 1, 0, 0];
        let end = vec![0x3b];
        let plain = [&head, &again, &control, &frame, &control, &frame, &end].map(Vec::as_slice).concat();
        let comment = b"\x21\xfe\x03Zwy\0".to_vec();
        let note = b"\x21\xff\x0bXMP DataXMP\x03Zwy\0".to_vec();
        let text = [control.clone(), b"\x21\x01\x01\0\x03Zwy\0".to_vec()].concat();
        let more = b"PK more".to_vec();
        let file = [
            &head, &comment, &again, &note, &control, &comment, &frame, &text, &control, &frame, &end, &more,
        ];
        assert_eq!(clean(&file.map(Vec::as_slice).concat()).unwrap().bytes[..], plain);
        assert_eq!(clean(&plain).unwrap().bytes[..], plain);
        // Without its end it is given one.
        assert_eq!(clean(&plain[..plain.len() - 1]).unwrap().bytes[..], plain);
        assert_eq!(clean(&head), Err(Trouble::Damaged));
        // A small whole, and a huge picture in it.
        let huge = [&head[..], &[0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 1, 0, 0, 0x3b]].concat();
        assert_eq!(clean(&huge), Err(Trouble::Huge(65_535, 65_535)));
    }
}
