//! What holds for any bytes that come from a model.

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, stream};

use super::{AiOverview, ChatChunk, ChatCompletion, ChatStream, Embeddings, ImageResponse, Model};
use crate::error::ErrorKind;
use crate::http::EventStream;

/// The first byte says how long the pieces are into which the rest is cut.
pub(crate) fn any_chat_stream(data: &[u8]) {
    let Some((cut, body)) = data.split_first() else {
        return;
    };
    let whole = read([body]);
    assert_eq!(read(body.chunks(usize::from(*cut).max(1))), whole);
    let text: String = whole.0.iter().flatten().map(ChatChunk::text).collect();
    assert_eq!(whole.1.choices.len().min(1), 1, "an answer has a choice");
    if whole.1.choices.len() == 1 {
        assert_eq!(whole.1.text(), text);
    }
}

/// What a stream gives, and the answer put together.
fn read<'a>(
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<Result<ChatChunk, ErrorKind>>, ChatCompletion) {
    let pieces: Vec<_> = pieces
        .into_iter()
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    let mut chat = ChatStream::of(EventStream::of(stream::iter(pieces), "fuzz"));
    let chunks = (&mut chat).map(|chunk| chunk.map_err(|error| error.kind()));
    let chunks = chunks.collect().now_or_never().unwrap_or_default();
    (chunks, chat.completion())
}

/// Any JSON, as each of the answers.
pub(crate) fn any_answer(data: &[u8]) {
    if let Ok(chat) = serde_json::from_slice::<ChatCompletion>(data) {
        let _ = (
            chat.text().len(),
            chat.tool_calls().len(),
            chat.annotations().len(),
        );
        for call in chat.tool_calls() {
            let _ = call.arguments::<serde_json::Value>();
        }
        assert!(!chat.choices.is_empty(), "an answer has a choice");
    }
    if let Ok(vectors) = serde_json::from_slice::<Embeddings>(data) {
        let mut sum = vectors.usage.clone().unwrap_or_default();
        sum.add(&vectors.usage.unwrap_or_default());
        for pair in vectors.data.windows(2) {
            if let [one, other] = pair {
                let likeness = one.similarity(other);
                assert!(likeness.is_nan() || likeness.abs() < 1.1, "{likeness}");
            }
        }
    }
    if let Ok(made) = serde_json::from_slice::<ImageResponse>(data) {
        for image in &made.images {
            let _ = (image.is_remote(), image.decode().is_ok());
        }
    }
    let _ = serde_json::from_slice::<Vec<Model>>(data);
    let _ = serde_json::from_slice::<AiOverview>(data);
}
