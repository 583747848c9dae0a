//! Tests of the alarms: each has its section in docs/ALARMS.md, and its figures on the dashboard.

use crate::ports::root;
use crate::template::{at, read, resources, text};
use serde_yaml_ng::Value;
use std::collections::BTreeSet;

/// The alarms by name.
fn alarms(template: &Value) -> Vec<(&str, &Value)> {
    let all = resources(template).into_iter();
    all.filter(|(_, resource)| text(resource, &["Type"]) == Some("AWS::CloudWatch::Alarm")).collect()
}

/// Heading and text of each section of the runbook.
fn sections() -> Vec<(String, String)> {
    let page = std::fs::read_to_string(root().join("docs/ALARMS.md")).expect("it is there");
    let sections = page.split("\n## ").skip(1).map(|section| section.split_once('\n').expect("a heading with a text"));
    sections.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

#[test]
fn every_alarm_has_its_section_and_every_section_its_alarm() {
    let template = read("infra/monitoring.yaml");
    let alarms: BTreeSet<&str> = alarms(&template).into_iter().map(|(name, _)| name).chain(["Budget"]).collect();
    let sections = sections();
    let told: BTreeSet<&str> = sections.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(alarms, told);
    assert_eq!(sections.len(), told.len(), "a section stands twice");
    for (name, text) in &sections {
        let mut from = 0;
        for part in ["**Means:**", "**Look:**", "**Do:**", "**Worry**"] {
            let found = text[from..].find(part);
            from += found.unwrap_or_else(|| panic!("{name} has no {part} in its place"));
        }
        let look = &text[text.find("**Look:**").expect("found")..text.find("**Do:**").expect("found")];
        assert!(look.contains('`') || look.contains("dashboard"), "{name} does not say what to type or open");
    }
}

#[test]
fn an_alarm_tells_somebody_and_says_where_to_read_on() {
    let template = read("infra/monitoring.yaml");
    // CloudWatch is refused by a topic under the key that AWS keeps for SNS.
    assert_eq!(at(&template, &["Resources", "Alarms", "Properties", "KmsMasterKeyId"]), None);
    for (name, alarm) in alarms(&template) {
        let description = text(alarm, &["Properties", "AlarmDescription"]).unwrap_or_default();
        assert!(description.ends_with(&format!("See {name} in docs/ALARMS.md.")), "{name}: {description}");
        let actions = at(alarm, &["Properties", "AlarmActions"]).and_then(Value::as_sequence);
        assert!(actions.is_some_and(|actions| actions.len() == 1), "{name} tells nobody");
        assert!(text(alarm, &["Properties", "TreatMissingData"]).is_some(), "{name} does not say what silence means");
    }
}

/// Returns namespace and name of each metric that an alarm looks at.
fn looked_at(alarm: &Value) -> Vec<(String, String)> {
    let metric = |at: &Value, path: &[&str]| {
        let part = |name: &'static str| {
            let path: Vec<&str> = path.iter().copied().chain([name]).collect();
            text(at, &path).map(str::to_owned)
        };
        Some((part("Namespace")?, part("MetricName")?))
    };
    let several = at(alarm, &["Properties", "Metrics"]).and_then(Value::as_sequence).into_iter().flatten();
    let several = several.filter_map(|one| metric(one, &["MetricStat", "Metric"]));
    metric(alarm, &["Properties"]).into_iter().chain(several).collect()
}

/// Returns the metrics of the dashboard. In a row, a point repeats the cell above, and three points repeat all cells.
fn shown(template: &Value) -> BTreeSet<(String, String)> {
    let body = text(template, &["Resources", "Dashboard", "Properties", "DashboardBody"]).expect("a dashboard");
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    let widgets = body["widgets"].as_array().expect("widgets");
    let mut shown = BTreeSet::new();
    for rows in widgets.iter().filter_map(|widget| widget["properties"]["metrics"].as_array()) {
        let mut last = (String::new(), String::new());
        for row in rows {
            let cell = |index: usize| row[index].as_str().unwrap_or_default().replace("${Name}", "Name");
            if cell(0) == "..." {
                continue;
            }
            let namespace = if cell(0) == "." { last.0 } else { cell(0) };
            last = (namespace, cell(1));
            shown.insert(last.clone());
        }
    }
    shown
}

#[test]
fn the_dashboard_shows_what_alarms_look_at() {
    let template = read("infra/monitoring.yaml");
    let shown = shown(&template);
    for (name, alarm) in alarms(&template) {
        let figures = looked_at(alarm);
        assert!(!figures.is_empty(), "{name} looks at nothing");
        for figure in figures {
            assert!(shown.contains(&figure), "{name} looks at {figure:?}, which the dashboard does not show");
        }
    }
}

/// The figures of the stack's own namespace are those that a line of the log names.
#[test]
fn an_alarm_looks_at_figures_that_are_written() {
    let source = std::fs::read_to_string(root().join("shared/http/src/log.rs")).expect("it is there");
    let template = read("infra/monitoring.yaml");
    let own = shown(&template).into_iter().filter(|(namespace, _)| namespace == "Name");
    let own: Vec<String> = own.map(|(_, metric)| metric).collect();
    assert!(own.len() >= 6, "{own:?}");
    for metric in own {
        assert!(source.contains(&format!("\"{metric}\"")), "no line of the log has the figure {metric}");
    }
}
