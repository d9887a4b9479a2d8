//! Signing in through a browser on the same machine, for command-line and desktop programs (RFC 8252, section 7.3).

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::verifier::random_text;
use super::{OAuthProvider, OAuthSignIn, OAuthStart};
use crate::auth::{Auth, AuthRedirect, Secret, Session};
use crate::error::{Error, ErrorKind, Result};

const OPERATION: &str = "auth.oauth_loopback";

/// A browser sends its request at once; a connection that says nothing is one it opened for later.
const READING: Duration = Duration::from_secs(10);

/// The longest head of a request that is read.
const HEAD_LIMIT: usize = 16 * 1024;

/// More connections at a time than a browser opens are not answered.
const CONNECTIONS: usize = 32;

/// A listener on this machine that waits for the browser to come back from a provider, once. It needs the feature
/// `oauth-loopback`.
///
/// It listens on 127.0.0.1 and a free port. Its address has a random part that nobody else knows, so that another page
/// or program cannot slip in a code of its own. Where the project lists its redirect URLs, `http://127.0.0.1:*/**` must
/// be among them.
///
/// ```no_run
/// use insforge::auth::{OAuthLoopback, OAuthProvider};
///
/// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
/// let loopback = OAuthLoopback::bind().await?;
/// let session = client
///     .auth()
///     .sign_in_with_oauth_loopback(OAuthProvider::GitHub, loopback, |url| println!("please open {url}"))
///     .await?;
/// println!("hello, {}", session.user.email);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is waited for before wait() or sign_in_with_oauth_loopback"]
pub struct OAuthLoopback {
    listener: TcpListener,
    address: SocketAddr,
    path: String,
    redirect_url: String,
    limit: Duration,
    page: String,
}

impl OAuthLoopback {
    /// Starts to listen.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where no port can be had.
    pub async fn bind() -> Result<Self> {
        let cannot = |error: std::io::Error| {
            Error::config("cannot listen on 127.0.0.1 for the browser to come back")
                .with_source(error)
                .with_operation(OPERATION)
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        let path = format!(
            "/callback/{}",
            random_text().map_err(|error| error.with_operation(OPERATION))?
        );
        Ok(Self {
            redirect_url: format!("http://{address}{path}"),
            listener,
            address,
            path,
            limit: Duration::from_secs(300),
            page: "You are signed in. You can close this page and go back to the program.".to_owned(),
        })
    }

    /// How long [`wait`](Self::wait) waits; 5 minutes.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// The sentence that the browser shows after a sign-in.
    pub fn page(mut self, text: impl Into<String>) -> Self {
        self.page = text.into();
        self
    }

    /// Where the browser comes back to: the `redirect_to` of the sign-in.
    #[must_use]
    pub fn redirect_url(&self) -> &str {
        &self.redirect_url
    }

    /// Waits until the browser is back, and returns the code for
    /// [`exchange_oauth_code`](Auth::exchange_oauth_code). Requests to any other address get an error page and are
    /// otherwise ignored.
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`] where the browser does not come back in time, and [`ErrorKind::WrongCredentials`] where the
    /// user or the provider said no.
    pub async fn wait(self) -> Result<Secret> {
        match timeout(self.limit, self.code()).await {
            Ok(code) => code.map_err(|error| error.with_operation(OPERATION)),
            Err(_) => Err(Error::new(
                ErrorKind::Timeout,
                format!("the browser did not come back within {:?}", self.limit),
            )
            .with_operation(OPERATION)),
        }
    }

    async fn code(&self) -> Result<Secret> {
        // Browsers open connections ahead of need, so none may hold up the others.
        let mut open = FuturesUnordered::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept(), if open.len() < CONNECTIONS => {
                    if let Ok((stream, _)) = accepted {
                        open.push(self.answer(stream));
                    } else {
                        // Out of file descriptors, most likely: others may close some.
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                }
                Some(outcome) = open.next() => {
                    if let Some(outcome) = outcome {
                        return outcome;
                    }
                }
            }
        }
    }

    /// Answers one request. `Some` if it was the one that is waited for.
    async fn answer(&self, mut stream: TcpStream) -> Option<Result<Secret>> {
        let head = timeout(READING, read_head(&mut stream)).await.ok()??;
        let (status, text, outcome) = self.judge(&head);
        let page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sign-in</title>\
             <body style=\"font:1.1rem system-ui;margin:4rem auto;max-width:32rem\"><p>{}</p></body></html>",
            escape(text)
        );
        let answer = format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
             cache-control: no-store\r\nreferrer-policy: no-referrer\r\nconnection: close\r\n\r\n{page}",
            page.len()
        );
        // A browser that has gone away does not undo the sign-in.
        let _ = timeout(READING, async {
            stream.write_all(answer.as_bytes()).await?;
            stream.shutdown().await
        })
        .await;
        outcome
    }

    fn judge(&self, head: &str) -> (&'static str, &str, Option<Result<Secret>>) {
        const STRANGE: &str = "This is not the page that the sign-in comes back to.";
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let host = lines
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("host"))
            .map(|(_, value)| value.trim());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        // Another host name that leads here is a page trying its luck.
        if method != "GET" || path != self.path || host != Some(&self.address.to_string()) {
            return ("404 Not Found", STRANGE, None);
        }
        match AuthRedirect::parse(&format!("?{query}")) {
            Ok(Some(AuthRedirect::OAuthCode { code })) => ("200 OK", &self.page, Some(Ok(code))),
            Ok(Some(AuthRedirect::OAuthFailed { message })) => (
                "200 OK",
                "The sign-in did not work. You can close this page; the program says why.",
                Some(Err(Error::new(
                    ErrorKind::WrongCredentials,
                    format!("the provider did not sign the user in: {message}"),
                ))),
            ),
            _ => ("400 Bad Request", STRANGE, None),
        }
    }
}

async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut piece = [0_u8; 2048];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        let count = stream.read(&mut piece).await.ok()?;
        if count == 0 || head.len() > HEAD_LIMIT {
            return None;
        }
        head.extend_from_slice(piece.get(..count)?);
    }
    String::from_utf8(head).ok()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

impl fmt::Debug for OAuthLoopback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The path is what tells our browser from others.
        f.debug_struct("OAuthLoopback")
            .field("address", &self.address)
            .field("timeout", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Auth {
    /// Signs a user in through a provider and a browser on this machine: starts the sign-in, hands the address to
    /// `open` (which shows it or opens a browser), waits for the browser to come back and exchanges the code. It needs
    /// the feature `oauth-loopback`.
    ///
    /// # Errors
    /// Those of [`sign_in_with_oauth`](Self::sign_in_with_oauth), of [`OAuthLoopback::wait`] and of
    /// [`exchange_oauth_code`](Self::exchange_oauth_code).
    pub async fn sign_in_with_oauth_loopback(
        &self,
        provider: impl Into<OAuthProvider>,
        loopback: OAuthLoopback,
        open: impl FnOnce(&str),
    ) -> Result<Session> {
        let sign_in = OAuthSignIn::new(provider, loopback.redirect_url());
        let OAuthStart { verifier, url, .. } = self.sign_in_with_oauth(sign_in).await?;
        open(&url);
        let code = loopback.wait().await?;
        self.exchange_oauth_code(code.expose(), &verifier).await
    }
}
