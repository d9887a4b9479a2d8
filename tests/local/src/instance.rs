use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::account::Account;
use crate::administration::state::AdminState;
use crate::ai::AiControls;
use crate::app::{App, rest_client};
use crate::auth::keys::Keys;
use crate::auth::state::AuthState;
use crate::auth::tokens::Tokens;
use crate::builder::Builder;
use crate::cache::{self, Cache};
use crate::database;
use crate::email::SentEmails;
use crate::error::Error;
use crate::faults::Faults;
use crate::payments::Payments;
use crate::postgres::DATABASE;
use crate::postgres::borrowed::Borrowed;
use crate::postgres::cluster::Cluster;
use crate::postgres::find::Server;
use crate::postgres::template::Template;
use crate::postgrest;
use crate::realtime::state::RealtimeState;
use crate::requests::RequestLog;
use crate::schema_reload::{SchemaReload, expose_schemas};
use crate::storage::{Addresses, Storage};
use crate::supervisor::{Ending, Supervisor};
use crate::{rawsql, realtime, server};

/// What the handle gets once everything is up.
pub(crate) struct Ready {
    pub(crate) app: Arc<App>,
    pub(crate) url: String,
    pub(crate) folder: PathBuf,
    pub(crate) runtime: tokio::runtime::Handle,
}

/// Runs an instance on the current thread until `stop` resolves or its sender is dropped. The instance has a runtime
/// of its own: it must outlive the caller's, since a test runner makes one runtime a test.
pub(crate) fn run(
    builder: &Builder,
    ready: oneshot::Sender<Result<Ready, Error>>,
    stop: oneshot::Receiver<()>,
) {
    let mut ready = Some(ready);
    let mut report = |result| {
        if let Some(ready) = ready.take() {
            // Nobody waits any more if the start was given up.
            let _ = ready.send(result);
        }
    };
    let ran = Prepared::new(builder).and_then(|prepared| {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("insforge-local")
            .enable_all()
            .build()
            .map_err(|error| Error::Internal(format!("cannot start a runtime: {error}")))?;
        let supervisor = runtime.block_on(async {
            let (up, supervisor, borrowed) = prepared.bring_up(builder, runtime.handle().clone()).await?;
            report(Ok(up));
            // An error here means that the handle was dropped, which stops the instance just the same.
            let _ = stop.await;
            if let Some(borrowed) = borrowed {
                borrowed.drop_database().await;
            }
            Ok::<_, Error>(supervisor)
        })?;
        runtime.shutdown_background();
        supervisor.stop();
        Ok(())
    });
    if let Err(error) = ran {
        report(Err(error));
    }
}

/// The part of the start that blocks: programs, files, the database server.
struct Prepared {
    cache: Cache,
    keys: Keys,
    folder: PathBuf,
    supervisor: Supervisor,
    /// The database on a server of our own; `None` if a server is lent.
    database: Option<String>,
}

impl Prepared {
    fn new(builder: &Builder) -> Result<Self, Error> {
        let cache = Cache::open()?;
        let keys = Keys::open(&cache)?;
        let lent = lent_server().is_some();
        let source = if lent {
            None
        } else {
            let server = Server::find(&cache)?;
            let template = Template::open(&cache, &server)?;
            Some((server, template))
        };
        let folder = cache::instance_folder()?;
        let account = Account::needed(&folder)?;
        if let Some(account) = account {
            account.take(&folder)?;
        }
        // From here on the folder is removed whatever happens.
        let supervisor = Supervisor::start(&folder, account, builder.keep)?;
        let Some((server, template)) = source else {
            return Ok(Self {
                cache,
                keys,
                folder,
                supervisor,
                database: None,
            });
        };
        let data = folder.join("data");
        template.copy(&data, account)?;
        let ending = if builder.keep {
            Ending::Interrupt
        } else {
            Ending::Quit
        };
        let cluster = Cluster::run(&server, supervisor, &folder, template.password()?, ending)?;
        let database = Some(cluster.url(DATABASE));
        Ok(Self {
            cache,
            keys,
            folder,
            supervisor: cluster.supervisor,
            database,
        })
    }

    async fn bring_up(
        self,
        builder: &Builder,
        runtime: tokio::runtime::Handle,
    ) -> Result<(Ready, Supervisor, Option<Borrowed>), Error> {
        let Self {
            cache,
            keys,
            folder,
            mut supervisor,
            database,
        } = self;
        let (database_url, borrowed) = match (database, lent_server()) {
            (Some(url), _) => (url, None),
            (None, server) => {
                let borrowed = Borrowed::create(&server.unwrap_or_default()).await?;
                (borrowed.url().to_owned(), Some(borrowed))
            }
        };
        let client = database::connect(&database_url, "insforge-local").await?;
        expose_schemas(&client).await?;
        let program = postgrest::find(&cache)?;
        let (socket, output) = postgrest::start(
            &program,
            &mut supervisor,
            &folder,
            &database_url,
            &keys.secret,
            builder.max_rows,
        )
        .await?;
        let storage = Storage::open(builder.storage, builder.upload_limit, &folder, &database_url).await?;
        let app = Arc::new(App {
            storage,
            client,
            rest: rest_client(&socket)?,
            reload: SchemaReload::new(output),
            tokens: Tokens::new(keys, builder.access_token_ttl, builder.refresh_token_ttl),
            auth: AuthState::default(),
            admin: AdminState::default(),
            realtime: RealtimeState::default(),
            anon_key: format!("anon_{}", secret()),
            api_key: format!("ik_{}", secret()),
            strict: builder.strict,
            faults: Faults::default(),
            requests: RequestLog::default(),
            functions: builder.functions.clone(),
            emails: SentEmails::default(),
            ai: AiControls::default(),
            payments: Payments::connect(&database_url).await?,
            database_url,
        });
        for sql in &builder.schema {
            rawsql::run::trusted(&app, sql).await?;
        }
        hear_reload_requests(&app).await?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, builder.port))
            .await
            .map_err(|source| Error::Port {
                port: builder.port,
                source,
            })?;
        let address = listener.local_addr().map_err(|source| Error::Port {
            port: builder.port,
            source,
        })?;
        let url = format!("http://{address}");
        app.storage.opened(Addresses {
            api: builder.api_base_url.clone().unwrap_or_else(|| url.clone()),
            s3: server::serve_s3(Arc::clone(&app)).await?,
            configured: builder.api_base_url.clone().unwrap_or_default(),
        });
        let sockets = realtime::sockets::layer(&app, builder).await?;
        tokio::spawn(server::serve(Arc::clone(&app), sockets, listener));
        let ready = Ready {
            app,
            url,
            folder,
            runtime,
        };
        Ok((ready, supervisor, borrowed))
    }
}

/// Follows `notify pgrst`, from users' own statements and from schema changes over users' own connections.
async fn hear_reload_requests(app: &Arc<App>) -> Result<(), Error> {
    let (client, mut heard) = database::listen(&app.database_url, "pgrst").await?;
    let app = Arc::clone(app);
    tokio::spawn(async move {
        while heard.recv().await.is_some() {
            // Several requests at once need one reload only.
            while heard.try_recv().is_ok() {}
            // A failed reload shows at the next request.
            let _ = app.reload.now(&app.client).await;
        }
        drop(client);
    });
    Ok(())
}

fn lent_server() -> Option<String> {
    std::env::var("INSFORGE_LOCAL_DATABASE_URL")
        .ok()
        .filter(|value| !value.is_empty())
}

/// 64 hexadecimal digits.
pub(crate) fn secret() -> String {
    format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>())
}
