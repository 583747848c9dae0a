//! Tasks about imports.

use crate::ids::ImportId;
use crate::jobs::Task;
use serde::{Deserialize, Serialize};

/// An import whose next lines are to be checked or applied; the job of the lines after them follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkOnImport {
    /// The import, which knows how many lines are done.
    pub import: ImportId,
}

impl Task for WorkOnImport {
    const KIND: &'static str = "work_on_import";
    fn subject(&self) -> String {
        format!("import {}", self.import)
    }
}

/// An import whose file and report are to be deleted, after it has been kept long enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgetImport {
    /// The import.
    pub import: ImportId,
}

impl Task for ForgetImport {
    const KIND: &'static str = "forget_import";
    fn subject(&self) -> String {
        format!("end of import {}", self.import)
    }
}
