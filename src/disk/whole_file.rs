//! Writes a file so that it is there whole or, if anything fails, as it was before.
//!
//! In: a path and bytes. Out: the file, written under a name of its own in the same folder, flushed to the disk and then
//! renamed. It must not know what the file is for, nor whether it may be replaced.

use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How names of unfinished files end. They begin with a full stop, so that nobody takes them for content.
const UNFINISHED: &str = ".cabinet-report-new";

/// Puts a file in its place, with these permissions if any are named.
///
/// # Errors
///
/// The disk refuses; what was there before is then still whole.
pub fn put(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let unfinished = unfinished_name(path);
    let written = (|| {
        // Whatever has the name of an unfinished file goes; were it opened instead, a link would be written through.
        remove(&unfinished)?;
        let mut file = File::options().write(true).create_new(true).open(&unfinished)?;
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        rename(&unfinished, path)
    })();
    if written.is_err() {
        // What failed is the news; that its remains could not be removed as well would only hide it.
        _ = remove(&unfinished);
    }
    written
}

/// The name that a file has while it is being written.
pub fn unfinished_name(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}{UNFINISHED}"))
}

/// Removes a file or a link, if it is there; what a link leads to stays.
///
/// # Errors
///
/// Something is there and the disk refuses to remove it.
#[expect(clippy::disallowed_methods, reason = "whoever calls this has made the file, or knows who has")]
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(why) if !is_absent(&why) => Err(why),
        _ => Ok(()),
    }
}

/// Whether this says that nothing is there.
pub fn is_absent(why: &io::Error) -> bool {
    matches!(why.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[expect(clippy::disallowed_methods, reason = "this module puts finished files in place")]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}
