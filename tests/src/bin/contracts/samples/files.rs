use super::{Cast, Sample, sample};
use jiff::SignedDuration;
use portico_domain::files::UploadState;
use portico_files::complete::UploadView;
use portico_files::create::UploadLink;
use portico_testing::records;

pub(crate) fn all(cast: &Cast) -> Vec<Sample> {
    let upload = records::upload(cast.customer.id, cast.now);
    vec![
        sample(&UploadLink {
            id: upload.id,
            method: "PUT".into(),
            url: "https://files.xyz.example/0195a2f4?X-Amz-Signature=5f3c".into(),
            headers: [("content-length".to_owned(), "9".to_owned())].into(),
            expires_at: cast.now + SignedDuration::from_mins(15),
        }),
        sample(&UploadView {
            id: upload.id,
            name: upload.name,
            size: upload.size,
            media_type: upload.media_type,
            state: UploadState::Ready,
        }),
    ]
}
