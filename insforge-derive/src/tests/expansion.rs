//! The code that representative inputs expand to. A snapshot stores its input as the description.

use proc_macro2::TokenStream;
use syn::DeriveInput;

fn formatted(derive: fn(&DeriveInput) -> TokenStream, source: &str) -> String {
    let input: DeriveInput = syn::parse_str(source).unwrap();
    prettyplease::unparse(&syn::parse2(derive(&input)).unwrap())
}

macro_rules! snapshot {
    ($name:ident, $derive:path, $source:literal) => {
        #[test]
        fn $name() {
            let code = formatted($derive, $source);
            insta::with_settings!({ description => $source, omit_expression => true }, {
                insta::assert_snapshot!(code);
            });
        }
    };
}

snapshot!(
    a_table_with_every_kind_of_column,
    crate::expand::table,
    r#"#[table(name = "todos", schema = "app", unique(owner_id, title))]
pub struct Todo {
    #[column(pk, identity = always)]
    pub id: i64,
    #[column(unique)]
    pub slug: String,
    pub title: String,
    pub body: Option<String>,
    #[column(default)]
    pub done: bool,
    pub owner_id: ProfileId,
    #[column(filled_by = "set_updated_at", sql = "timestamp(3) with time zone")]
    pub updated_at: Timestamp,
    #[column(generated)]
    pub words: TsVector,
    #[column(computed)]
    pub comment_count: i64,
    #[column(name = "order")]
    pub r#type: i32,
}"#
);

snapshot!(
    a_composite_key_with_items_renamed,
    crate::expand::table,
    r#"#[table(name = "todo_tags", insert = TagTodo, patch = false, crate = "crate::facade")]
struct TodoTag {
    #[column(pk)]
    todo_id: i64,
    #[column(pk)]
    tag_id: i64,
}"#
);

snapshot!(
    a_view_has_no_writes,
    crate::expand::table,
    r#"#[table(name = "open_todos", view)]
pub(crate) struct OpenTodo {
    #[column(pk)]
    pub id: i64,
    #[column(assert_not_null)]
    pub title: String,
}"#
);

snapshot!(
    a_table_without_rows_to_read_or_write,
    crate::expand::table,
    r#"#[table(name = "audit", readonly, skip_row)]
pub struct Audit {
    pub at: Timestamp,
}"#
);

snapshot!(
    an_open_enum,
    crate::pg_enum::expand,
    r#"#[pg_enum(name = "priority")]
pub enum Priority {
    Low,
    VeryHigh,
    #[pg_enum(rename = "URGENT!")]
    Urgent,
    Unknown(String),
}"#
);

snapshot!(
    a_closed_enum,
    crate::pg_enum::expand,
    r#"#[pg_enum(closed, rename_all = "kebab-case")]
enum Side {
    Left,
    RightHand,
}"#
);

snapshot!(
    a_newtype,
    crate::pg_value::expand,
    "pub struct ProfileId(pub Uuid);"
);

snapshot!(
    a_table_with_every_kind_of_relation,
    crate::expand::table,
    r#"#[table(name = "todos", view)]
#[relation(owner: one Profile via owner_id)]
#[relation(place: one Place via (list, place_no), constraint = "todos_place_fkey")]
#[relation(cover: one media::Cover via Cover.todo_slug, key = slug)]
#[relation(children: many Self via Self.parent_id)]
#[relation(tags: many Tag through TodoTag)]
pub struct Todo {
    #[column(pk)]
    pub id: i64,
    pub slug: String,
    #[column(name = "owner")]
    pub owner_id: i64,
    pub parent_id: Option<i64>,
    pub list: i64,
    pub place_no: i64,
}"#
);

snapshot!(
    a_projection_with_every_kind_of_field,
    crate::projection::expand,
    r#"#[projection(Todo, crate = "crate::facade")]
pub struct Card {
    pub id: i64,
    #[proj(column = title)]
    pub heading: String,
    #[proj(cast = "text")]
    pub rank: String,
    #[proj(path = meta->"ui"->>"color")]
    pub color: Option<String>,
    #[proj(path = meta->"n"->-1)]
    pub last: Option<i64>,
    #[proj(embed = owner)]
    pub owner: Option<OwnerName>,
    #[proj(embed = tags, inner)]
    pub tags: Vec<TagName>,
    #[proj(count = comments)]
    pub comment_count: i64,
    #[proj(spread = owner)]
    pub owner_flat: Option<OwnerFlat>,
    #[proj(spread = owner, column = name)]
    pub owner_name: Option<String>,
}"#
);

snapshot!(
    a_projection_with_a_mistake,
    crate::projection::expand,
    r#"#[projection(Todo)]
struct Card {
    #[proj(colum = id)]
    id: i64,
    #[proj(embed = tags)]
    tags: Vec<TagName>,
}"#
);

snapshot!(
    a_call_with_every_kind_of_argument,
    crate::rpc::expand,
    r#"#[rpc(name = "search_todos", schema = "app", returns = SetOf<Todo>, stable)]
pub struct SearchTodos<'a> {
    q: &'a str,
    #[arg(name = "p_limit", default)]
    limit: Option<i32>,
    #[arg(default)]
    since: Set<Option<Timestamp>>,
    #[arg(variadic)]
    tags: &'a [String],
}"#
);

snapshot!(
    a_call_with_the_whole_body,
    crate::rpc::expand,
    r#"#[rpc(name = "take", returns = Scalar<i64>, crate = "crate::facade")]
struct Take {
    #[arg(unnamed)]
    body: Json<Body>,
}"#
);

snapshot!(
    a_call_with_a_mistake,
    crate::rpc::expand,
    r#"#[rpc(name = "take", returns = Void, stabel)]
struct Take {
    n: i32,
}"#
);

snapshot!(
    an_insert_with_every_kind_of_field,
    crate::written::insert,
    r#"#[insert(app::Todo, crate = "crate::facade")]
pub struct CreateTodo<'a, 'b: 'a> {
    pub slug: &'a str,
    #[insert(column = title)]
    pub heading: Cow<'b, str>,
    pub body: Set<Option<&'static str>>,
    #[insert(skip)]
    pub token: Token<'a>,
}"#
);

snapshot!(
    a_patch,
    crate::written::patch,
    r#"#[patch(Todo)]
struct EditTodo {
    title: Option<String>,
    #[patch(column = r#type)]
    kind: Set<Option<i32>>,
}"#
);

snapshot!(
    an_insert_with_a_mistake,
    crate::written::insert,
    r#"#[insert(Todo)]
struct CreateTodo<'a> {
    #[insert(colum = title)]
    title: &'a str,
}"#
);

snapshot!(
    constraints_with_names_of_their_own,
    crate::expand::table,
    r#"#[table(name = "lines", primary_key = "lines_pk", unique(code, constraint = "one_code"), insert = false, patch = false)]
#[relation(parent: one Line via parent_id)]
#[relation(children: many Line via Line.parent_id)]
#[relation(cover: one Cover via Cover.line_code, key = code)]
#[relation(place: one Place via (list, code), constraint = "lines_place")]
struct Line {
    #[column(pk)]
    id: i64,
    list: i64,
    code: String,
    parent_id: Option<i64>,
}"#
);
