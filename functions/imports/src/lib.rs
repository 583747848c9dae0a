//! Imports by CSV: a file is checked first, and applied if a person says so.

pub mod apply;
pub mod get;
pub mod kinds;
pub mod lines;
pub mod list;
pub mod report;
pub mod start;
pub mod view;

portico_http::endpoints! {
    LIST_IMPORT_KINDS: GET "/v1/import-kinds" "list_import_kinds" "imports-list-kinds" ListImports Read => kinds::list_import_kinds;
    LIST_IMPORTS: GET "/v1/imports" "list_imports" "imports-list" ListImports Read => list::list_imports;
    START_IMPORT: POST "/v1/imports" "start_import" "imports-start" StartImport Create => start::start_import;
    GET_IMPORT: GET "/v1/imports/{id}" "get_import" "imports-get" ViewImport Read Import => get::get_import;
    LIST_IMPORT_LINES: GET "/v1/imports/{id}/lines" "list_import_lines" "imports-lines" ViewImport Read Import => lines::list_import_lines;
    DOWNLOAD_IMPORT_REPORT: GET "/v1/imports/{id}/report" "download_import_report" "imports-report" DownloadImport Read Import => report::download_import_report;
    APPLY_IMPORT: POST "/v1/imports/{id}/apply" "apply_import" "imports-apply" ApplyImport Change Import => apply::apply_import;
}
