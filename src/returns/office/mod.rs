//! Archives (zip) with the parts of a document in them, as Word and Excel keep their files.
//!
//! In: bytes that anybody may have made, or parts by their paths. Out: the parts, of which there are no more than allowed,
//! or an archive that is the same for the same parts, whenever and wherever it is made; and why a file cannot be read. It
//! must not know what is in a part, except for [`package`], which follows from part to part. Only this module names `zip`.

pub mod package;

use std::fmt;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// How many parts an archive may have. The largest report with a picture on every page has fewer.
const MOST_PARTS: usize = 20_000;

/// How large a file may be that somebody sends, and how large its contents once unpacked. Photographs are unpacked, too.
pub(super) const LARGEST: usize = 64 << 20;

/// Why a file cannot be read, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong with it, to follow the file's name.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl ReadError {
    pub(super) fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.help)
    }
}

impl std::error::Error for ReadError {}

/// Whether an `OpenDocument` file calls itself this: its first part, which is not packed, says what it is.
pub(super) fn calls_itself(bytes: &[u8], name: &str) -> bool {
    bytes[..bytes.len().min(100)].windows(name.len()).any(|window| window == name.as_bytes())
}

/// Whether a file in the format of Office before 2007 wraps a document that is locked with a password.
pub(super) fn is_locked(bytes: &[u8]) -> bool {
    let secret: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(secret.len()).any(|window| window == secret)
}

/// Why an archive cannot be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// What is in it is larger than allowed.
    TooLarge,
    /// It is not whole; this is what is wrong with it.
    Damaged(String),
}

/// Unpacks every part, by path, as long as all together have no more bytes than `most`.
///
/// What an archive says about its sizes may be false, so only what comes out is believed.
///
/// # Errors
///
/// If it is not an archive, is damaged, or holds more.
pub fn unpack(bytes: &[u8], most: usize) -> Result<Vec<(String, Vec<u8>)>, Trouble> {
    let damaged = |why: &dyn ToString| Trouble::Damaged(why.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|why| damaged(&why))?;
    if archive.len() > MOST_PARTS {
        return Err(Trouble::TooLarge);
    }
    let mut left = most;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|why| damaged(&why))?;
        let path = part.name().map_err(|why| damaged(&why))?.into_owned();
        let mut content = Vec::new();
        // One more than is allowed, so that too much can be told from just enough.
        let limit = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
        part.take(limit).read_to_end(&mut content).map_err(|why| damaged(&why))?;
        left = left.checked_sub(content.len()).ok_or(Trouble::TooLarge)?;
        parts.push((path, content));
    }
    Ok(parts)
}

/// Packs parts in the order in which they are given. The same parts give the same bytes: no clock is asked, and every
/// part bears the first day that an archive can name and the same system.
///
/// Packing into memory fails only for parts of four thousand million bytes, which no report has; the archive is empty
/// then.
pub fn pack<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let packed = || {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content) in parts {
            // Pictures are packed already.
            let is_packed = [".png", ".jpg", ".jpeg", ".gif"].iter().any(|kind| path.ends_with(kind));
            let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .last_modified_time(DateTime::default())
                // Left to itself, the library says on which system it packs, and Windows would give other bytes.
                .system(System::Unix)
                .unix_permissions(0o644);
            archive.start_file(path, options)?;
            archive.write_all(content)?;
        }
        Ok::<_, zip::result::ZipError>(archive.finish()?.into_inner())
    };
    packed().unwrap_or_default()
}

/// Packs anew what another library has packed, so that it is the same on every system.
///
/// # Errors
///
/// If it is not an archive, is damaged, or has too many parts.
pub(super) fn pack_anew(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    let parts = unpack(bytes, usize::MAX)?;
    Ok(pack(parts.iter().map(|(path, content)| (path.as_str(), content.as_slice()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_no_more_than_is_allowed() {
        let parts = [("a.xml", b"one".as_slice()), ("b/c.png", b"four"), ("d.xml", b"")];
        let packed = pack(parts);
        assert_eq!(packed, pack(parts));
        let whole: Vec<_> = parts.map(|(path, content)| (path.to_owned(), content.to_vec())).to_vec();
        assert_eq!(unpack(&packed, 7), Ok(whole));
        assert_eq!(unpack(&packed, 6), Err(Trouble::TooLarge));
        assert!(matches!(unpack(&packed[..packed.len() - 4], 7), Err(Trouble::Damaged(_))));
        assert!(matches!(unpack(b"", 7), Err(Trouble::Damaged(_))));
    }

    #[test]
    fn every_system_packs_alike() {
        let packed = pack([("a.xml", b"one".as_slice())]);
        let entry = packed.windows(4).position(|start| start == b"PK\x01\x02").unwrap();
        assert_eq!(packed[entry + 5], 3, "made on Unix, as the list of parts says it");
    }

    #[test]
    fn what_was_packed_elsewhere_is_packed_as_here() {
        let mut elsewhere = ZipWriter::new(Cursor::new(Vec::new()));
        elsewhere.start_file("a.xml", SimpleFileOptions::default().system(System::Dos)).unwrap();
        elsewhere.write_all(b"one").unwrap();
        let elsewhere = elsewhere.finish().unwrap().into_inner();
        let here = pack([("a.xml", b"one".as_slice())]);
        assert_ne!(elsewhere, here);
        assert_eq!(pack_anew(&elsewhere), Ok(here));
    }

    #[test]
    fn a_part_that_says_it_is_small_is_found_out() {
        // A million zeros are a thousand bytes when packed.
        let packed = pack([("zeros", vec![0; 1_000_000].as_slice())]);
        assert!(packed.len() < 2_000);
        assert_eq!(unpack(&packed, 999_999), Err(Trouble::TooLarge));
        let parts: Vec<String> = (0..=MOST_PARTS).map(|number| number.to_string()).collect();
        let many = pack(parts.iter().map(|path| (path.as_str(), b"".as_slice())));
        assert_eq!(unpack(&many, 10), Err(Trouble::TooLarge));
    }
}
