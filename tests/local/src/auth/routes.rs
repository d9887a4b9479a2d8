use std::sync::Arc;

use axum::Router;
use axum::routing::{get, patch, post, put};

use super::oauth::{callback, configs, custom_configs, exchange, fake, start};
use super::{
    admin_session, admin_users, current, id_token, mails, policy, profiles, refresh, reset, sign_in, sign_up,
    smtp, templates, verify,
};
use crate::app::App;

/// Everything under `/api/auth`, and the fake provider.
pub(crate) fn all() -> Router<Arc<App>> {
    Router::new()
        .merge(users())
        .merge(mailed())
        .merge(oauth())
        .merge(administration())
}

fn users() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/api/auth/users",
            post(sign_up::sign_up)
                .get(admin_users::list)
                .delete(admin_users::delete),
        )
        .route("/api/auth/users/{id}", get(admin_users::get))
        .route("/api/auth/sessions", post(sign_in::sign_in))
        .route("/api/auth/sessions/current", get(current::current))
        .route("/api/auth/id-token", post(id_token::sign_in))
        .route("/api/auth/refresh", post(refresh::refresh))
        .route("/api/auth/logout", post(refresh::logout))
        .route(
            "/api/auth/profiles/current",
            patch(profiles::patch).get(profiles::none),
        )
        .route("/api/auth/profiles/{id}", get(profiles::get))
}

fn mailed() -> Router<Arc<App>> {
    Router::new()
        .route("/api/auth/email/send-otp", post(mails::send_otp))
        .route(
            "/api/auth/email/send-verification",
            post(mails::send_verification),
        )
        .route("/api/auth/email/send-reset-password", post(mails::send_reset))
        .route("/api/auth/email/verify", post(verify::by_code))
        .route("/api/auth/email/verify-link", get(verify::by_link))
        .route("/api/auth/email/reset-password-link", get(verify::reset_link))
        .route(
            "/api/auth/email/exchange-reset-password-token",
            post(reset::exchange),
        )
        .route("/api/auth/email/reset-password", post(reset::reset))
}

fn oauth() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/api/auth/oauth/configs",
            get(configs::list).post(configs::create),
        )
        .route("/api/auth/oauth/exchange", post(exchange::exchange))
        .route("/api/auth/oauth/{provider}", get(start::known))
        .route(
            "/api/auth/oauth/{provider}/callback",
            get(callback::get).post(callback::post),
        )
        .route(
            "/api/auth/oauth/{provider}/config",
            get(configs::get).put(configs::put).delete(configs::delete),
        )
        .route(
            "/api/auth/oauth/custom/configs",
            get(custom_configs::list).post(custom_configs::create),
        )
        .route("/api/auth/oauth/custom/{key}", get(start::custom))
        .route("/api/auth/oauth/custom/{key}/callback", get(callback::get))
        .route(
            "/api/auth/oauth/custom/{key}/config",
            get(custom_configs::get)
                .put(custom_configs::put)
                .delete(custom_configs::delete),
        )
        .route(
            "/fake-provider/{provider}/authorize",
            get(fake::page).post(fake::decide),
        )
}

fn administration() -> Router<Arc<App>> {
    Router::new()
        .route("/api/auth/public-config", get(policy::public))
        .route("/api/auth/config", get(policy::get).put(policy::put))
        .route("/api/auth/smtp-config", get(smtp::get).put(smtp::put))
        .route("/api/auth/email-templates", get(templates::list))
        .route("/api/auth/email-templates/{type}", put(templates::put))
        .route("/api/auth/tokens/anon", post(admin_users::anon_token))
        .route("/api/auth/admin/sessions", post(admin_session::sign_in))
        .route("/api/auth/admin/sessions/exchange", post(admin_session::exchange))
        .route("/api/auth/admin/sessions/current", get(admin_session::current))
        .route("/api/auth/admin/refresh", post(admin_session::refresh))
        .route("/api/auth/admin/logout", post(admin_session::logout))
}
