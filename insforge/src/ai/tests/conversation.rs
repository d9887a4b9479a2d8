//! Conversations against real sockets: tools that run, fail and are demanded.

use super::*;

#[tokio::test]
async fn a_conversation_runs_tools_tells_the_model_what_went_wrong_and_forgets_what_failed() {
    let call = |id: &str, name: &str, arguments: &str| json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}});
    let calls = json!({"text": "", "tool_calls": [
        call("1", "double", "{\"n\":4}"), call("2", "double", "{\"n\":\"x\"}"), call("3", "double", "{\"n\":0}"), call("4", "nope", "{}")]});
    let server = Server::start([
        Step::answer(200, "", &calls.to_string()),
        Step::answer(200, "", r#"{"text":"8"}"#),
        Step::answer(400, "", "{}"),
    ])
    .await;
    #[derive(serde::Deserialize)]
    struct Double {
        n: u32,
    }
    let tool = TypedTool::<Double>::new("double", "Doubles", json!({"type": "object"}));
    let mut chat = client(&server.url)
        .ai()
        .chat()
        .conversation(ChatRequest::new("m", []))
        .tool(tool, |asked: Double| async move {
            if asked.n == 0 {
                return Err(ToolFailure::new("nothing to double"));
            }
            Ok(asked.n * 2)
        });
    assert_eq!(chat.ask("Double 4").await.unwrap().text(), "8");
    let results: Vec<String> = chat.messages()[2..6]
        .iter()
        .map(|message| match &message.content {
            Some(Content::Text(text)) => text.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(results[0], "8");
    assert!(
        results[1].contains("do not fit") && results[1].contains("invalid type"),
        "{}",
        results[1]
    );
    assert!(results[2].contains("nothing to double") && results[3].contains("no tool of this name"));
    assert_eq!(chat.messages().len(), 7);
    chat.ask("And now?").await.unwrap_err();
    assert_eq!(chat.messages().len(), 7);
}

#[tokio::test]
async fn a_call_that_a_conversation_demands_is_demanded_once_a_question() {
    let call = r#"{"text":"","tool_calls":[{"id":"1","function":{"name":"now","arguments":"{}"}}]}"#;
    let answer = r#"{"text":"It is noon"}"#;
    let steps = [call, answer, call, answer].map(|body| Step::answer(200, "", body));
    let server = Server::start(steps).await;
    let tool = TypedTool::<serde_json::Value>::new("now", "The time", json!({"type": "object"}));
    let mut chat = client(&server.url)
        .ai()
        .chat()
        .conversation(ChatRequest::new("m", []).tool_choice(ToolChoice::Function("now".into())))
        .tool(tool, |_| async { Ok::<_, ToolFailure>("noon") });
    for _ in 0..2 {
        assert_eq!(chat.ask("What time is it?").await.unwrap().text(), "It is noon");
    }
    let demanded: Vec<bool> = server
        .seen()
        .iter()
        .map(|request| request.contains("toolChoice"))
        .collect();
    assert_eq!(demanded, [true, false, true, false]);
}

#[tokio::test]
async fn a_model_that_never_stops_calling_tools_is_stopped() {
    let calls =
        json!({"text": "", "tool_calls": [{"id": "1", "function": {"name": "x", "arguments": "{}"}}]});
    let server = Server::start([Step::answer(200, "", &calls.to_string())]).await;
    let mut chat = client(&server.url)
        .ai()
        .chat()
        .conversation(ChatRequest::new("m", []))
        .max_rounds(2);
    let error = chat.ask("Go").await.unwrap_err();
    assert!(error.to_string().contains("after 2 rounds"), "{error}");
    assert_eq!(server.hits(), 3);
}
