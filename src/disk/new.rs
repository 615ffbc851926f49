//! Writes new content: whole, or not at all.
//!
//! In: the files of a new report, section or entry. Out: the disk, or why not. No file that is there already is touched.

use std::path::Path;

use crate::content::new::NewFile;
use crate::diag::{Code, Diagnostic};

/// Writes `files` below `root`, if none of them is there yet.
///
/// # Errors
///
/// A file that is there already, or that the disk refuses.
#[expect(
    clippy::disallowed_methods,
    reason = "this module makes new files, and never touches one that is there"
)]
pub fn write(root: &Path, files: &[NewFile]) -> Result<(), Box<Diagnostic>> {
    let place = |file: &NewFile| root.join(&file.path);
    if let Some(there) = files.iter().find(|file| place(file).exists()) {
        return Err(Box::new(
            Diagnostic::error_at_path(
                Code::AlreadyThere,
                there.path.clone(),
                format!("`{}` is there already, and nothing is overwritten", there.path),
            )
            .help("choose another name, or move the file away"),
        ));
    }
    for file in files {
        let path = place(file);
        let refused = |why: std::io::Error| {
            Box::new(
                Diagnostic::error_at_path(
                    Code::DiskRefused,
                    file.path.clone(),
                    format!("`{}` could not be written: {why}", file.path),
                )
                .help("check that you may write to this folder and that the disk is not full"),
            )
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(refused)?;
        }
        std::fs::write(&path, &file.text).map_err(refused)?;
    }
    Ok(())
}
