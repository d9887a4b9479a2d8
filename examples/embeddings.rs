//! Search by meaning: notes of a table are turned into vectors once, and a question finds those nearest to it. The
//! vectors stay in the program, so the database needs no extension.
//!
//! `cargo run --example embeddings`

use std::time::Duration;

use insforge::ai::{EmbeddingRequest, cosine_similarity};
use insforge::prelude::*;
use insforge::{Admin, Client};
use insforge_examples::Project;

const MODEL: &str = "openai/text-embedding-3-small";

#[derive(Table, Debug)]
#[table(name = "example_notes")]
struct Note {
    #[column(pk, identity = always)]
    id: i64,
    text: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let project = Project::connect().await?;
    let admin = project.admin()?;
    admin
        .sql(
            "drop table if exists example_notes; \
             create table example_notes (id bigint generated always as identity primary key, text text not null)",
        )
        .await?;
    let searched = search(&admin).await;
    admin.sql("drop table example_notes").await?;
    Ok(searched?)
}

async fn search(admin: &Client<Admin>) -> insforge::Result<()> {
    let texts = [
        "The cat sleeps on the warm roof",
        "Cats hunt mice at night",
        "The train to Hamburg leaves at noon",
        "Trains are late again because of snow",
        "Bread needs flour, water, salt and time",
    ];
    let db = admin.database();
    let mut tries = 0;
    while let Err(error) = db
        .insert_many(texts.map(|text| NewNote { text: text.into() }))
        .execute()
        .await
    {
        // The API learns of a new table a moment after it is made.
        tries += 1;
        if tries == 50 || !error.maybe_stale_schema() {
            return Err(error);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    let notes = db.from::<Note>().order(|note| note.id.asc()).all().await?;
    let embeddings = admin.ai().embeddings();
    let corpus = EmbeddingRequest::new(MODEL, notes.iter().map(|note| note.text.as_str()));
    let vectors = embeddings.create(corpus).await?;

    for question in ["When does my train leave?", "What do cats do at night?"] {
        let asked = embeddings
            .create(EmbeddingRequest::new(MODEL, [question]))
            .await?;
        let Some(asked) = asked.data.first() else { continue };
        let mut found: Vec<(f32, &Note)> = vectors
            .data
            .iter()
            .zip(&notes)
            .map(|(vector, note)| (cosine_similarity(&vector.vector, &asked.vector), note))
            .collect();
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        println!("{question}");
        for (likeness, note) in found.iter().take(2) {
            println!("  {likeness:.2}  #{} {}", note.id, note.text);
        }
    }
    Ok(())
}
