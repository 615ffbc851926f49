//! Word documents (`.docx`) that come back: a free text as the narrative of one entry, and [forms](form).
//!
//! In: bytes that anybody may have made. Out: the text as Markdown, and what of it could not be brought in, each in a
//! sentence; or why there is none. It must not know where the text goes.

pub mod form;
mod markdown;
mod pictures;
mod read;
mod xml;

use std::sync::Arc;

use crate::returns::office::package::Package;
use crate::returns::office::{LARGEST, ReadError, Trouble, calls_itself, is_locked};

const AGAIN: &str = "open it in Word and save it as a Word document (`.docx`)";

/// A text that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// What it says.
    pub markdown: String,
    /// What somebody should know who reads the result: what was left out or taken for granted.
    pub notes: Vec<String>,
}

/// Whether a file of that name is most likely a text in Word or a program like it, and not a workbook.
pub fn is_word(bytes: &[u8], name: &str) -> bool {
    const ENDINGS: [&str; 4] = [".docx", ".doc", ".odt", ".rtf"];
    let old: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let is_old = || bytes.starts_with(&OLD) && bytes.windows(old.len()).any(|window| window == old);
    let is_other = calls_itself(bytes, OPEN_DOCUMENT) || bytes.starts_with(RICH_TEXT) || is_old();
    // Of what is neither an archive nor as old as Word, only the name says what it was meant to be.
    let is_called = ENDINGS.iter().any(|ending| name.to_lowercase().ends_with(ending));
    let has_form = bytes.starts_with(b"PK") || bytes.starts_with(&OLD);
    is_other || is_package(bytes) || (is_called && !has_form)
}

/// How files of other kinds of text begin: Word before 2007, and Rich Text.
const OLD: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
const RICH_TEXT: &[u8] = b"{\\rtf";
/// What a text of `LibreOffice` calls itself.
const OPEN_DOCUMENT: &str = "application/vnd.oasis.opendocument.text";

/// Whether a file is a Word document as Word has written it since 2007.
fn is_package(bytes: &[u8]) -> bool {
    Package::read(bytes, LARGEST)
        .is_ok_and(|package| package.main().is_some_and(|main| main.starts_with("word/")))
}

/// Reads a text. Each of its pictures that can be published is handed to `name` with the ending that its name is to have,
/// and is shown under the name that comes back.
///
/// # Errors
///
/// If the bytes are not such a file, or hold more than anybody writes as one narrative; the message says what to do.
pub fn read(
    bytes: &[u8],
    name: &mut dyn FnMut(&'static str, Arc<[u8]>) -> String,
) -> Result<Text, ReadError> {
    let mut said = read::read(&open(bytes)?)?;
    let names: Vec<String> =
        said.pictures.into_iter().map(|picture| name(picture.ending, picture.bytes)).collect();
    markdown::name_pictures(&mut said.blocks, &names);
    Ok(Text { markdown: markdown::write(&said.blocks), notes: said.notes })
}

/// The parts of a document.
fn open(bytes: &[u8]) -> Result<Package, ReadError> {
    if bytes.len() > LARGEST {
        return Err(too_large());
    }
    if calls_itself(bytes, OPEN_DOCUMENT) {
        return Err(ReadError::new(
            "is an OpenDocument text (`.odt`)",
            "open it in LibreOffice, choose Save As, and save it as `Word 2007-365 (.docx)`",
        ));
    }
    match bytes {
        [] => Err(ReadError::new("is empty", "send the file again")),
        [b'P', b'K', 3, 4, ..] => Package::read(bytes, LARGEST).map_err(|trouble| match trouble {
            Trouble::TooLarge => too_large(),
            Trouble::Damaged(why) => damaged(&why),
        }),
        _ if bytes.starts_with(&OLD) => Err(compound(bytes)),
        _ if bytes.starts_with(RICH_TEXT) => Err(ReadError::new("is in Rich Text Format (`.rtf`)", AGAIN)),
        _ => Err(ReadError::new("is not a Word document (`.docx`)", AGAIN)),
    }
}

/// What is wrong with a file in the format of Word before 2007, in which it still wraps encrypted documents.
fn compound(bytes: &[u8]) -> ReadError {
    if is_locked(bytes) {
        ReadError::new(
            "is locked with a password",
            "open it in Word, remove the password (File, Info, Protect Document), and save it again",
        )
    } else {
        ReadError::new("is a Word document of the old kind (`.doc`)", AGAIN)
    }
}

fn too_large() -> ReadError {
    ReadError::new(
        "is larger than a narrative that somebody has written",
        "copy the text alone into a new document, and save that",
    )
}

fn damaged(why: &str) -> ReadError {
    ReadError::new(format!("is not a whole Word document ({why})"), AGAIN)
}
