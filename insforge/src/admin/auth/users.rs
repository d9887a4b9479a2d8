//! The users of a project.

use std::collections::VecDeque;

use ::http::Method;
use futures_core::Stream;
use serde::{Deserialize, Serialize};

use super::AdminAuth;
use crate::auth::AuthUser;
use crate::error::{Error, Result};
use crate::http::Target;
use crate::query::Page;

const LIST: &str = "admin.auth.list_users";
const GET: &str = "admin.auth.get_user";
const DELETE: &str = "admin.auth.delete_users";

/// Which users to list: by default all, the newest first, ten a page.
///
/// ```
/// use insforge::admin::auth::UserList;
///
/// let list = UserList::new().search("ada").limit(50).offset(100);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use]
pub struct UserList {
    limit: u32,
    offset: u64,
    search: Option<String>,
}

impl Default for UserList {
    fn default() -> Self {
        Self {
            limit: 10,
            offset: 0,
            search: None,
        }
    }
}

impl UserList {
    /// All users, ten a page.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many users a page has at most; 0 counts as 1.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit.max(1);
        self
    }

    /// How many users to leave out at the beginning.
    pub fn offset(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// Only users with this text in their address or name. The case of letters matters (addresses are in lower case); `%`
    /// stands for any text and `_` for any character.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    fn target(&self) -> Target {
        let mut target = Target::new("/api/auth/users");
        target.pair("limit", &self.limit.to_string());
        target.pair("offset", &self.offset.to_string());
        if let Some(text) = &self.search {
            target.pair("search", text);
        }
        target
    }
}

#[derive(Deserialize)]
struct Body {
    data: Vec<AuthUser>,
    #[serde(default)]
    pagination: Pagination,
}

#[derive(Default, Deserialize)]
struct Pagination {
    #[serde(default)]
    total: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Delete<'a> {
    user_ids: &'a [String],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deleted {
    deleted_count: u64,
}

struct Walk {
    auth: AdminAuth,
    /// `None` once there is nothing more to ask for.
    next: Option<UserList>,
    buffer: VecDeque<AuthUser>,
}

impl Walk {
    async fn advance(mut self) -> Result<Option<(AuthUser, Self)>> {
        loop {
            if let Some(user) = self.buffer.pop_front() {
                return Ok(Some((user, self)));
            }
            let Some(list) = self.next.take() else {
                return Ok(None);
            };
            let page = self.auth.list_users(list.clone()).await?;
            let count = u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
            // Some servers give less than was asked for, so a short page is no end where the total is known.
            let more = count > 0 && page.has_more().unwrap_or(count >= u64::from(list.limit));
            if more {
                let offset = list.offset.saturating_add(count);
                self.next = Some(list.offset(offset));
            }
            self.buffer = page.rows.into();
        }
    }
}

impl AdminAuth {
    /// Lists a page of users: `GET /api/auth/users`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list_users(&self, list: UserList) -> Result<Page<AuthUser>> {
        let body: Body = self.read(LIST, list.target()).await?;
        Ok(Page {
            rows: body.data,
            offset: list.offset,
            total: body.pagination.total,
        })
    }

    /// Lists users as a stream that asks for one page at a time, [`UserList::limit`] users each. It ends after its first
    /// error.
    ///
    /// Users come newest first; whoever signs up meanwhile may push a user onto the next page, where it comes again, and
    /// whoever is deleted meanwhile may draw one over unseen.
    ///
    /// ```no_run
    /// use std::pin::pin;
    /// use futures_util::TryStreamExt;
    /// use insforge::admin::auth::UserList;
    ///
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let mut users = pin!(admin.auth().stream_users(UserList::new().limit(200)));
    /// while let Some(user) = users.try_next().await? {
    ///     println!("{}", user.email);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream_users(&self, list: UserList) -> impl Stream<Item = Result<AuthUser>> + Send + use<> {
        let walk = Walk {
            auth: self.clone(),
            next: Some(list),
            buffer: VecDeque::new(),
        };
        futures_util::stream::try_unfold(walk, Walk::advance)
    }

    /// Reads the account of a user: `GET /api/auth/users/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::ErrorKind::NotFound) where there is no such user,
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for an id that is no UUID.
    pub async fn get_user(&self, id: &str) -> Result<AuthUser> {
        let target = Target::new("/api/auth/users")
            .segment(id)
            .map_err(|error| error.with_operation(GET))?;
        self.read(GET, target).await
    }

    /// Finds the user with this address, in any case of letters, by searching the list.
    ///
    /// # Errors
    /// Those of [`list_users`](Self::list_users).
    pub async fn find_user_by_email(&self, email: &str) -> Result<Option<AuthUser>> {
        let email = email.to_lowercase();
        let mut list = UserList::new().limit(50).search(&email);
        loop {
            let page = self.list_users(list.clone()).await?;
            let (count, more) = (page.rows.len(), page.has_more());
            let found = page
                .rows
                .into_iter()
                .find(|user| user.email.to_lowercase() == email);
            if found.is_some() || count == 0 || more != Some(true) {
                return Ok(found);
            }
            let offset = list
                .offset
                .saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
            list = list.offset(offset);
        }
    }

    /// Deletes users, and returns how many there were: `DELETE /api/auth/users`. Ids that nobody has count as nothing.
    ///
    /// Access tokens of a deleted user still pass the data API until they expire.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>, id: &str) -> insforge::Result<()> {
    /// assert_eq!(admin.auth().delete_users([id]).await?, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Request`](crate::error::ErrorKind::Request) for an empty list, [`Invalid`](crate::error::ErrorKind::Invalid) for
    /// an id that is no UUID.
    pub fn delete_users<I>(&self, ids: I) -> impl Future<Output = Result<u64>> + Send + use<'_, I>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let ids: Vec<String> = ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
        async move { self.delete_ids(&ids).await }
    }

    async fn delete_ids(&self, ids: &[String]) -> Result<u64> {
        if ids.is_empty() {
            return Err(Error::request(
                "there is no id in the list, and the server refuses empty ones; leave the call out",
            )
            .with_operation(DELETE));
        }
        let target = Target::new("/api/auth/users");
        let body = Delete { user_ids: ids };
        let deleted: Deleted = self.write(DELETE, Method::DELETE, target, &body).await?;
        Ok(deleted.deleted_count)
    }
}
