//! A headless Chromium of a test's own.

use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

const HOW_TO_GET_IT: &str =
    "the browser tests need Chromium and its driver: apt-get install chromium chromium-driver";

/// Longer than a page should take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser with a profile of its own, which goes with the value.
pub(crate) struct Chromium {
    client: Client,
    _driver: Child,
    _log: Lines<BufReader<ChildStdout>>,
    _profile: TempDir,
}

impl Chromium {
    pub(crate) async fn start() -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{HOW_TO_GET_IT} ({error})"));
        let mut log = BufReader::new(driver.stdout.take().expect("an output")).lines();
        let port = loop {
            let line = log.next_line().await.expect("readable");
            let line = line.unwrap_or_else(|| panic!("{HOW_TO_GET_IT} (the driver ended)"));
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        let profile = tempfile::tempdir().expect("a folder");
        let folder = format!("--user-data-dir={}", profile.path().display());
        let options = json!({"args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--window-size=900,700", folder,
        ]});
        let capabilities = Capabilities::from_iter([("goog:chromeOptions".to_owned(), options)]);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap_or_else(|error| panic!("{HOW_TO_GET_IT} ({error})"));
        Self {
            client,
            _driver: driver,
            _log: log,
            _profile: profile,
        }
    }

    pub(crate) fn tab(&self) -> Tab {
        Tab(self.client.clone())
    }

    /// Ends the browser; the driver alone would leave it running.
    pub(crate) async fn close(self) {
        self.client.close().await.expect("an end");
    }
}

/// What a user does and sees.
#[derive(Clone)]
pub(crate) struct Tab(pub(crate) Client);

impl Tab {
    pub(crate) async fn open(&self, url: &str) {
        self.0.goto(url).await.expect("a page");
    }

    /// The text of the element, once it is there.
    pub(crate) async fn text(&self, css: &str) -> String {
        let element = match self.0.wait().for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("no {css} ({error}) in {}", self.source().await),
        };
        element.text().await.expect("a text")
    }

    /// The texts of the elements, all of one moment: the page may change by itself.
    pub(crate) async fn texts(&self, css: &str) -> Vec<String> {
        self.try_texts(css).await.expect("texts")
    }

    /// Waits until these are the texts of the elements.
    pub(crate) async fn until_texts(&self, css: &str, texts: &[&str]) {
        let start = Instant::now();
        loop {
            // One page may just be giving way to another.
            let found = self.try_texts(css).await.unwrap_or_default();
            if found == texts {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{css} is {found:?} and not {texts:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn try_texts(&self, css: &str) -> Option<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(it => it.innerText)";
        let found = self.0.execute(script, vec![json!(css)]).await.ok()?;
        serde_json::from_value(found).ok()
    }

    pub(crate) async fn write(&self, css: &str, text: &str) {
        self.text(css).await;
        let field = self.0.find(Locator::Css(css)).await.expect("a field");
        field.send_keys(text).await.expect("keys");
    }

    pub(crate) async fn click(&self, css: &str) {
        self.text(css).await;
        let element = self.0.find(Locator::Css(css)).await.expect("an element");
        element.click().await.expect("a click");
    }

    pub(crate) async fn path(&self) -> String {
        self.0.current_url().await.expect("a URL").path().to_owned()
    }

    /// The value of a cookie of the page that is shown, and whether scripts are kept from it.
    pub(crate) async fn cookie(&self, name: &str) -> Option<(String, bool)> {
        let cookies = self.0.get_all_cookies().await.expect("cookies");
        let cookie = cookies.into_iter().find(|cookie| cookie.name() == name)?;
        Some((cookie.value().to_owned(), cookie.http_only() == Some(true)))
    }

    /// Runs a script of the page and returns what it resolves to.
    pub(crate) async fn script(&self, body: &str) -> serde_json::Value {
        let script = format!(
            "const done = arguments[0]; (async () => {{ {body} }})().then(done, e => done(String(e)))"
        );
        self.0.execute_async(&script, Vec::new()).await.expect("a value")
    }

    pub(crate) async fn source(&self) -> String {
        self.0.source().await.expect("a source")
    }
}
