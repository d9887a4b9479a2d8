//! Verification of tokens on this machine, against keys that a server publishes.

use std::sync::LazyLock;
use std::sync::atomic::Ordering::SeqCst;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::future::join_all;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use serde_json::{Value, json};

use crate::auth::{Claims, Verifier};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::http::tests::{Server, Step};

pub(crate) struct Pair {
    algorithm: Algorithm,
    id: &'static str,
    private: EncodingKey,
}

impl Pair {
    fn rsa(id: &'static str) -> Self {
        let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap();
        let pem = key.to_pkcs8_pem(LineEnding::LF).unwrap();
        Self {
            algorithm: Algorithm::RS256,
            id,
            private: EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap(),
        }
    }

    pub(crate) fn curve(id: &'static str) -> Self {
        let random = ring::rand::SystemRandom::new();
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        Self {
            algorithm: Algorithm::ES256,
            id,
            private: EncodingKey::from_ec_der(der.as_ref()),
        }
    }

    fn public(&self) -> Value {
        let mut jwk =
            serde_json::to_value(Jwk::from_encoding_key(&self.private, self.algorithm).unwrap()).unwrap();
        jwk["kid"] = json!(self.id);
        jwk["use"] = json!("sig");
        jwk["alg"] = json!(format!("{:?}", self.algorithm));
        jwk
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = Some(self.id.to_owned());
        encode(&header, claims, &self.private).unwrap()
    }

    fn token(&self) -> String {
        self.sign(&claims(900))
    }
}

static ONE: LazyLock<Pair> = LazyLock::new(|| Pair::rsa("one"));
static TWO: LazyLock<Pair> = LazyLock::new(|| Pair::rsa("two"));

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64
}

/// Claims that end so many seconds from now.
pub(crate) fn claims(left: i64) -> Value {
    json!({
        "sub": "ada", "email": "ada@example.com", "role": "authenticated",
        "iat": now() + left - 900, "exp": now() + left, "org_id": "acme",
    })
}

pub(crate) fn keys(pairs: &[&Pair]) -> Step {
    let keys: Vec<Value> = pairs.iter().map(|pair| pair.public()).collect();
    Step::answer(200, "", &json!({ "keys": keys }).to_string())
}

async fn server(steps: impl IntoIterator<Item = Step>) -> (Server, Verifier, Client) {
    let server = Server::start(steps).await;
    let client = Client::builder(&server.url)
        .retry(crate::http::RetryPolicy::none())
        .anon_key("anon_canary")
        .build()
        .unwrap();
    (server, client.auth().verifier(), client)
}

fn pass(client: &Client, seconds: u64) {
    client
        .auth()
        .cell
        .keys
        .get()
        .unwrap()
        .clock
        .steady_shift
        .store(seconds, SeqCst);
}

async fn refusal(verifier: &Verifier, token: &str) -> Error {
    let error = verifier.verify(token).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
    error
}

