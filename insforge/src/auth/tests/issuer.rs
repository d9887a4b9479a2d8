//! A server that issues tokens, renews them, and refuses every token but a user's latest: what the auth routes and the
//! gateway do, with failures on demand.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::http::tests::read_request;

/// What happens to one request to the refresh route. Without a plan it is answered.
#[derive(Clone)]
pub(crate) enum Plan {
    /// This status, these header lines and this body.
    Answer(u16, &'static str, &'static str),
    Close,
    /// Nothing, until [`Issuer::let_go`]; then the answer.
    Hang,
}

#[derive(Default)]
pub(crate) struct Book {
    /// The number of each user's latest token.
    turns: HashMap<String, u32>,
    /// The refresh tokens that were shown, in their order.
    pub(crate) refreshes: Vec<String>,
    /// Path and bearer of every other request.
    pub(crate) calls: Vec<(String, String)>,
    pub(crate) plans: VecDeque<Plan>,
    /// What the gateway answers instead of checking the token.
    pub(crate) gateway: Option<(u16, &'static str)>,
    /// Seconds that access tokens live.
    pub(crate) life: u64,
    /// How far the server's clock is from this machine's.
    pub(crate) shift: i64,
}

pub(crate) struct Issuer {
    pub(crate) url: String,
    book: Arc<Mutex<Book>>,
    gate: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Issuer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let book = Arc::new(Mutex::new(Book {
            life: 900,
            ..Book::default()
        }));
        let gate = Arc::new(Notify::new());
        let task = tokio::spawn({
            let (book, gate) = (Arc::clone(&book), Arc::clone(&gate));
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, Arc::clone(&book), Arc::clone(&gate)));
                }
            }
        });
        Self {
            url,
            book,
            gate,
            task,
        }
    }

    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap()
    }

    pub(crate) fn client(&self) -> Client {
        Client::builder(&self.url)
            .retry(crate::http::RetryPolicy::none())
            .anon_key("anon_canary")
            .build()
            .unwrap()
    }

    /// A client on which this user is signed in.
    pub(crate) async fn signed_in(&self, user: &str) -> Client {
        let client = self.client();
        self.sign_in(&client, user).await;
        client
    }

    pub(crate) async fn sign_in(&self, client: &Client, user: &str) {
        client
            .auth()
            .sign_in_with_password(user, "pw-canary")
            .await
            .unwrap();
    }

    /// The server takes no token of this user any more that it has issued so far.
    pub(crate) fn expire(&self, user: &str) {
        *self.book().turns.get_mut(user).unwrap() += 1;
    }

    pub(crate) fn plan(&self, plan: Plan) {
        self.book().plans.push_back(plan);
    }

    /// Answers one request that hangs, now or later.
    pub(crate) fn let_go(&self) {
        self.gate.notify_one();
    }

    pub(crate) fn refreshes(&self) -> usize {
        self.book().refreshes.len()
    }

    /// Waits until the refresh route has been called so often.
    pub(crate) async fn refreshed(&self, times: usize) {
        for _ in 0..500 {
            if self.refreshes() >= times {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{} refreshes and not {times}", self.refreshes());
    }

    /// Who the calls were made as: the users' names, or `anon`.
    pub(crate) fn callers(&self) -> Vec<String> {
        self.book()
            .calls
            .iter()
            .map(|(_, bearer)| bearer_user(bearer))
            .collect()
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Book {
    fn session(&mut self, user: &str) -> String {
        let turn = self.turns.entry(user.to_owned()).or_default();
        *turn += 1;
        let access = token(user, *turn, self.life, self.shift);
        let refresh = format!("refresh-canary.{user}.{turn}");
        let user = json!({"id": user, "email": format!("{user}@example.com")});
        json!({"user": user, "accessToken": access, "refreshToken": refresh}).to_string()
    }

    fn answer(&mut self, request: &str) -> (u16, String) {
        let target = request.split(' ').nth(1).unwrap();
        let path = target.split('?').next().unwrap();
        let body = request.split_once("\r\n\r\n").unwrap().1;
        let field = |name: &str| {
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            body[name].as_str().unwrap().to_owned()
        };
        match path {
            "/api/auth/sessions" => (200, self.session(&field("email"))),
            "/api/auth/refresh" => {
                let shown = field("refreshToken");
                self.refreshes.push(shown.clone());
                // Old refresh tokens stay good, as the real server's do.
                (200, self.session(shown.split('.').nth(1).unwrap()))
            }
            "/api/auth/logout" => (200, r#"{"success":true}"#.to_owned()),
            _ => {
                let bearer = bearer(request);
                let user = bearer_user(&bearer);
                let turn = self.turns.get(&user).copied().unwrap_or_default();
                let good = user == "anon" || bearer.ends_with(&format!(".canary-{user}-{turn}"));
                self.calls.push((target.to_owned(), bearer));
                match self.gateway {
                    Some((status, body)) => (status, body.to_owned()),
                    None if !good => (401, EXPIRED.to_owned()),
                    None if path.ends_with("/sessions/current") => (
                        200,
                        json!({"user": {"id": user, "email": "new@example.com"}}).to_string(),
                    ),
                    None => (200, "[]".to_owned()),
                }
            }
        }
    }
}

/// What the gateway says of an expired token.
pub(crate) const EXPIRED: &str =
    r#"{"error":"AUTH_UNAUTHORIZED","message":"Invalid token","statusCode":401}"#;

/// An access token of this user, in form a JWT.
pub(crate) fn token(user: &str, turn: u32, life: u64, shift: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64 + shift;
    let claims = json!({"sub": user, "iat": now, "exp": now + life as i64}).to_string();
    format!("e30.{}.canary-{user}-{turn}", URL_SAFE_NO_PAD.encode(claims))
}

pub(crate) fn bearer(request: &str) -> String {
    let rest = request.split_once("authorization: Bearer ").unwrap().1;
    rest.lines().next().unwrap().to_owned()
}

pub(crate) fn bearer_user(bearer: &str) -> String {
    match bearer.rsplit_once(".canary-") {
        Some((_, rest)) => rest.split('-').next().unwrap().to_owned(),
        None => "anon".to_owned(),
    }
}

async fn serve(mut stream: TcpStream, book: Arc<Mutex<Book>>, gate: Arc<Notify>) {
    while let Some(request) = read_request(&mut stream).await {
        let is_refresh = request.starts_with("POST /api/auth/refresh");
        let plan = is_refresh
            .then(|| book.lock().unwrap().plans.pop_front())
            .flatten();
        let (status, headers, body) = match plan {
            Some(Plan::Answer(status, headers, body)) => {
                book.lock().unwrap().refreshes.push(String::new());
                (status, headers, body.to_owned())
            }
            Some(Plan::Close) => {
                book.lock().unwrap().refreshes.push(String::new());
                return;
            }
            plan => {
                let (status, body) = book.lock().unwrap().answer(&request);
                if plan.is_some() {
                    gate.notified().await;
                }
                (status, "", body)
            }
        };
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n",
            body.len()
        );
        if stream
            .write_all(format!("{head}{body}").as_bytes())
            .await
            .is_err()
        {
            return;
        }
    }
}
