//! Reads plain files, and no more of them than a report can need.
//!
//! In: a path and what the file is for. Out: its bytes, or a fault. Opening a pipe or a device may mean waiting for
//! ever or reading until the memory is full, so nothing is opened before it is known to be a plain file of a fair size.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use crate::diag::{Code, Diagnostic};

/// What a file is for, which decides how large it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A Markdown file: a long novel is one megabyte.
    Text,
    /// A picture: every page that shows it carries all of it.
    Picture,
    /// A template or style sheet.
    Template,
    /// A Word file, whose styles, header and footer are used.
    Document,
    /// A font: the largest cover the scripts of the whole world.
    Font,
}

impl Purpose {
    /// The most that such a file may hold, in millions of bytes.
    pub(super) fn megabytes(self) -> u64 {
        match self {
            Self::Text | Self::Template => 2,
            Self::Picture | Self::Document | Self::Font => 20,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Picture => "a picture",
            Self::Template => "a template",
            Self::Document => "a Word file",
            Self::Font => "a font",
        }
    }

    fn cure(self) -> &'static str {
        match self {
            Self::Text => {
                "check that it holds only what somebody has typed: a picture goes into its own file beside it, and a text \
                 that is really this long into several entries"
            }
            Self::Picture => {
                "save it smaller: 2,000 pixels are enough for the width of a page, and photographs are smallest as JPEG"
            }
            Self::Template => {
                "check that it is a template, and move everything else out of the template folder"
            }
            Self::Document => {
                "delete the text and the pictures from it, as only its styles, header and footer are used"
            }
            Self::Font => "use a font that has only the letters that you need",
        }
    }
}

/// Reads a plain file of a fair size; `shown` is its path as people are shown it.
pub(super) fn read(path: &Path, shown: &str, purpose: Purpose) -> Result<Vec<u8>, Box<Diagnostic>> {
    let failed = |why: &std::io::Error| Box::new(unreadable(shown, why));
    let limit = purpose.megabytes() * 1_000_000;
    let there = fs::symlink_metadata(path).map_err(|why| failed(&why))?;
    if !there.is_file() {
        return Err(Box::new(not_plain(shown)));
    }
    if there.len() > limit {
        return Err(Box::new(too_large(shown, Some(there.len()), purpose)));
    }
    let mut bytes = Vec::new();
    // It may have grown since its size was checked, and some files hold more than they claim.
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(|why| failed(&why))?;
    if bytes.len() as u64 > limit {
        return Err(Box::new(too_large(shown, None, purpose)));
    }
    Ok(bytes)
}

fn too_large(path: &str, size: Option<u64>, purpose: Purpose) -> Diagnostic {
    let limit = purpose.megabytes();
    let size = match size {
        // Rounded up, so that a size just above the limit does not read like the limit itself.
        Some(bytes) => {
            let tenths = bytes.div_ceil(100_000);
            format!("is {}.{} MB large", tenths / 10, tenths % 10)
        }
        None => format!("is larger than {limit} MB"),
    };
    Diagnostic::error_at_path(
        Code::TooLarge,
        path,
        format!("`{path}` {size}, and {} may have at most {limit} MB", purpose.name()),
    )
    .help(purpose.cure())
}

/// The fault of something that is neither a file nor a folder.
pub(super) fn not_plain(path: &str) -> Diagnostic {
    Diagnostic::error_at_path(
        Code::UnreadableFile,
        path,
        format!("`{path}` is neither a file nor a folder, so nothing can be read from it"),
    )
    .help("delete it, or put the file that you meant in its place")
}

/// The fault of a link to somewhere else.
pub(super) fn only_a_link(path: &str) -> Diagnostic {
    Diagnostic::error_at_path(
        Code::SymbolicLink,
        path,
        format!("`{path}` is only a link to a file or folder somewhere else"),
    )
    .help("put the file itself here: a report must hold everything that it prints")
}

/// The fault of something that the computer could not read.
pub(super) fn unreadable(path: &str, why: &std::io::Error) -> Diagnostic {
    Diagnostic::error_at_path(Code::UnreadableFile, path, format!("`{path}` could not be read: {why}"))
        .help("check that the file is there, that you may open it and that no other program has it open")
}
