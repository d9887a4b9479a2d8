//! Arguments: every type, both methods, left out, NULL, and what only a body can carry.

use insforge::prelude::*;

use super::functions;

#[derive(PgEnum, Debug, Clone, PartialEq)]
#[pg_enum(name = "mood", rename_all = "snake_case", closed)]
enum Mood {
    Calm,
    Wild,
}

#[derive(PgValue, Debug, Clone, PartialEq)]
struct Label(String);

/// One struct for each method: a function declared stable is called with GET.
macro_rules! echo {
    ($($get:ident $post:ident = $function:literal ($argument:ident: $type:ty) -> $result:ty;)*) => {$(
        #[derive(Rpc)]
        #[rpc(name = $function, returns = Scalar<$result>, stable)]
        struct $get { $argument: $type }

        #[derive(Rpc)]
        #[rpc(name = $function, returns = Scalar<$result>)]
        struct $post { $argument: $type }
    )*};
}

echo! {
    GetText PostText = "echo"(v: String) -> String;
    GetLabel PostLabel = "echo"(v: Label) -> Label;
    GetJson PostJson = "echo_json"(doc: Json<serde_json::Value>) -> Json<serde_json::Value>;
    GetMood PostMood = "echo_mood"(m: Mood) -> Mood;
    GetArray PostArray = "echo_array"(list: Vec<Option<String>>) -> Vec<Option<String>>;
    GetRange PostRange = "echo_range"(r: PgRange<i32>) -> PgRange<i32>;
}

/// Both methods return what went in.
macro_rules! same {
    ($db:ident, $get:ident, $post:ident, $argument:ident, $value:expr) => {{
        let value = $value;
        let get = $db.call($get {
            $argument: value.clone(),
        });
        assert_eq!(get.one().await.expect("a value"), value);
        let post = $db.call($post {
            $argument: value.clone(),
        });
        assert_eq!(post.to_request().expect("a request").method(), "POST");
        assert_eq!(post.one().await.expect("a value"), value);
    }};
}

#[tokio::test]
async fn values_of_every_family_go_both_ways_unchanged() {
    let space = functions().await;
    let db = space.admin().database();
    for text in [
        "a b",
        "50% & + # ]=x",
        "\"quoted\" \\ and, (more)",
        "*",
        "null",
        "ü😀",
        "1.5",
        "{a,b}",
    ] {
        same!(db, GetText, PostText, v, text.to_owned());
        same!(db, GetLabel, PostLabel, v, Label(text.to_owned()));
    }
    for document in [
        serde_json::json!({"a": [1, "x", null]}),
        serde_json::json!([]),
        serde_json::json!("text"),
    ] {
        same!(db, GetJson, PostJson, doc, Json(document.clone()));
        // As text in a URL it would be a JSON string.
        let request = db
            .call(GetJson { doc: Json(document) })
            .to_request()
            .expect("a request");
        assert!(request.method() == "POST" && request.is_idempotent());
    }
    same!(db, GetMood, PostMood, m, Mood::Wild);
    let odd = ["a,b", "", "null", "{x}", "q\"u\\o"].map(|text| Some(text.to_owned()));
    same!(
        db,
        GetArray,
        PostArray,
        list,
        odd.into_iter().chain([None]).collect::<Vec<_>>()
    );
    same!(db, GetArray, PostArray, list, Vec::<Option<String>>::new());
    same!(db, GetRange, PostRange, r, PgRange::from(1..5));
}

/// PostgREST reads `eq.x` in the query of a GET as a filter, and the argument is gone.
#[tokio::test]
async fn a_text_that_looks_like_a_filter_is_an_argument_all_the_same() {
    let space = functions().await;
    let db = space.admin().database();
    for text in [
        "eq.rust",
        "not.is.null",
        "in.(a,b)",
        "fts(english).cat",
        "like(any).{a}",
        "is.true",
        "rust.lang",
    ] {
        let call = db.call(GetText { v: text.to_owned() });
        assert_eq!(call.to_request().expect("a request").method(), "POST", "{text}");
        assert_eq!(call.one().await.expect("a text"), text);
    }
}

#[derive(Rpc)]
#[rpc(name = "which", returns = Scalar<String>, stable)]
struct Which {
    #[arg(default)]
    v: Set<Option<i32>>,
}

#[derive(Rpc)]
#[rpc(name = "which", returns = Scalar<String>, stable)]
struct WhichOrNull {
    v: Option<i32>,
}

#[tokio::test]
async fn left_out_null_and_a_value_are_three_things() {
    let space = functions().await;
    let db = space.admin().database();
    let which = async |v| db.call(Which { v }).one().await.expect("a text");
    assert_eq!(which(Set::Unset).await, "7");
    assert_eq!(which(Set::Value(None)).await, "null");
    assert_eq!(which(Set::Value(Some(3))).await, "3");
    let or_null = async |v| db.call(WhichOrNull { v }).one().await.expect("a text");
    assert_eq!(or_null(None).await, "null");
    assert_eq!(or_null(Some(3)).await, "3");
}

#[derive(Rpc)]
#[rpc(name = "longest", returns = Scalar<i32>, stable)]
struct Longest<'a> {
    #[arg(variadic)]
    parts: &'a [&'a str],
}

#[derive(Rpc)]
#[rpc(name = "whole", returns = Scalar<Json<serde_json::Value>>, stable)]
struct Whole {
    #[arg(unnamed)]
    body: Json<serde_json::Value>,
}

#[derive(Rpc)]
#[rpc(name = "odd", returns = Scalar<i32>, stable)]
struct Odd {
    #[arg(name = "a b")]
    a: i32,
    select: i32,
}

#[derive(Rpc)]
#[rpc(name = "echo_array", returns = Scalar<Vec<String>>, stable)]
struct Slice<'a> {
    list: &'a [&'a str],
}

#[tokio::test]
async fn variadic_unnamed_oddly_named_and_borrowed_arguments() {
    let space = functions().await;
    let db = space.admin().database();
    let longest = db
        .call(Longest {
            parts: &["a", "four", "it"],
        })
        .one()
        .await;
    assert_eq!(longest.expect("a number"), 4);
    let body = Json(serde_json::json!({"a": 1}));
    let whole = db.call(Whole { body }).one().await.expect("a document");
    assert_eq!(whole.0, serde_json::json!({"got": {"a": 1}}));
    let list = db
        .call(Whole {
            body: Json(serde_json::json!([{"a": 1}, {"a": 2}])),
        })
        .one()
        .await;
    assert_eq!(
        list.expect("a document").0,
        serde_json::json!({"got": [{"a": 1}, {"a": 2}]})
    );
    assert_eq!(db.call(Odd { a: 1, select: 2 }).one().await.expect("a sum"), 3);
    let slice = db.call(Slice { list: &["x", "y z"] }).one().await.expect("texts");
    assert_eq!(slice, ["x", "y z"]);
}

#[derive(Rpc)]
#[rpc(name = "echo_stamp", returns = Scalar<String>, stable)]
struct Stamp {
    t: Timestamp,
}

#[tokio::test]
async fn a_time_zone_is_of_the_functions_times_too() {
    let space = functions().await;
    let db = space.admin().database();
    let t: Timestamp = "2026-07-01T10:00:00Z".parse().expect("a time");
    let text = db.call(Stamp { t }).timezone("Europe/Berlin").one().await;
    assert_eq!(text.expect("a text"), "2026-07-01 12:00:00+02");
    let unknown = db.call(Stamp { t }).timezone("Europe/Atlantis").one().await;
    assert_eq!(unknown.expect_err("no such zone").code(), Some("PGRST122"));
}
