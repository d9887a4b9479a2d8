//! Which tools agents have used.

use insforge::ErrorKind;
use insforge_tests::Backend;

#[tokio::test]
async fn uses_of_tools_are_written_down_and_listed() {
    let backend = Backend::connect().await;
    let usage = backend.admin().usage();
    let (good, bad) = (backend.unique("tool"), backend.unique("tool"));
    usage.record_tool(&good, true).await.expect("written");
    usage.record_tool(&bad, false).await.expect("written");
    let has =
        |list: &[insforge::admin::usage::ToolUse], name: &str| list.iter().any(|one| one.tool_name == name);
    let worked = usage.tools(50, true).await.expect("a list");
    let failed = usage.tools(50, false).await.expect("a list");
    assert!(has(&worked, &good) && !has(&worked, &bad));
    assert!(has(&failed, &bad) && failed.iter().all(|one| !one.success));
    assert_eq!(
        usage.record_tool("", true).await.expect_err("no name").kind(),
        ErrorKind::Request
    );
}
