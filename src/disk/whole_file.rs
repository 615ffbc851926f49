//! Writes a file so that it is whole or, if anything fails, as it was before.
//!
//! In: a path and bytes. Out: the file, written under a temporary name in the same folder, flushed to the disk and then
//! renamed. It must not know what the file is for, nor whether it may be replaced.

use std::fs::{self, File, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the names of unfinished files end. They begin with a full stop, so that they are not taken for content.
const UNFINISHED: &str = ".cabinet-report-new";

/// Puts a file in its place, with these permissions if any are given.
///
/// # Errors
///
/// The disk refuses; what was there before is then still whole.
pub(crate) fn put(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    finish(path, bytes, permissions, rename)
}

/// Puts a file in a place where there is nothing, not even a link.
///
/// # Errors
///
/// There is something already, or the disk refuses.
pub(crate) fn put_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        // A run that was killed in its last step has left two names for one file.
        _ = remove(&unfinished_name(path));
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    finish(path, bytes, None, name_new)
}

/// Writes a file under its unfinished name and gives it its own with `name`.
fn finish(
    path: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
    name: fn(&Path, &Path) -> io::Result<()>,
) -> io::Result<()> {
    let unfinished = unfinished_name(path);
    let written = (|| {
        // Anything with the name of an unfinished file is removed; if it were opened instead, a link would be written
        // through.
        remove(&unfinished)?;
        let mut file = File::options().write(true).create_new(true).open(&unfinished)?;
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        drop(file);
        name(&unfinished, path)
    })();
    if written.is_err() {
        // The failure itself matters; a message that its remains could not be removed either would only hide it.
        _ = remove(&unfinished);
    }
    written
}

/// The name that a file has while it is being written.
pub(crate) fn unfinished_name(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}{UNFINISHED}"))
}

/// Whether a plain file holds these bytes. A file of another size is not even opened.
#[expect(clippy::disallowed_methods, reason = "the existing file is compared, and is then left as it is")]
pub(crate) fn holds(path: &Path, bytes: &[u8]) -> bool {
    let is_as_long = fs::symlink_metadata(path).is_ok_and(|there| {
        there.is_file() && usize::try_from(there.len()).is_ok_and(|length| length == bytes.len())
    });
    is_as_long && fs::read(path).is_ok_and(|there| there == bytes)
}

/// Removes a file or a link, if it is there; what a link leads to stays.
///
/// # Errors
///
/// Something is there and the disk refuses to remove it.
#[expect(clippy::disallowed_methods, reason = "the caller has made the file, or knows who has")]
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(why) if !is_absent(&why) => Err(why),
        _ => Ok(()),
    }
}

/// Whether this says that nothing is there.
pub(crate) fn is_absent(why: &io::Error) -> bool {
    matches!(why.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Gives a finished file its name, replacing what had it before.
///
/// # Errors
///
/// The disk refuses.
#[expect(clippy::disallowed_methods, reason = "this module puts finished files in place")]
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    patiently(WAIT, is_held, || fs::rename(from, to))
}

/// How often a step is tried that another program holds up, the first time included.
const TRIES: u32 = 8;
/// How long each further try waits: all of them together take about a second.
const WAIT: Duration = Duration::from_millis(150);

/// Tries a step again while something passing stands in its way.
///
/// Virus scanners, the search index and synchronised folders hold each fresh file for a fraction of a second.
fn patiently(
    wait: Duration,
    is_passing: fn(&io::Error) -> bool,
    mut step: impl FnMut() -> io::Result<()>,
) -> io::Result<()> {
    for _ in 1..TRIES {
        match step() {
            Err(why) if is_passing(&why) => std::thread::sleep(wait),
            done => return done,
        }
    }
    step()
}

/// Whether Windows says that another program has the file open: access denied, sharing violation, lock violation.
fn is_held(why: &io::Error) -> bool {
    cfg!(windows) && matches!(why.raw_os_error(), Some(5 | 32 | 33))
}

/// Why a file that is there could not be replaced at this moment, if another program holds it.
///
/// Only Windows lets a program that shows a file keep others from replacing it. It is asked for the right to delete, as
/// replacing asks for it, and is given as little as that: nothing is written.
#[cfg(windows)]
pub(crate) fn held(path: &Path) -> Option<io::Error> {
    use std::os::windows::fs::OpenOptionsExt as _;
    /// The right to delete, `DELETE` in Windows' own list of rights.
    const DELETE: u32 = 0x0001_0000;
    let ask = || File::options().access_mode(DELETE).open(path).map(drop);
    patiently(WAIT, is_held, ask).err().filter(is_held)
}

/// Why a file that is there could not be replaced at this moment: outside Windows no program keeps others from it.
#[cfg(not(windows))]
pub(crate) fn held(_: &Path) -> Option<io::Error> {
    None
}

/// Gives a finished file its name, if nothing has it.
///
/// # Errors
///
/// Something has the name already, or the disk refuses.
pub(crate) fn name_new(from: &Path, to: &Path) -> io::Result<()> {
    // A hard link is the one thing that no system makes over something that exists.
    match fs::hard_link(from, to) {
        Ok(()) => {
            // The file is there, which is what was asked for; if its first name cannot be removed now, it will be next
            // time.
            _ = remove(from);
            Ok(())
        }
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => Err(why),
        // Some drives have no hard links. There a check comes first, and only what appears in that moment is replaced.
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => rename(from, to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a step is tried that fails with these kinds, one after the other, and how it ends.
    fn tried(failures: &[io::ErrorKind]) -> (usize, Option<io::ErrorKind>) {
        let mut failures = failures.iter();
        let mut tries = 0;
        let is_passing = |why: &io::Error| why.kind() == io::ErrorKind::PermissionDenied;
        let ended = patiently(Duration::ZERO, is_passing, || {
            tries += 1;
            failures.next().map_or(Ok(()), |kind| Err((*kind).into()))
        });
        (tries, ended.err().map(|why| why.kind()))
    }

    #[test]
    fn a_step_is_tried_again_while_something_passing_is_in_its_way() {
        use io::ErrorKind::{NotFound, PermissionDenied};
        assert_eq!(tried(&[]), (1, None));
        assert_eq!(tried(&[PermissionDenied; 3]), (4, None));
        assert_eq!(tried(&[PermissionDenied; 7]), (8, None));
        assert_eq!(tried(&[PermissionDenied; 9]), (8, Some(PermissionDenied)));
        assert_eq!(tried(&[PermissionDenied, NotFound]), (2, Some(NotFound)));
        assert_eq!(tried(&[NotFound]), (1, Some(NotFound)));
    }
}
