//! Who is on a channel.

use insforge::realtime::{Event, MemberKind};
use insforge_tests::Backend;
use serde_json::Value;

use super::{Channels, next, until};

#[tokio::test]
async fn members_come_and_go_and_a_user_with_two_connections_counts_once() {
    let backend = Backend::connect().await;
    let channels = Channels::create(|| backend.admin(), &backend.unique("rt")).await;
    let name = channels.name("lobby");
    let account = backend.account().await;
    let watcher = backend.anon();
    let lobby = watcher.realtime().channel(&name).expect("a name");
    let mut events = lobby.subscribe::<Value>().await.expect("a subscription");
    assert_eq!(events.members().len(), 1, "itself");

    let (first, second) = (account.client().await, account.client().await);
    let enter = async |client: &insforge::Client| {
        let lobby = client.realtime().channel(&name).expect("a name");
        lobby.subscribe::<Value>().await.expect("a subscription")
    };
    let hers = enter(&first).await;
    let Event::Joined(member) = next(&mut events).await.expect("an event") else {
        panic!("a join");
    };
    assert_eq!(
        (member.kind, member.presence_id.as_str()),
        (MemberKind::User, account.id())
    );
    let again = enter(&second).await;
    assert_eq!(again.members().len(), 2, "herself once, and the watcher");
    drop(hers);
    drop(first);
    // Somebody else joins, and nothing comes before that.
    let other = backend.anon();
    let theirs = enter(&other).await;
    let Event::Joined(member) = next(&mut events).await.expect("an event") else {
        panic!("a join");
    };
    assert_eq!(member.kind, MemberKind::Anonymous);
    drop(theirs);
    let Event::Left(left) = next(&mut events).await.expect("an event") else {
        panic!("a leave");
    };
    assert_eq!(left.presence_id, member.presence_id);
    drop(again);
    until("she is gone", || events.members().len() == 1).await;
}
