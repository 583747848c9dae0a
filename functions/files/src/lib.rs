//! Uploads: the one way a file comes in. A record claims it in its own transaction.

pub mod complete;
pub mod create;

portico_http::endpoints! {
    CREATE_UPLOAD: POST "/v1/uploads" "create_upload" "files-create-upload" UploadFile Create => create::create_upload;
    COMPLETE_UPLOAD: POST "/v1/uploads/{id}/complete" "complete_upload" "files-complete-upload" UploadFile Set Upload => complete::complete_upload;
}
