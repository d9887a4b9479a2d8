//! A tour of the typed database client: a table, a user, and what one does with them.
//!
//! `cargo run --example quickstart` starts an InsForge on this machine; with `INSFORGE_URL`, `INSFORGE_ANON_KEY` and
//! `INSFORGE_API_KEY` it runs on that project instead. It makes the table `quickstart_notes` and drops it at the end.

use std::pin::pin;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::TryStreamExt;
use insforge::auth::SignUp;
use insforge::prelude::*;
use insforge::{Anon, Database};
use insforge_examples::Project;
use uuid::Uuid;

/// A row of the table, and with the derive its columns, new rows, changes and keys.
#[derive(Table, Debug, Clone)]
#[table(name = "quickstart_notes", unique(slug))]
#[relation(comments: many Comment via Comment.note_id)]
pub struct Note {
    /// Counted up by the database.
    #[column(pk, identity = always)]
    pub id: i64,
    /// A short name, unique in the table.
    pub slug: String,
    /// What it is about.
    pub title: String,
    /// The text; NULL where there is none.
    pub body: Option<String>,
    /// 0 unless said.
    #[column(default)]
    pub stars: i32,
    /// False unless said.
    #[column(default)]
    pub done: bool,
    /// The user who wrote it, filled in by the database.
    #[column(default)]
    pub owner_id: Uuid,
    /// When it was written.
    #[column(default, readonly)]
    pub created_at: Timestamp,
}

/// A row of a second table, which belongs to a note.
#[derive(Table, Debug, Clone)]
#[table(name = "quickstart_comments")]
#[relation(note: one Note via note_id)]
pub struct Comment {
    /// Counted up by the database.
    #[column(pk, identity = always)]
    pub id: i64,
    /// The note that it is about.
    pub note_id: i64,
    /// What it says.
    pub text: String,
}

/// Some columns of a note, its latest comments, and how many there are: what a page of a web site shows.
#[derive(Projection, Debug)]
#[projection(Note)]
pub struct Card {
    /// The note's title, under another name.
    #[proj(column = title)]
    pub heading: String,
    /// 0 unless said.
    pub stars: i32,
    /// The related rows, as many as the query's scope lets through.
    #[proj(embed = comments)]
    pub comments: Vec<Line>,
    /// How many there are in all.
    #[proj(count = comments)]
    pub comment_count: i64,
}

/// A comment's text.
#[derive(Projection, Debug)]
#[projection(Comment)]
pub struct Line {
    /// What it says.
    pub text: String,
}

/// Users see and change their own notes only.
const SCHEMA: &str = "
    drop table if exists quickstart_comments;
    drop table if exists quickstart_notes;
    create table quickstart_notes (
        id bigint generated always as identity primary key,
        slug text not null constraint quickstart_notes_slug_key unique,
        title text not null,
        body text,
        stars int not null default 0,
        done boolean not null default false,
        owner_id uuid not null default auth.uid(),
        created_at timestamptz not null default now()
    );
    alter table quickstart_notes enable row level security;
    create policy own_notes on quickstart_notes using (owner_id = auth.uid()) with check (owner_id = auth.uid());
    create table quickstart_comments (
        id bigint generated always as identity primary key,
        note_id bigint not null references quickstart_notes on delete cascade,
        text text not null
    );
    grant all on quickstart_notes, quickstart_comments to authenticated;
    grant usage on all sequences in schema public to authenticated;
";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let project = Project::connect().await?;
    step(&format!(
        "InsForge at {}{}",
        project.url(),
        if project.is_local() {
            ", started for this tour"
        } else {
            ""
        }
    ));
    project.admin()?.sql(SCHEMA).await?;
    let (alice, alice_id) = sign_up(&project, "alice").await?;
    let (bob, bob_id) = sign_up(&project, "bob").await?;
    let toured = tour(&alice.database(), &bob.database()).await;
    // Nothing stays behind.
    let admin = project.admin()?;
    admin
        .sql("drop table quickstart_comments; drop table quickstart_notes")
        .await?;
    admin.auth().delete_users([alice_id, bob_id]).await?;
    toured
}

