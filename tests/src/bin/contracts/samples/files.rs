use super::{Sample, Scenario, id, sample};
use jiff::SignedDuration;
use portico_files::complete::UploadView;
use portico_files::create::UploadLink;
use portico_testing::records;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let upload = records::upload(scenario.customer.id, scenario.opened);
    let headers = [
        ("content-length", "9"),
        ("content-type", "text/plain"),
        ("if-none-match", "*"),
        ("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ];
    vec![
        sample(&UploadLink {
            id: id(17),
            method: "PUT".into(),
            url: "https://files.xyz.example/0195a2f4?X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bif-none-match%3Bx-amz-checksum-sha256&X-Amz-Signature=5f3c".into(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            expires_at: scenario.opened + SignedDuration::from_mins(15),
        }),
        sample(&UploadView {
            id: id(17),
            name: upload.name,
            size: upload.size,
            media_type: upload.media_type,
            state: upload.state,
        }),
    ]
}
