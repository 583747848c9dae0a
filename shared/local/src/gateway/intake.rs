//! Taking a request's body in: never more than a function may be given, and never so abruptly that the client
//! misses the answer.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use http::{HeaderMap, header};

use super::answer::Problem;

/// The largest body a function is given: Lambda's limit for a synchronous invocation.
pub(super) const LARGEST_BODY: usize = 6 * 1024 * 1024;

/// How much of a body nobody wants is read all the same. Answering while the client still sends makes the kernel
/// reset the connection, and the client then sees no answer at all.
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

/// Reads a body nobody wants, within limits.
pub(super) async fn discard(headers: &HeaderMap, body: Body) {
    // Such a client sends nothing before it is told to.
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
    // Past the limits the connection is closed under the client, which is all that is left to do.
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
