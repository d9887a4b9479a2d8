//! Row-level security decides who may subscribe and publish.

use insforge::ErrorKind;
use serde_json::Value;

use super::{number, realtime};

#[tokio::test]
async fn policies_decide_who_may_subscribe_and_what_may_be_published() {
    let (local, _channels, client) = realtime().await;
    local
        .owner_sql(
            "alter table realtime.channels enable row level security; \
             create policy readers on realtime.channels for select to authenticated using (true); \
             alter table realtime.messages enable row level security; \
             create policy writers on realtime.messages for insert to authenticated \
             with check (channel_name = 't:open' and realtime.channel_name() = 't:open');",
        )
        .await
        .expect("policies");
    let open = client.realtime().channel("t:open").expect("a name");
    let error = open.subscribe::<Value>().await.expect_err("nobody is signed in");
    assert_eq!(error.kind(), ErrorKind::Forbidden);

    client
        .auth()
        .sign_up("ada@example.com", "Correct-Horse-7!")
        .await
        .expect("an account");
    let _open = open.subscribe::<Value>().await.expect("a subscription");
    open.publish("n", &number(1)).await.expect("published");
    let closed = client.realtime().channel("t:closed").expect("a name");
    let _closed = closed.subscribe::<Value>().await.expect("a subscription");
    let error = closed.publish("n", &number(1)).await.expect_err("forbidden");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Forbidden, Some("REALTIME_UNAUTHORIZED"))
    );
    let admin = insforge::Client::admin(local.url(), local.api_key()).expect("a client");
    let permissions = admin.realtime().permissions().await.expect("policies");
    assert_eq!(permissions.subscribe[0].roles, ["authenticated"]);
    assert_eq!(permissions.publish[0].policy_name, "writers");
}
