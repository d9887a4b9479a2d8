//! As much of a browser as a redirection and a form need.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A page, or the way to another one.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// Where it redirects to.
    pub location: Option<String>,
    /// The text.
    pub text: String,
}

/// Opens an `http://` URL on this machine, without following redirections.
pub async fn open(url: &str) -> Page {
    exchange("GET", url, "").await
}

/// Sends a form with these fields.
pub async fn submit(url: &str, fields: &[(&str, &str)]) -> Page {
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    exchange("POST", url, &body.join("&")).await
}

/// The value of a hidden field of a page.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).expect("the field").1;
    let value = rest.split_once('"').expect("the field's end").0;
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

async fn exchange(method: &str, url: &str, body: &str) -> Page {
    let rest = url.strip_prefix("http://").expect("an http URL");
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host).await.expect("a connection");
    let request = format!(
        "{method} /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let (head, text) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .expect("a status");
    let location = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("location"))
        .map(|(_, value)| value.to_owned());
    Page {
        status,
        location,
        text: text.to_owned(),
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
