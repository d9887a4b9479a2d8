//! Large files in little memory. The server writes to disk piece by piece too, so that this process's memory tells.

use futures_util::{TryStreamExt, stream};
use insforge::storage::UploadBody;
use insforge_local::{Local, StorageMode};

use super::admin;
use crate::storage::TestBucket;

const MIB: usize = 1 << 20;
const SIZE: u64 = 192 << 20;
/// A third of the file. The rest of the suite runs in the same process and moves the figure too.
const MOST: u64 = 64 << 20;

/// The bytes of this process that are in memory now; `None` where the system does not say.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace()
        .nth(1)?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes * 1024)
}

#[tokio::test]
async fn a_transfer_holds_a_piece_of_the_file_and_not_the_file() {
    for mode in [StorageMode::Disk, StorageMode::Presigned] {
        let local = Local::builder()
            .storage(mode)
            .upload_limit(SIZE)
            .start()
            .await
            .expect("a local InsForge");
        let bucket = TestBucket::of(&admin(&local), local.api_key(), "files", false).await;
        let before = resident();
        let most = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
        let watch = |most: &std::sync::Arc<std::sync::atomic::AtomicU64>| {
            let most = std::sync::Arc::clone(most);
            move |_| {
                most.fetch_max(resident().unwrap_or(0), std::sync::atomic::Ordering::Relaxed);
            }
        };
        let zeros = UploadBody::factory(SIZE, || async {
            Ok(stream::iter(
                (0..SIZE >> 20).map(|number| std::io::Result::Ok(vec![number as u8; MIB])),
            ))
        });
        let stored = bucket
            .upload("x.bin", zeros)
            .on_progress(watch(&most))
            .await
            .expect("an upload");
        assert_eq!(stored.size, SIZE);
        let mut pieces = bucket
            .download("x.bin")
            .on_progress(watch(&most))
            .stream()
            .await
            .expect("a stream");
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
        if let Some(before) = before {
            let grown = most
                .load(std::sync::atomic::Ordering::Relaxed)
                .saturating_sub(before);
            assert!(grown < MOST, "{mode:?}: {} MiB more than before", grown >> 20);
        }
    }
}
