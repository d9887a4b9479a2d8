//! Cookie sessions for [axum](https://docs.rs/axum): a layer that renews sessions, extractors, and a ready router.
//!
//! ```no_run
//! use axum::routing::get;
//! use axum::Router;
//! use insforge::server::CookieSessions;
//! use insforge::server::axum::{AuthRoutes, AuthUser, SessionLayer, UserClient};
//! use insforge::Client;
//!
//! async fn me(AuthUser(claims): AuthUser) -> String {
//!     format!("you are {}", claims.sub)
//! }
//!
//! async fn todos(UserClient(client): UserClient) -> String {
//!     // Queries run as the user of the request.
//!     format!("{:?}", client.database())
//! }
//!
//! # fn app(client: Client) -> insforge::Result<Router> {
//! let sessions = CookieSessions::new(&client);
//! let routes = AuthRoutes::new(&sessions, "https://app.example.com/api/auth")?;
//! Ok(Router::new()
//!     .route("/me", get(me))
//!     .route("/todos", get(todos))
//!     .nest("/api/auth", routes.router())
//!     .layer(SessionLayer::new(sessions)))
//! # }
//! ```

mod body;
mod extract;
mod layer;
mod next_page;
mod other_sites;
mod reject;
mod router;

pub use self::extract::{AuthUser, OptionalAuthUser, UserClient};
pub use self::layer::SessionLayer;
pub use self::other_sites::refuse_other_sites;
pub use self::reject::Rejection;
pub use self::router::AuthRoutes;