#[tokio::test]
async fn a_good_token_is_read_and_the_network_is_left_alone_once_the_keys_are_here() {
    let curve = Pair::curve("curve");
    let (server, verifier, client) = server([keys(&[&ONE, &curve])]).await;
    for pair in [&*ONE, &curve] {
        for _ in 0..50 {
            let claims = verifier.verify(&pair.token()).await.unwrap();
            assert_eq!(
                (claims.sub.as_str(), claims.role.as_str()),
                ("ada", "authenticated")
            );
            assert_eq!(claims.email.as_deref(), Some("ada@example.com"));
            assert_eq!(claims.extra["org_id"], "acme");
        }
    }
    // Another verifier of the same client has the same keys.
    client.auth().verifier().verify(&ONE.token()).await.unwrap();
    assert_eq!(server.hits(), 1);
    assert!(server.seen()[0].starts_with("GET /.well-known/jwks.json HTTP/1.1"));

    #[derive(serde::Deserialize)]
    struct Tenant {
        org_id: String,
    }
    let claims: Claims<Tenant> = verifier.verify_as(&ONE.token()).await.unwrap();
    assert_eq!(claims.extra.org_id, "acme");
    let error = verifier
        .verify_as::<Vec<u8>>(&ONE.token())
        .await
        .map(|_| ())
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn many_tokens_at_once_fetch_the_keys_once() {
    let (server, verifier, _client) = server([keys(&[&ONE])]).await;
    let token = ONE.token();
    let verified = join_all((0..100).map(|_| verifier.verify(&token))).await;
    assert!(verified.into_iter().all(|claims| claims.is_ok()));
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn a_rotated_key_is_fetched_when_a_token_names_it() {
    let (server, verifier, client) = server([keys(&[&ONE]), keys(&[&ONE, &TWO]), keys(&[&TWO])]).await;
    verifier.verify(&ONE.token()).await.unwrap();
    pass(&client, 31);
    verifier.verify(&TWO.token()).await.unwrap();
    verifier.verify(&ONE.token()).await.unwrap();
    assert_eq!(server.hits(), 2);
    // Ten minutes later the keys are fetched anyway, and a key that was withdrawn is good no more.
    pass(&client, 31 + 601);
    refusal(&verifier, &ONE.token()).await;
    verifier.verify(&TWO.token()).await.unwrap();
    assert_eq!(server.hits(), 3);
}

#[tokio::test]
async fn made_up_keys_do_not_become_calls() {
    let (server, verifier, client) = server([keys(&[&ONE])]).await;
    let unknown = Pair {
        algorithm: Algorithm::RS256,
        id: "made-up",
        private: TWO.private.clone(),
    };
    verifier.verify(&ONE.token()).await.unwrap();
    for _ in 0..50 {
        let error = refusal(&verifier, &unknown.token()).await;
        assert!(error.to_string().contains("does not have"), "{error}");
    }
    assert_eq!(server.hits(), 1);
    pass(&client, 31);
    for _ in 0..50 {
        refusal(&verifier, &unknown.token()).await;
    }
    assert_eq!(server.hits(), 2);
}

#[tokio::test]
async fn old_keys_stay_in_use_while_new_ones_cannot_be_fetched() {
    let outage = Step::answer(500, "", r#"{"error":"x"}"#);
    let (server, verifier, client) = server([outage.clone(), keys(&[&ONE]), outage]).await;
    let error = verifier.verify(&ONE.token()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Server, Some(500)));
    verifier.verify(&ONE.token()).await.unwrap();
    pass(&client, 3600);
    for _ in 0..20 {
        verifier.verify(&ONE.token()).await.unwrap();
    }
    assert_eq!(server.hits(), 3, "one more attempt, and then a pause");
}

#[tokio::test]
async fn expired_foreign_and_tampered_tokens_are_refused() {
    let (server, verifier, _client) = server([keys(&[&ONE])]).await;
    for (token, words) in [
        (ONE.sign(&claims(-31)), "expired"),
        (ONE.sign(&json!({"sub": "ada"})), "no expiry"),
        (
            ONE.sign(&json!({"sub": "ada", "exp": now() + 9, "nbf": now() + 60})),
            "not valid yet",
        ),
        (
            ONE.sign(&json!({"sub": "ada", "exp": now() + 9, "type": "refresh"})),
            "refresh token",
        ),
        (String::new(), "no JWT"),
        ("a.b".to_owned(), "no JWT"),
        ("a.b.c.d".to_owned(), "no JWT"),
        ("e30.e30.x".to_owned(), "no JWT"),
        (format!("{}.{}", ONE.token(), "x"), "no JWT"),
        ("x".repeat(1 << 20), "no JWT"),
    ] {
        let error = refusal(&verifier, &token).await;
        assert!(error.to_string().contains(words), "{error} has no {words}");
        assert_eq!(error.operation(), Some("auth.verify"));
    }
    // A little difference between the clocks is allowed, and may be changed.
    verifier.verify(&ONE.sign(&claims(-20))).await.unwrap();
    refusal(&verifier.clone().leeway(Duration::ZERO), &ONE.sign(&claims(-2))).await;

    // The same key id by another key, and another payload under a good signature.
    let forged = Pair {
        algorithm: Algorithm::RS256,
        id: "one",
        private: TWO.private.clone(),
    };
    refusal(&verifier, &forged.token()).await;
    let (good, other) = (ONE.token(), ONE.sign(&json!({"sub": "eve", "exp": now() + 900})));
    let parts = |token: &str| token.split('.').map(str::to_owned).collect::<Vec<_>>();
    let (good, other) = (parts(&good), parts(&other));
    refusal(&verifier, &format!("{}.{}.{}", good[0], other[1], good[2])).await;
    refusal(&verifier, &format!("{}.{}.", good[0], good[1])).await;
    assert_eq!(server.hits(), 1);
}

#[tokio::test]
async fn a_token_cannot_choose_another_algorithm_for_a_key() {
    let curve = Pair::curve("curve");
    let refused = Step::answer(401, "", super::issuer::EXPIRED);
    let (server, verifier, _client) = server([keys(&[&ONE, &curve]), refused]).await;
    verifier.verify(&ONE.token()).await.unwrap();
    let head = |alg: &str, kid: &str| {
        use base64::Engine as _;
        let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let part = |value: &Value| engine.encode(value.to_string());
        format!(
            "{}.{}",
            part(&json!({"alg": alg, "kid": kid})),
            part(&claims(900))
        )
    };
    // Unsigned, in all spellings, with and without a signature.
    for alg in ["none", "None", "NONE"] {
        for signature in ["", "x", ONE.token().rsplit('.').next().unwrap()] {
            let error = refusal(&verifier, &format!("{}.{signature}", head(alg, "one"))).await;
            assert!(error.to_string().contains("not signed"), "{error}");
        }
    }
    // The algorithm of another key, or another one of the same family than the key is for.
    for (alg, kid) in [
        ("ES256", "one"),
        ("RS256", "curve"),
        ("PS256", "one"),
        ("RS512", "one"),
        ("EdDSA", "one"),
    ] {
        refusal(&verifier, &format!("{}.AAAA", head(alg, kid))).await;
    }
    let rs512 = Pair {
        algorithm: Algorithm::RS512,
        id: "one",
        private: ONE.private.clone(),
    };
    refusal(&verifier, &rs512.token()).await;
    assert_eq!(server.hits(), 1, "all of that is decided here");

    // The public key as a shared secret: never taken for a key here. The server is asked, and refuses.
    let public = serde_json::to_string(&ONE.public()).unwrap();
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("one".to_owned());
    let confused = encode(
        &header,
        &claims(900),
        &EncodingKey::from_secret(public.as_bytes()),
    )
    .unwrap();
    refusal(&verifier, &confused).await;
    assert_eq!(server.hits(), 2);
    assert!(server.seen()[1].starts_with("GET /api/auth/sessions/current "));
}

#[tokio::test]
async fn a_shared_secret_s_token_is_the_server_s_to_judge() {
    let user = |id: &str| Step::answer(200, "", &json!({"user": {"id": id}}).to_string());
    let outage = Step::answer(503, "", "");
    let (server, verifier, _client) = server([user("ada"), user("eve"), outage, user("ada")]).await;
    let secret = EncodingKey::from_secret(b"secret");
    let token = encode(&Header::new(Algorithm::HS256), &claims(900), &secret).unwrap();
    assert_eq!(verifier.verify(&token).await.unwrap().extra["org_id"], "acme");
    assert!(server.seen()[0].contains(&format!("authorization: Bearer {token}")));
    refusal(&verifier, &token).await;
    assert_eq!(
        verifier.verify(&token).await.unwrap_err().kind(),
        ErrorKind::Unavailable
    );
    // The server's word does not make an expired token good.
    let old = encode(&Header::new(Algorithm::HS256), &claims(-900), &secret).unwrap();
    refusal(&verifier, &old).await;
}

#[tokio::test]
async fn issuer_and_audience_are_asked_for_where_the_program_says_so() {
    let (_server, verifier, _client) = server([keys(&[&ONE])]).await;
    let with = |iss: Value, aud: Value| {
        let mut all = claims(900);
        all["iss"] = iss;
        all["aud"] = aud;
        ONE.sign(&all)
    };
    let strict = verifier.clone().issuer("https://id").audience("app");
    for aud in [json!("app"), json!(["x", "app"])] {
        strict.verify(&with(json!("https://id"), aud)).await.unwrap();
    }
    for (iss, aud) in [
        (json!("https://evil"), json!("app")),
        (json!("https://id"), json!("other")),
        (json!("https://id"), json!(["x"])),
    ] {
        refusal(&strict, &with(iss, aud)).await;
    }
    refusal(&strict, &ONE.token()).await;
    verifier
        .verify(&with(json!("anybody"), json!("anything")))
        .await
        .unwrap();
}

#[tokio::test]
async fn keys_that_only_a_newer_version_knows_spoil_no_others() {
    let set = json!({"keys": [
        7, {}, {"kty": "XYZ", "kid": "one"}, {"kty": "RSA", "kid": "one", "n": "!", "e": "AQAB"},
        {"kty": "RSA", "kid": "one", "use": "enc", "n": "AQAB", "e": "AQAB"},
        {"kty": "oct", "kid": "one", "k": "c2VjcmV0"}, ONE.public(),
    ]});
    let (_server, verifier, _client) = server([Step::answer(200, "", &set.to_string())]).await;
    verifier.verify(&ONE.token()).await.unwrap();
}

#[tokio::test]
async fn no_part_of_a_token_is_in_an_error() {
    let (_server, verifier, _client) = server([keys(&[&ONE])]).await;
    let canary = json!({"sub": "canary", "exp": "canary"});
    for token in [
        ONE.sign(&canary),
        ONE.sign(&json!({"sub": ["canary"], "exp": now() + 9})),
        format!("canary.{}", ONE.token()),
        "canary.canary.canary".to_owned(),
        "canary canary".to_owned(),
    ] {
        let error = verifier.verify(&token).await.unwrap_err();
        let shown = format!("{error} {error:?} {verifier:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}
