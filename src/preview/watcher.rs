//! Waits until somebody saves a file.
//!
//! In: folders. Out: word that something in them has changed. The watcher is `typst-kit`'s, which only this module
//! names.

use std::path::{Path, PathBuf};

use typst_kit::watcher::Watcher;

use crate::content::discover;

/// A watch over folders, from the moment it is set up.
pub(crate) struct Watch(Watcher);

impl Watch {
    /// Starts watching these folders and all below them. What changes from now on is noticed even while nobody is
    /// waiting, so a watch is set up before the files are read.
    ///
    /// # Errors
    ///
    /// Why the system cannot watch, in its own words.
    pub(crate) fn over(folders: &[&Path]) -> Result<Self, String> {
        let mut watcher = Watcher::new(None).map_err(|why| why.to_string())?;
        let all: Vec<PathBuf> = folders.iter().flat_map(|folder| discover::folders(folder)).collect();
        watcher.update(all).map_err(|why| why.to_string())?;
        Ok(Self(watcher))
    }

    /// Waits for the next change, and for a quiet moment after it: editors save in several steps.
    ///
    /// # Errors
    ///
    /// Why the system has stopped watching, in its own words.
    pub(crate) fn wait(mut self) -> Result<(), String> {
        self.0.wait().map_err(|why| why.to_string())
    }
}
