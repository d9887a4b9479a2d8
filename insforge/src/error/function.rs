//! What a function of the project answered when it failed: its own headers and body, whole.

use ::http::HeaderMap;
use serde::de::DeserializeOwned;

use super::{Error, Result};

impl Error {
    /// The headers of a function's answer that was no success. `None` for errors of other calls.
    #[must_use]
    pub fn function_headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|(headers, _)| headers)
    }

    /// The body of a function's answer that was no success, as it came, up to 8 MiB. `None` for errors of other calls.
    #[must_use]
    pub fn function_bytes(&self) -> Option<&[u8]> {
        self.0.answer.as_ref().map(|(_, body)| &body[..])
    }

    /// Decodes the JSON body of a function's answer that was no success.
    ///
    /// ```no_run
    /// #[derive(serde::Deserialize)]
    /// struct Refusal { reason: String }
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let called = client.functions().invoke::<u32>("order", &[1, 2]).await;
    /// if let Err(error) = called {
    ///     match error.function_body::<Refusal>() {
    ///         Ok(refusal) => println!("{:?}: {}", error.status(), refusal.reason),
    ///         Err(_) => return Err(error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Decode`](super::ErrorKind::Decode) where there is no such body, or it does not fit the type.
    pub fn function_body<E: DeserializeOwned>(&self) -> Result<E> {
        let Some(body) = self.function_bytes() else {
            return Err(Error::decode("the error holds no answer of a function"));
        };
        serde_json::from_slice(body).map_err(|error| {
            Error::decode("the function's answer does not fit the type it is read into")
                .with_body(body)
                .with_source(error)
        })
    }
}
