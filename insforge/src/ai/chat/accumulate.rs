//! Pieces of a streamed answer put together.

use super::chunk::{ChatChunk, ChunkChoice, ToolCallDelta};
use super::{ChatCompletion, Choice, ToolCall};

/// The answer as far as its pieces have come.
#[derive(Clone, Debug, Default)]
pub(super) struct Accumulator {
    pub(super) completion: ChatCompletion,
    /// Calls under construction, by answer and place, in the order of their first piece.
    calls: Vec<(u32, Option<u32>, ToolCall)>,
    /// A server said why the model stopped.
    pub(super) finished: bool,
}

impl Accumulator {
    pub(super) fn add(&mut self, chunk: &ChatChunk) {
        if let Some(usage) = &chunk.usage {
            self.completion.usage = Some(usage.clone());
        }
        if let Some(model) = &chunk.model {
            self.completion.model.clone_from(model);
        }
        self.completion.extra.extend(chunk.extra.clone());
        for choice in &chunk.choices {
            self.add_choice(choice);
        }
    }

    fn add_choice(&mut self, piece: &ChunkChoice) {
        let place = self
            .completion
            .choices
            .iter()
            .position(|choice| choice.index == piece.index);
        let place = place.unwrap_or_else(|| {
            self.completion.choices.push(Choice {
                index: piece.index,
                ..Choice::default()
            });
            self.completion.choices.len() - 1
        });
        let Some(choice) = self.completion.choices.get_mut(place) else {
            return;
        };
        if let Some(reason) = &piece.finish_reason {
            choice.finish_reason = Some(reason.clone());
            self.finished = true;
        }
        choice.extra.extend(piece.extra.clone());
        let message = &mut choice.message;
        if let Some(role) = &piece.delta.role {
            message.role = role.clone();
        }
        message
            .content
            .push_str(piece.delta.content.as_deref().unwrap_or_default());
        message
            .annotations
            .extend(piece.delta.annotations.iter().cloned());
        message.extra.extend(piece.delta.extra.clone());
        for call in &piece.delta.tool_calls {
            self.add_call(piece.index, call);
        }
    }

    /// A piece with the place of an earlier one continues it; one without a place is a whole call.
    fn add_call(&mut self, choice: u32, piece: &ToolCallDelta) {
        let known = self
            .calls
            .iter()
            .position(|(of, place, _)| *of == choice && place.is_some() && *place == piece.index);
        let place = known.unwrap_or_else(|| {
            self.calls.push((choice, piece.index, ToolCall::new("", "", "")));
            self.calls.len() - 1
        });
        let Some((_, _, call)) = self.calls.get_mut(place) else {
            return;
        };
        if let Some(id) = piece.id.as_ref().filter(|id| !id.is_empty()) {
            call.id.clone_from(id);
        }
        call.function
            .name
            .push_str(piece.function.name.as_deref().unwrap_or_default());
        call.function
            .arguments
            .push_str(piece.function.arguments.as_deref().unwrap_or_default());
        call.extra.extend(piece.extra.clone());
        // The kind is a field of the call, and none that this version does not know.
        if let Some(kind) = call.extra.remove("type") {
            call.kind = kind.as_str().unwrap_or_default().into();
        }
    }

    /// The answer so far.
    pub(super) fn completion(&self) -> ChatCompletion {
        let mut completion = self.completion.clone();
        if completion.choices.is_empty() {
            completion.choices.push(Choice::default());
        }
        for choice in &mut completion.choices {
            let calls = self.calls.iter().filter(|(of, _, _)| *of == choice.index);
            choice.message.tool_calls = calls.map(|(_, _, call)| call.clone()).collect();
            if choice.finish_reason.is_none() {
                choice.finish_reason = Choice::of(choice.message.clone(), None).finish_reason;
            }
        }
        completion
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ai::FinishReason;
    use crate::ai::chat::chunk::Frame;
    use crate::http::SseEvent;

    fn completion(frames: &[&str]) -> ChatCompletion {
        let mut all = Accumulator::default();
        for data in frames {
            let event = SseEvent {
                data: (*data).to_owned(),
                ..SseEvent::default()
            };
            match Frame::read(&event).unwrap() {
                Frame::Chunk(chunk) => all.add(&chunk),
                other => panic!("{other:?}"),
            }
        }
        all.completion()
    }

    #[test]
    fn deltas_of_several_calls_are_put_together_by_their_place() {
        let answer = completion(&[
            r#"{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"weather","arguments":""}}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}},{"index":1,"id":"b","function":{"name":"time","arguments":"{"}}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"}"}},{"index":0,"function":{"arguments":"\"Rome\"}"}}]}}]}"#,
            r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":null}"#,
        ]);
        let calls: Vec<_> = answer
            .tool_calls()
            .iter()
            .map(|call| {
                (
                    call.id.as_str(),
                    call.function.name.as_str(),
                    call.function.arguments.as_str(),
                )
            })
            .collect();
        assert_eq!(
            calls,
            [("a", "weather", r#"{"city":"Rome"}"#), ("b", "time", "{}")]
        );
        assert_eq!(answer.choices[0].finish_reason, Some(FinishReason::ToolCalls));
    }

    #[test]
    fn whole_calls_without_a_place_stay_apart() {
        let answer = completion(&[
            r#"{"chunk":"Let me "}"#,
            r#"{"chunk":"see"}"#,
            r#"{"tokenUsage":{"promptTokens":9,"completionTokens":2,"totalTokens":11}}"#,
            r#"{"tool_calls":[{"id":"a","type":"function","function":{"name":"weather","arguments":"{}"}},{"id":"b","type":"new","function":{"name":"time","arguments":"{}"}}]}"#,
            r#"{"annotations":[{"type":"url_citation","urlCitation":{"url":"https://e.x"}}],"new":1}"#,
        ]);
        assert_eq!(answer.text(), "Let me see");
        assert_eq!(answer.tool_calls().len(), 2);
        assert_eq!(answer.tool_calls()[1].kind.as_str(), "new");
        assert_eq!(answer.annotations().len(), 1);
        assert_eq!(answer.usage.as_ref().map(|usage| usage.total_tokens), Some(11));
        assert_eq!(answer.choices[0].finish_reason, Some(FinishReason::ToolCalls));
        assert_eq!(answer.extra["new"], 1);
        assert_eq!(completion(&[]).text(), "");
    }
}
