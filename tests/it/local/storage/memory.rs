//! Large files in little memory. The server writes to disk piece by piece too, so one process may do both.

use futures_util::{TryStreamExt, stream};
use insforge::storage::UploadBody;
use insforge_local::{Local, StorageMode};

use super::admin;
use crate::storage::TestBucket;

const MIB: usize = 1 << 20;
const SIZE: u64 = 192 << 20;
/// A quarter of the file, for both ends of the transfer.
const MOST: u64 = 48 << 20;

/// Set in the process that does the transfer.
const CHILD: &str = "INSFORGE_TEST_MEMORY";

/// The most memory that this process has used so far; `None` where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Other tests of this binary use memory too, so this one runs again in a process of its own.
#[tokio::test]
async fn a_transfer_holds_a_piece_of_the_file_and_not_the_file() {
    if std::env::var_os(CHILD).is_none() {
        let program = std::env::current_exe().expect("this program");
        let ran = tokio::process::Command::new(program)
            .args(["--exact", "--nocapture"])
            .arg("local::storage::memory::a_transfer_holds_a_piece_of_the_file_and_not_the_file")
            .env(CHILD, "1")
            .output()
            .await
            .expect("a process");
        let output = String::from_utf8_lossy(&ran.stdout);
        assert!(
            ran.status.success() && output.contains("1 passed"),
            "{output}{}",
            String::from_utf8_lossy(&ran.stderr)
        );
        return;
    }
    for mode in [StorageMode::Disk, StorageMode::Presigned] {
        let local = Local::builder()
            .storage(mode)
            .upload_limit(SIZE)
            .start()
            .await
            .expect("a local InsForge");
        let bucket = TestBucket::of(&admin(&local), local.api_key(), "files", false).await;
        // Forgets the peak of the start, where the system lets it.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let before = peak();
        let marked = UploadBody::factory(SIZE, || async {
            let pieces = (0..SIZE >> 20).map(|number| std::io::Result::Ok(vec![number as u8; MIB]));
            Ok(stream::iter(pieces))
        });
        let stored = bucket.upload("x.bin", marked).await.expect("an upload");
        assert_eq!(stored.size, SIZE);
        let mut pieces = bucket.download("x.bin").stream().await.expect("a stream");
        let mut at = 0;
        while let Some(piece) = pieces.try_next().await.expect("a piece") {
            assert!(
                piece
                    .iter()
                    .enumerate()
                    .all(|(place, byte)| *byte == ((at + place) / MIB) as u8)
            );
            at += piece.len();
        }
        assert_eq!(at as u64, SIZE);
        if let (Some(before), Some(after)) = (before, peak()) {
            let grown = after.saturating_sub(before);
            assert!(grown < MOST, "{mode:?}: {} MiB more than before", grown >> 20);
        }
    }
}
