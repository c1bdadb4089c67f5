//! Refuses to write over what is read, or to write two things to one place.

use std::path::{Path, PathBuf};

use super::error::CliError;

/// Every file that a run names, by what it is for.
#[derive(Default)]
pub(super) struct Files<'a> {
    /// What is read.
    pub(super) inputs: Vec<&'a Path>,
    /// What is written, with the option that names it.
    pub(super) outputs: Vec<(&'static str, &'a Path)>,
}

impl Files<'_> {
    /// Checks that every output has a place of its own. Nothing was opened yet.
    pub(super) fn check(&self) -> Result<(), CliError> {
        let inputs: Vec<PathBuf> = self.inputs.iter().filter_map(|path| place(path)).collect();
        let mut taken: Vec<(&str, PathBuf)> = Vec::new();
        for (option, path) in &self.outputs {
            let Some(place) = place(path) else { continue };
            if inputs.contains(&place) {
                let message = format!("{option} would write over {}, which is read", path.display());
                return Err(CliError::usage_message(message).hint("name another file"));
            }
            if let Some((other, _)) = taken.iter().find(|(_, taken)| *taken == place) {
                let message = format!("{other} and {option} both name {}", path.display());
                return Err(CliError::usage_message(message).hint("name another file for one of them"));
            }
            taken.push((option, place));
        }
        Ok(())
    }
}

/// Where a file is or will be, links resolved. Nothing for a device or a pipe, which many may share, and for a
/// folder that is not there, which will be told when it is opened.
fn place(path: &Path) -> Option<PathBuf> {
    if let Ok(place) = path.canonicalize() {
        return place.is_file().then_some(place);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(path.file_name()?))
}
