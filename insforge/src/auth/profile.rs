//! Profiles: what users tell everybody about themselves.

use ::http::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::calls::with_json;
use super::{Auth, UserAuth};
use crate::error::{Error, Result};
use crate::http::{Caller, Request, Response, Target};

const GET: &str = "auth.get_profile";
const SET: &str = "auth.set_profile";

/// The profile of a user: a JSON object of the project's own keys, beside `name` and `avatar_url` that InsForge fills
/// in. `P` is what it is read into.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile<P = Map<String, Value>> {
    /// The user's id.
    pub id: String,
    /// The profile itself.
    pub profile: P,
}

#[derive(Deserialize)]
struct Body<P> {
    id: String,
    // Not `default`: an answer without it is no profile.
    profile: Option<P>,
}

#[derive(Serialize)]
struct Patch<'a> {
    profile: &'a Map<String, Value>,
}

async fn get<P: DeserializeOwned>(caller: &Caller, id: &str) -> Result<Profile<P>> {
    let target = Target::new("/api/auth/profiles")
        .segment(id)
        .map_err(|error| error.with_operation(GET))?;
    let answer = caller
        .send(Request::new(GET, Method::GET, target.finish()))
        .await?;
    read(answer.decode(GET)?, GET)
}

async fn set(caller: &Caller, changes: &(impl Serialize + Sync)) -> Result<Response> {
    // The server merges: doing the same twice changes nothing more.
    caller.send(patch(changes)?.idempotent(true)).await
}

impl Auth {
    /// The session's user has another profile from now on.
    async fn note(&self, answer: &Response) {
        let Ok(Body { id, profile }) = answer.decode::<Body<Map<String, Value>>>(SET) else {
            return;
        };
        let changed = self
            .cell
            .update_user(&id, |user| user.profile = profile.unwrap_or_default());
        if let Some(version) = changed {
            self.cell.persisted(version).await;
        }
    }
}

impl UserAuth {
    /// There is no session here.
    #[allow(clippy::unused_async, reason = "called like the other")]
    async fn note(&self, _answer: &Response) {}
}

fn patch(changes: &impl Serialize) -> Result<Request> {
    let refuse = |message: &'static str| Error::request(message).with_operation(SET);
    let changes = serde_json::to_value(changes)
        .map_err(|error| refuse("the profile has no JSON form").with_source(error))?;
    let Value::Object(changes) = changes else {
        return Err(refuse(
            "a profile is a JSON object; give a map, or a struct with named fields",
        ));
    };
    let target = Target::new("/api/auth/profiles/current").finish();
    with_json(
        Request::new(SET, Method::PATCH, target),
        &Patch { profile: &changes },
    )
}

/// A user who has no profile has an empty one.
fn read<P: DeserializeOwned>(body: Body<P>, operation: &'static str) -> Result<Profile<P>> {
    let profile = match body.profile {
        Some(profile) => profile,
        None => serde_json::from_value(Value::Object(Map::new())).map_err(|error| {
            Error::decode("the user has no profile, and the type it is read into needs fields")
                .with_source(error)
                .with_operation(operation)
        })?,
    };
    Ok(Profile { id: body.id, profile })
}

macro_rules! profile_calls {
    ($handle:ident, $whose:literal) => {
        impl $handle {
            /// Reads the profile of any user: `GET /api/auth/profiles/{id}`. Profiles are public.
            ///
            /// # Errors
            /// [`NotFound`](crate::error::ErrorKind::NotFound) where there is no such user,
            /// [`Invalid`](crate::error::ErrorKind::Invalid) for an id that is no UUID.
            pub async fn get_profile(&self, user_id: &str) -> Result<Profile> {
                get(&self.caller, user_id).await
            }

            /// Reads the profile of any user into a type of the program's own.
            ///
            /// ```no_run
            /// #[derive(serde::Deserialize)]
            /// struct Card {
            ///     name: Option<String>,
            ///     #[serde(default)]
            ///     level: u8,
            /// }
            ///
            /// # async fn demo(client: insforge::Client, id: &str) -> insforge::Result<()> {
            /// let card = client.auth().get_profile_as::<Card>(id).await?.profile;
            /// # let _ = (card.name, card.level);
            /// # Ok(())
            /// # }
            /// ```
            ///
            /// # Errors
            /// As [`get_profile`](Self::get_profile), and [`Decode`](crate::error::ErrorKind::Decode) with the path of
            /// what does not fit the type: any user may have written any value.
            pub async fn get_profile_as<P: DeserializeOwned>(&self, user_id: &str) -> Result<Profile<P>> {
                get(&self.caller, user_id).await
            }

            #[doc = concat!("Changes the profile of ", $whose, ": `PATCH /api/auth/profiles/current`. Returns it whole.")]
            ///
            /// `changes` is anything with the JSON form of an object. Its keys replace those of the same name, one level
            /// deep; other keys stay. A key cannot be removed, only set to `null`.
            ///
            /// ```no_run
            /// use serde_json::json;
            ///
            /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
            /// client.auth().set_profile(&json!({ "name": "Ada", "level": 3 })).await?;
            /// # Ok(())
            /// # }
            /// ```
            ///
            /// # Errors
            /// [`Unauthorized`](crate::error::ErrorKind::Unauthorized) where nobody is signed in,
            /// [`Request`](crate::error::ErrorKind::Request) for what is no JSON object; nothing is sent then.
            pub async fn set_profile(&self, changes: &(impl Serialize + Sync)) -> Result<Profile> {
                let answer = set(&self.caller, changes).await?;
                self.note(&answer).await;
                read(answer.decode(SET)?, SET)
            }

            /// Changes the profile as [`set_profile`](Self::set_profile) does, and reads the result into a type of the
            /// program's own.
            ///
            /// # Errors
            /// As [`set_profile`](Self::set_profile), and [`Decode`](crate::error::ErrorKind::Decode) where the merged
            /// profile does not fit the type; it is changed all the same.
            pub async fn set_profile_as<P: DeserializeOwned>(
                &self,
                changes: &(impl Serialize + Sync),
            ) -> Result<Profile<P>> {
                let answer = set(&self.caller, changes).await?;
                self.note(&answer).await;
                read(answer.decode(SET)?, SET)
            }
        }
    };
}

profile_calls!(Auth, "the user who is signed in");
profile_calls!(UserAuth, "the token's user");

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn only_objects_are_profiles() {
        #[derive(Serialize)]
        struct Card {
            name: &'static str,
        }
        let request = patch(&Card { name: "Ada" }).unwrap();
        assert_eq!(request.body(), Some(&br#"{"profile":{"name":"Ada"}}"#[..]));
        for wrong in [json!(null), json!([1]), json!("x"), json!(7)] {
            assert_eq!(patch(&wrong).unwrap_err().kind(), ErrorKind::Request, "{wrong}");
        }
    }

    #[test]
    fn no_profile_is_an_empty_one() {
        let body = |text| serde_json::from_str::<Body<Map<String, Value>>>(text).unwrap();
        assert!(
            read(body(r#"{"id":"u","profile":null}"#), GET)
                .unwrap()
                .profile
                .is_empty()
        );
    }
}
