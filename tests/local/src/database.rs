use std::future::poll_fn;

use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, Client, NoTls};

use crate::error::Error;

/// Opens a connection; it ends when the client is dropped.
pub(crate) async fn connect(url: &str, application: &str) -> Result<Client, Error> {
    let mut config: tokio_postgres::Config = url.parse().map_err(Error::Connect)?;
    config.application_name(application);
    let (client, connection) = config.connect(NoTls).await.map_err(Error::Connect)?;
    tokio::spawn(async move {
        // A broken connection shows at the next use of the client.
        let _ = connection.await;
    });
    Ok(client)
}

/// Opens a connection that listens on a channel and passes on what is heard.
pub(crate) async fn listen(
    url: &str,
    channel: &str,
) -> Result<(Client, mpsc::UnboundedReceiver<String>), Error> {
    let config: tokio_postgres::Config = url.parse().map_err(Error::Connect)?;
    let (client, mut connection) = config.connect(NoTls).await.map_err(Error::Connect)?;
    let (heard, listener) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(notice) = message
                && heard.send(notice.payload().to_owned()).is_err()
            {
                break;
            }
        }
    });
    client
        .batch_execute(&format!("listen {channel}"))
        .await
        .map_err(Error::Sql)?;
    Ok((client, listener))
}

/// A text as an SQL literal.
pub(crate) fn literal(text: &str) -> String {
    if text.contains('\\') {
        format!(" E'{}'", text.replace('\\', r"\\").replace('\'', "''"))
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}
