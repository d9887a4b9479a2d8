//! Screenshots.

use std::path::Path;

use crate::chromium::Tab;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Takes a picture of the page, keeps it in the target folder and checks that there is something in it.
pub(crate) async fn take(tab: &Tab, name: &str) {
    let picture = tab.0.screenshot().await.expect("a picture");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, &picture).expect("a file");
    println!("{}", file.display());
    assert_eq!(&picture[..8], SIGNATURE);
    let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().expect("four bytes"));
    assert_eq!(&picture[12..16], b"IHDR");
    assert!(
        number(16) >= 800 && number(20) >= 400,
        "{} x {}",
        number(16),
        number(20)
    );

    // An empty page of this size takes next to nothing: a page with text is many times larger.
    let page = tab.0.current_url().await.expect("a URL");
    tab.open("about:blank").await;
    let empty = tab.0.screenshot().await.expect("a picture").len();
    tab.open(page.as_str()).await;
    assert!(
        picture.len() > 3 * empty,
        "{} bytes, and {empty} when empty",
        picture.len()
    );
}
