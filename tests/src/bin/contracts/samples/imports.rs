use super::{Sample, Scenario, caller, id, sample};
use portico_domain::files::FileRef;
use portico_domain::imports::columns::ColumnMatch;
use portico_domain::imports::kinds::ImportKind;
use portico_domain::imports::lines::{ImportLine, LineCounts, LineError, LineOutcome};
use portico_domain::imports::{Import, ImportAuthor, ImportRow};
use portico_imports::kinds::ImportKindView;
use portico_imports::report::ReportLink;
use portico_imports::view::{ImportLineView, ImportSummary, ImportView};
use portico_testing::records;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let by = &scenario.administrator;
    let file =
        |number, name: &str| FileRef { id: id(number), name: name.into(), size: 18_220, media_type: "text/csv".into() };
    let column = |column: &str, field: &str| ColumnMatch { column: column.into(), field: field.into() };
    let import = Import {
        id: id(80),
        file: file(81, "accounts.csv"),
        report: Some(file(82, "accounts-report.csv")),
        columns: vec![column("Company", "name"), column("Region", "territory"), column("Address", "address")],
        by: ImportAuthor { person: by.id, name: by.name.clone(), hat: by.hats[0].id, session: id(83) },
        done: 240,
        total: Some(240),
        checked: LineCounts { create: 228, change: 6, same: 4, error: 2 },
        ..records::import(by.id, scenario.opened)
    };
    let error = LineError::in_column("Region", "required", "A new account needs this.");
    let line = ImportLine {
        key: "Fjord Robotics".into(),
        errors: vec![error],
        ..records::import_line(&import, 17, LineOutcome::Error)
    };
    vec![
        sample(&ImportSummary::from(ImportRow::from(&import))),
        sample(&ImportLineView::from(line)),
        sample(&ImportKindView::from(ImportKind::Products)),
        sample(&ReportLink {
            url: "https://files.example/accounts-report.csv?signature=…".into(),
            expires_at: scenario.answered,
        }),
        sample(&ImportView::of(import, &caller(by))),
    ]
}
