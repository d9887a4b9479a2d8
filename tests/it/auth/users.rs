//! Users, as the administrator sees them.

use std::collections::HashSet;
use std::pin::pin;

use futures_util::TryStreamExt;
use insforge::ErrorKind;
use insforge::admin::auth::{NewUser, UserList};
use insforge_tests::{Account, Backend};

#[tokio::test]
async fn a_user_is_made_found_and_deleted() {
    let backend = Backend::connect().await;
    let admin = backend.admin().auth();
    let email = format!("{}@example.com", backend.unique("made"));
    let new = || {
        NewUser::new(&email, Account::PASSWORD)
            .name("Made")
            .auto_confirm(true)
    };
    let made = admin.create_user(new()).await.expect("a user");
    let account = Account::adopt(backend, &made.user.id, &email);
    assert!(made.user.email_verified);
    assert_eq!(made.user.profile["name"], "Made");
    assert!(
        admin
            .create_user(new())
            .await
            .expect_err("taken")
            .is_email_taken()
    );
    let weak = NewUser::new(format!("weak-{email}"), "a");
    assert!(
        admin
            .create_user(weak)
            .await
            .expect_err("weak")
            .is_weak_password()
    );

    // Whoever is made so can sign in.
    let session = account.client().await.auth().session().expect("a session");
    assert_eq!(session.user.id, made.user.id);
    assert_eq!(
        admin.get_user(&made.user.id).await.expect("the user").email,
        email
    );
    let found = admin
        .find_user_by_email(&email.to_uppercase())
        .await
        .expect("a search");
    assert_eq!(found.expect("the user").id, made.user.id);

    let nobody = "00000000-0000-4000-8000-000000000000";
    assert_eq!(
        admin
            .delete_users([&*made.user.id, nobody])
            .await
            .expect("deleted"),
        1
    );
    assert_eq!(admin.delete_users([&made.user.id]).await.expect("nobody left"), 0);
    assert!(
        admin
            .get_user(&made.user.id)
            .await
            .expect_err("gone")
            .is_not_found()
    );
    assert!(
        admin
            .find_user_by_email(&email)
            .await
            .expect("a search")
            .is_none()
    );
    let error = admin.get_user("no-uuid").await.expect_err("no id");
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error:?}");
    // The account is gone, and its token with it.
    let user = backend.anon().as_user(session.access_token()).expect("a client");
    assert!(
        user.auth()
            .get_current_user()
            .await
            .expect_err("gone")
            .is_unauthorized()
    );
}

#[tokio::test]
async fn users_come_page_by_page() {
    let backend = Backend::connect().await;
    let admin = backend.admin().auth();
    let name = backend.unique("listed");
    let mut accounts = Vec::new();
    for number in 0..5 {
        let email = format!("{name}_{number}@example.com");
        let made = admin
            .create_user(NewUser::new(&email, Account::PASSWORD))
            .await
            .expect("a user");
        assert!(!made.user.email_verified);
        accounts.push(Account::adopt(backend, made.user.id, email));
    }
    let list = UserList::new().search(&name).limit(2);
    let page = admin.list_users(list.clone().offset(4)).await.expect("a page");
    assert_eq!(
        (page.rows.len(), page.total, page.has_more()),
        (1, Some(5), Some(false))
    );
    assert_eq!(
        page.rows[0].email,
        format!("{name}_0@example.com"),
        "the newest come first"
    );
    let users = pin!(admin.stream_users(list));
    let ids: Vec<String> = users.map_ok(|user| user.id).try_collect().await.expect("users");
    let wanted: HashSet<&str> = accounts.iter().map(Account::id).collect();
    assert_eq!(ids.len(), 5);
    assert_eq!(ids.iter().map(String::as_str).collect::<HashSet<_>>(), wanted);
}
