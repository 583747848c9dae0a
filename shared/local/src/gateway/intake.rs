//! Intake of a request's body: never more than a function may be given, and never so abruptly that the client misses
//! the answer.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use http::{HeaderMap, header};

use super::answer::Problem;

/// Largest body that a function is given, in bytes: Lambda's limit for a synchronous invocation.
pub(super) const LARGEST_BODY: usize = 6 * 1024 * 1024;

/// Largest part of an unwanted body that is read all the same, in bytes. Answering while the client still sends makes
/// the kernel reset the connection, and the client then sees no answer at all.
const DISCARD_AT_MOST: usize = 64 * 1024 * 1024;
const DISCARD_WITHIN: Duration = Duration::from_secs(10);

/// Reads the whole body.
pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let declared = declared(headers);
    if declared.is_some_and(|length| length > LARGEST_BODY) {
        discard(headers, body).await;
        return Err(Problem::body_too_large());
    }
    let mut pieces = body.into_data_stream();
    let Some(first) = next(&mut pieces).await? else {
        return Ok(Bytes::new());
    };
    let Some(second) = next(&mut pieces).await? else {
        return fits(first);
    };
    let mut whole = BytesMut::with_capacity(declared.unwrap_or(first.len() + second.len()));
    whole.extend_from_slice(&first);
    let mut piece = second;
    loop {
        if whole.len() + piece.len() > LARGEST_BODY {
            discard_rest(pieces).await;
            return Err(Problem::body_too_large());
        }
        whole.extend_from_slice(&piece);
        match next(&mut pieces).await? {
            Some(next) => piece = next,
            None => return Ok(whole.freeze()),
        }
    }
}

/// Reads an unwanted body, within limits.
pub(super) async fn discard(headers: &HeaderMap, body: Body) {
    // A client that sends `Expect` sends no body before it is asked to.
    if !headers.contains_key(header::EXPECT) {
        discard_rest(body.into_data_stream()).await;
    }
}

async fn discard_rest(mut pieces: BodyDataStream) {
    let reading = async {
        let mut read = 0;
        while let Some(Ok(piece)) = pieces.next().await {
            read += piece.len();
            if read > DISCARD_AT_MOST {
                break;
            }
        }
    };
    // Past the limits the connection is closed under the client; nothing else is possible.
    let _ = tokio::time::timeout(DISCARD_WITHIN, reading).await;
}

async fn next(pieces: &mut BodyDataStream) -> Result<Option<Bytes>, Problem> {
    pieces.next().await.transpose().map_err(|_| Problem::body_cut_short())
}

fn fits(whole: Bytes) -> Result<Bytes, Problem> {
    if whole.len() > LARGEST_BODY { Err(Problem::body_too_large()) } else { Ok(whole) }
}

fn declared(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
