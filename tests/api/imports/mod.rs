//! Imports by CSV.

mod flow;
mod kinds;
mod records;

crate::matrix_fixtures::drives! { portico_imports:
    LIST_IMPORT_KINDS => kinds::drive,
    LIST_IMPORTS => records::drive_list,
    START_IMPORT => records::drive_start,
    GET_IMPORT => records::drive_get,
    LIST_IMPORT_LINES => records::drive_lines,
    DOWNLOAD_IMPORT_REPORT => records::drive_report,
    APPLY_IMPORT => records::drive_apply,
}
