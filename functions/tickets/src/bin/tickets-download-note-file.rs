//! Deployed as `tickets-download-note-file`: `GET /v1/tickets/{id}/notes/{note_id}/files/{file_id}`.
//! Made by `scripts/generate` from its row in `src/lib.rs`.

use portico_aws::{Aws, FromEnv, S3};

fn main() -> Result<(), portico_http::lambda::Error> {
    portico_http::lambda::run(
        &portico_tickets::DOWNLOAD_NOTE_FILE,
        Aws::<S3>::from_env,
        portico_tickets::download_note_file::download_note_file,
    )
}
