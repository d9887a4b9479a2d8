//! Asks who is signed in, by the session in a file, and prints the access token's last part, which tells one token from
//! another and is of no use alone: `session-user <url> <anon key> <file>`. Waits for a line on its input first, so that
//! several can be let go at once.
#![allow(missing_docs, reason = "a program")]

use std::io::Error;

use insforge::Client;
use insforge::auth::FileStore;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || {
        arguments
            .next()
            .ok_or_else(|| Error::other("an argument is missing"))
    };
    let (url, key, file) = (next()?, next()?, next()?);
    let client = Client::builder(url)
        .session_store(FileStore::new(file))
        .anon_key(&key)
        .build()?;
    std::io::stdin().read_line(&mut String::new())?;
    let user = client.auth().get_current_user().await?;
    let session = client
        .auth()
        .session()
        .ok_or_else(|| Error::other("no session"))?;
    let signature = session
        .access_token()
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_owned();
    println!("{} {signature}", user.email);
    Ok(())
}
