//! `Note` declares nothing that the database has
struct Note {
    id: i64,
}

async fn drift(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    admin.verify::<Note>().await?.assert_clean();
    Ok(())
}

fn main() {}
