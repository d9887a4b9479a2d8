//! Row-level security on objects.

use insforge::auth::SignUp;
use insforge::{Anon, Client, ErrorKind};
use insforge_local::{Local, StorageMode};

use super::storage;

const OWNERS: &str = "
    alter table storage.objects enable row level security;
    create policy owner_all on storage.objects for all to authenticated
        using (uploaded_by = auth.jwt() ->> 'sub') with check (uploaded_by = auth.jwt() ->> 'sub');
";

async fn user(local: &Local, name: &str) -> Client<Anon> {
    let client = Client::new(local.url(), local.anon_key()).expect("a client");
    let email = format!("{name}@example.com");
    let answer = client
        .auth()
        .sign_up(&email, "Correct-Horse-7!")
        .await
        .expect("a sign-up");
    assert!(matches!(answer, SignUp::SignedIn(_)));
    client
}

/// As the database's owner, to whom the table belongs.
async fn as_owner(local: &Local, sql: &str) {
    let (client, connection) = tokio_postgres::connect(local.database_url(), tokio_postgres::NoTls)
        .await
        .expect("a connection");
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.expect("policies");
    drop(client);
    connection.await.expect("a task").expect("an orderly end");
}

#[tokio::test]
async fn policies_hide_and_protect_the_objects_of_others() {
    for mode in [StorageMode::Disk, StorageMode::Presigned] {
        let (local, bucket) = storage(mode).await;
        let (ada, bob) = (user(&local, "ada").await, user(&local, "bob").await);
        let (adas, bobs) = (ada.storage().from("files"), bob.storage().from("files"));
        adas.upload("ada.txt", "secret").await.expect("an upload");
        assert_eq!(
            &bobs
                .download("ada.txt")
                .await
                .expect("a fresh project has no policies")[..],
            b"secret"
        );

        as_owner(&local, OWNERS).await;
        assert_eq!(
            bobs.download("ada.txt").await.expect_err("hidden").kind(),
            ErrorKind::NotFound
        );
        assert!(!bobs.exists("ada.txt").await.expect("an answer"));
        assert_eq!(bobs.list().await.expect("an empty list").total, 0);
        assert_eq!(
            bobs.remove("ada.txt").await.expect_err("hidden").kind(),
            ErrorKind::NotFound
        );
        let error = bobs.upload("ada.txt", "stolen").await.expect_err("not his");
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Forbidden, Some("STORAGE_PERMISSION_DENIED"))
        );
        bobs.upload("bob.txt", "mine").await.expect("his own");
        assert_eq!(&adas.download("ada.txt").await.expect("hers")[..], b"secret");

        // The administrator sees all, and a replaced object stays its first owner's.
        assert_eq!(bucket.list().await.expect("all").total, 2);
        bucket.upload("ada.txt", "edited").await.expect("an upload");
        assert_eq!(
            &adas.download("ada.txt").await.expect("still hers")[..],
            b"edited"
        );
    }
}
