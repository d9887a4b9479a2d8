use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::ai::AiControls;
use crate::app::App;
use crate::auth::controls::AuthControls;
use crate::auth::outbox::Outbox;
use crate::auth::token_control::TokenControl;
use crate::builder::Builder;
use crate::email::SentEmail;
use crate::error::Error;
use crate::faults::Faults;
use crate::functions::{self, FunctionReply, FunctionRequest};
use crate::instance::{self, Ready};
use crate::payments::controls::PaymentControls;
use crate::rawsql::run;
use crate::realtime::controls::RealtimeControls;
use crate::requests::LoggedRequest;

/// A running local InsForge. It stops when this handle is dropped, and also when the process ends in whatever way.
///
/// ```no_run
/// # async fn demo() -> Result<(), insforge_local::Error> {
/// use insforge_local::Local;
///
/// let local = Local::start().await?;
/// local.sql("create table todos (id bigint generated always as identity primary key, title text not null)").await?;
/// println!("{} {}", local.url(), local.anon_key());
/// local.shutdown().await;
/// # Ok(())
/// # }
/// ```
pub struct Local {
    app: Arc<App>,
    url: String,
    folder: std::path::PathBuf,
    runtime: tokio::runtime::Handle,
    /// Dropping it stops the instance.
    stop: oneshot::Sender<()>,
    stopped: oneshot::Receiver<()>,
}

impl Local {
    /// Starts an instance with the default settings: a free port, an empty project, strict.
    ///
    /// # Errors
    ///
    /// If PostgreSQL or PostgREST cannot be found or started.
    pub async fn start() -> Result<Self, Error> {
        Self::builder().start().await
    }

    /// Settings for a start.
    ///
    /// ```no_run
    /// # async fn demo() -> Result<(), insforge_local::Error> {
    /// use std::time::Duration;
    ///
    /// let local = insforge_local::Local::builder()
    ///     .schema_sql("create table notes (id int primary key, body text)")
    ///     .access_token_ttl(Duration::from_secs(2))
    ///     .start()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) async fn start_with(builder: Builder) -> Result<Self, Error> {
        let (ready, started) = oneshot::channel();
        let (stop, stopping) = oneshot::channel();
        let (done, stopped) = oneshot::channel();
        std::thread::Builder::new()
            .name("insforge-local".to_owned())
            .spawn(move || {
                instance::run(&builder, ready, stopping);
                // Nobody waits if the handle was dropped.
                let _ = done.send(());
            })
            .map_err(|error| Error::Internal(format!("cannot start a thread: {error}")))?;
        let Ready {
            app,
            url,
            folder,
            runtime,
        } = started.await.map_err(|_| Error::Stopped)??;
        Ok(Self {
            app,
            url,
            folder,
            runtime,
            stop,
            stopped,
        })
    }

    /// The base URL, `http://127.0.0.1:port`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The anon key, `anon_…`.
    pub fn anon_key(&self) -> &str {
        &self.app.anon_key
    }

    /// The admin API key, `ik_…`.
    pub fn api_key(&self) -> &str {
        &self.app.api_key
    }

    /// A superuser's URL of the database. Schema changes made over it reach the data API a moment later.
    pub fn database_url(&self) -> &str {
        &self.app.database_url
    }

    /// The secret that HS256 tokens of third parties are signed with.
    pub fn jwt_secret(&self) -> &str {
        self.app.tokens.secret()
    }

    /// The folder of the database and the programs' logs; removed at the end unless [`Builder::keep`] is set.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs one or several statements as `project_admin`, in one transaction. When it comes back, the data API knows
    /// the changed schema.
    ///
    /// # Errors
    ///
    /// If PostgreSQL refuses a statement.
    pub async fn sql(&self, sql: impl Into<String>) -> Result<(), Error> {
        let (app, sql) = (Arc::clone(&self.app), sql.into());
        // On the instance's own runtime: its connections must not depend on the caller's.
        self.runtime
            .spawn(async move { run::trusted(&app, &sql).await })
            .await
            .map_err(|_| Error::Stopped)?
    }

    /// Runs statements as the owner of the database, who alone may write policies for InsForge's own tables.
    ///
    /// # Errors
    ///
    /// If PostgreSQL refuses a statement.
    pub async fn owner_sql(&self, sql: impl Into<String>) -> Result<(), Error> {
        let (app, sql) = (Arc::clone(&self.app), sql.into());
        self.runtime
            .spawn(async move { app.client.batch_execute(&sql).await.map_err(Error::Sql) })
            .await
            .map_err(|_| Error::Stopped)?
    }

    /// Steers the realtime sockets, and shows what they have sent.
    pub fn realtime(&self) -> RealtimeControls {
        self.app.realtime.controls.clone()
    }

    /// Answers calls of the function `slug` by a closure, from now on.
    ///
    /// ```no_run
    /// # async fn demo(local: insforge_local::Local) {
    /// use insforge_local::FunctionReply;
    ///
    /// local.function("hello", |request| async move {
    ///     FunctionReply::text(format!("hello, {}", request.param("name").unwrap_or("you")))
    /// });
    /// # }
    /// ```
    pub fn function<F, Fut>(&self, slug: &str, function: F)
    where
        F: Fn(FunctionRequest) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = FunctionReply> + Send + 'static,
    {
        self.app.functions.register(slug, function);
    }

    /// The address of the functions' own host, where any body arrives and answers leave as they are written.
    pub fn functions_url(&self) -> String {
        format!("{}{}", self.url, functions::HOST)
    }

    /// The mails that programs have sent by `/api/email/send-raw`, the oldest first.
    pub fn sent_emails(&self) -> Vec<SentEmail> {
        self.app.emails.all()
    }

    /// Steers the models' provider: whether the project has a key, and who keeps it.
    pub fn ai(&self) -> AiControls {
        self.app.ai.clone()
    }

    /// Queues faults for coming requests.
    pub fn faults(&self) -> Faults {
        self.app.faults.clone()
    }

    /// Steers the clock of tokens, and which of them still count.
    pub fn tokens(&self) -> TokenControl {
        self.app.tokens.control.clone()
    }

    /// The mails that a real InsForge would have sent.
    pub fn outbox(&self) -> Outbox {
        self.app.auth.outbox.clone()
    }

    /// What a test may do to the sign-in: end the life of codes, switch limits, issue ID tokens.
    pub fn auth(&self) -> AuthControls {
        AuthControls::new(Arc::clone(&self.app))
    }

    /// Plays the payers and the payment providers.
    pub fn payments(&self) -> PaymentControls {
        PaymentControls::new(Arc::clone(&self.app), self.runtime.clone())
    }

    /// All requests so far, the oldest first.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.app.requests.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.app.requests.clear();
    }

    /// Lets so many seconds pass on the clock of the S3 service, so that signed URLs expire without a wait.
    pub fn advance_s3_clock(&self, seconds: u64) {
        self.app.storage.signer.advance(seconds);
    }

    /// How many uploads by parts are neither complete nor given up.
    pub fn open_s3_uploads(&self) -> usize {
        self.app.storage.uploads.count()
    }

    /// Stops the instance and waits until its programs are gone and its folder is removed.
    pub async fn shutdown(self) {
        let Self { stop, stopped, .. } = self;
        drop(stop);
        // An error means that the thread is gone already.
        let _ = stopped.await;
    }
}

impl std::fmt::Debug for Local {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Local")
            .field("url", &self.url)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}