async fn tour(db: &Database, bobs: &Database) -> Result<(), Box<dyn std::error::Error>> {
    wait_for_table(db).await?;

    step("insert: the compiler asks for the required columns, the rest are setters");
    let first: Note = db
        .insert(
            NewNote {
                slug: "hello".into(),
                title: "Hello".into(),
            }
            .body("from Rust")
            .stars(5),
        )
        .returning_one()
        .await?;
    println!("   {first:?}");

    step("insert_many: rows may set different columns, defaults stay defaults");
    let rows = (1..=6).map(|n| {
        let row = NewNote {
            slug: format!("note-{n}"),
            title: format!("Note {n} about \"quotes\", (parens) and *"),
        };
        if n % 2 == 0 { row.stars(n) } else { row.body("odd") }
    });
    println!("   {} rows written", db.insert_many(rows).execute().await?);

    step("select: filters are values with &, | and !");
    let found = db
        .from::<Note>()
        .filter(|n| {
            n.title.starts_with("Note") & (n.stars.ge(4) | n.body.is_not_null()) & !n.slug.eq("note-1")
        })
        .order(|n| (n.stars.desc(), n.slug.asc()))
        .all()
        .await?;
    for note in &found {
        println!("   {:<8} {} stars  {}", note.slug, note.stars, note.title);
    }

    step("page: three of them, and how many there are in all");
    let page = db
        .from::<Note>()
        .order(|n| n.id.asc())
        .limit(3)
        .offset(3)
        .page()
        .await?;
    let slugs: Vec<_> = page.rows.iter().map(|note| note.slug.as_str()).collect();
    println!(
        "   {slugs:?} of {} rows, more to come: {:?}",
        page.total.unwrap_or(0),
        page.has_more()
    );

    step("to_request: what a query sends, without sending it");
    let request = db
        .from::<Note>()
        .filter(|n| n.slug.in_(["a,b", "c\"d"]))
        .limit(1)
        .to_request()?;
    for (key, value) in request.query_pairs() {
        println!("   {key} = {value}");
    }

    step(
        "relations: a projection reads a note with its latest comments, a filter asks for notes that have any",
    );
    let comments = ["first", "second", "third"].map(|text| NewComment {
        note_id: first.id,
        text: text.into(),
    });
    db.insert_many(comments).execute().await?;
    let cards: Vec<Card> = db
        .from::<Note>()
        .select::<Card>()
        .filter(|n| n.comments.any(|c| c.text.contains("r")) | n.stars.eq(6))
        .embed(|e| e.comments, |c| c.order(|c| c.id.desc()).limit(2))
        .order(|n| n.id.asc())
        .all()
        .await?;
    for card in &cards {
        let latest: Vec<_> = card
            .comments
            .iter()
            .map(|comment| comment.text.as_str())
            .collect();
        println!(
            "   {} ({} stars): {latest:?} of {}",
            card.heading, card.stars, card.comment_count
        );
    }

    step("stream: every row, a page at a time, right even while others write");
    let mut notes = pin!(db.from::<Note>().keyset(|n| n.stars.desc()).stream(3));
    while let Some(note) = notes.try_next().await? {
        print!("   {}", note.slug);
    }
    println!();

    step("update: exactly one row or none at all");
    db.update::<Note>()
        .set(|n| (n.done.to(true), n.body.to_null()))
        .by_key(first.id)
        .expect_one()
        .await?;
    let done: Vec<Note> = db
        .update::<Note>()
        .set(|n| n.done.to(true))
        .filter(|n| n.stars.gt(3))
        .returning_all()
        .await?;
    println!("   {} notes are done now", done.len());

    step("a constraint violation, matched by its name");
    match db
        .insert(NewNote {
            slug: "hello".into(),
            title: "again".into(),
        })
        .execute()
        .await
    {
        Err(error) if error.violates("quickstart_notes_slug_key") => println!("   {error}"),
        other => return Err(format!("a violation was expected, not {other:?}").into()),
    }

    step("row-level security: another user sees none of this");
    println!("   Alice counts {}", db.from::<Note>().count().await?);
    println!("   Bob counts   {}", bobs.from::<Note>().count().await?);
    let stolen = bobs
        .update::<Note>()
        .set(|n| n.title.to("mine"))
        .by_key(first.id)
        .expect_one()
        .await;
    match stolen {
        Err(error) if error.is_row_count() => println!("   Bob's update of Alice's note: {error}"),
        other => return Err(format!("Bob should have met no row, not {other:?}").into()),
    }

    step("delete: a filter is required, `all_rows()` is a word of its own");
    println!(
        "   {} done notes deleted",
        db.delete::<Note>().filter(|n| n.done.eq(true)).execute().await?
    );
    println!(
        "   {} others deleted",
        db.delete::<Note>().all_rows().execute().await?
    );
    Ok(())
}

/// A client on which a new user is signed in, and the user's id.
async fn sign_up(
    project: &Project,
    name: &str,
) -> Result<(insforge::Client<Anon>, String), Box<dyn std::error::Error>> {
    let client = project.client()?;
    let unique = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros();
    let email = format!("{name}.{unique}@example.com");
    match client.auth().sign_up(&email, "Correct-Horse-7!").await? {
        SignUp::SignedIn(session) => {
            let id = session.user.id;
            step(&format!("{name} is signed up and in, with the id {id}"));
            Ok((client, id))
        }
        _ => Err("this project wants e-mail addresses verified; run the tour on one that does not".into()),
    }
}

/// PostgREST learns of a new table a moment after it is made, and takes no write to it before. This one meets no row.
async fn wait_for_table(db: &Database) -> insforge::Result<()> {
    let mut tries = 0;
    loop {
        match db
            .update::<Note>()
            .set(|n| n.done.to(false))
            .filter(|n| n.slug.eq(""))
            .execute()
            .await
        {
            Err(error) if tries < 50 && (error.maybe_stale_schema() || error.is_not_found()) => tries += 1,
            other => return other.map(drop),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn step(title: &str) {
    println!("\n-- {title}");
}
