//! Copies folders to a bucket and back, with progress bars, going on where an earlier run ended.
//!
//! ```sh
//! cargo run --example upload                                     # a tour on a local InsForge
//! cargo run --example upload -- up FOLDER BUCKET [PREFIX]         # every file of the folder
//! cargo run --example upload -- down BUCKET FOLDER [PREFIX]       # every object
//! ```
//!
//! `up` and `down` run on the project that `INSFORGE_URL`, `INSFORGE_ANON_KEY` and `INSFORGE_API_KEY` name. The bucket is
//! made if it is not there. A file is left alone when the other side has one of the same size that is not older.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use futures_util::{StreamExt, TryStreamExt, stream};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use insforge::storage::{Bucket, Progress, StoredObject, UploadBody};
use insforge::{Admin, Client, ErrorKind};
use insforge_examples::Project;

type Failure = Box<dyn std::error::Error>;

/// How many files travel at the same time.
const AT_A_TIME: usize = 4;

const USAGE: &str = "usage: upload up FOLDER BUCKET [PREFIX] | upload down BUCKET FOLDER [PREFIX] | upload";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(failed) => {
            eprintln!("{failed} files failed; run the same command again to go on");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("upload: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How many files have failed.
async fn run(arguments: &[&str]) -> Result<usize, Failure> {
    let project = Project::connect().await?;
    let admin = project.admin()?;
    match *arguments {
        [] => tour(&admin).await,
        ["up", folder, bucket] => up(&admin, Path::new(folder), bucket, "").await,
        ["up", folder, bucket, prefix] => up(&admin, Path::new(folder), bucket, prefix).await,
        ["down", bucket, folder] => down(&admin, bucket, Path::new(folder), "").await,
        ["down", bucket, folder, prefix] => down(&admin, bucket, Path::new(folder), prefix).await,
        _ => Err(USAGE.into()),
    }
}

/// Uploads the files of a folder and of the folders in it.
async fn up(admin: &Client<Admin>, folder: &Path, bucket: &str, prefix: &str) -> Result<usize, Failure> {
    let mut files = Vec::new();
    find(folder, &mut files)?;
    files.sort();
    let bucket = open(admin, bucket).await?;
    let there: HashMap<String, StoredObject> = bucket
        .list()
        .prefix(prefix)
        .stream()
        .map_ok(|object| (object.key.clone(), object))
        .try_collect()
        .await?;
    let bars = MultiProgress::new();
    let copies = files.into_iter().map(|path| {
        let key = format!("{prefix}{}", key_of(folder, &path));
        let known = there.get(&key).cloned();
        let (bucket, bars) = (bucket.clone(), bars.clone());
        async move {
            if known.is_some_and(|object| is_copied(&path, &object)) {
                return Ok(());
            }
            let bar = bar(&bars, &key);
            let mover = mover(&bar);
            let sent = bucket
                .upload(key.as_str(), UploadBody::file(&path))
                .on_progress(mover)
                .await;
            finish(&bar, &key, sent.map(drop))
        }
    });
    Ok(failures(copies).await)
}

/// Downloads every object whose key begins with the prefix.
async fn down(admin: &Client<Admin>, bucket: &str, folder: &Path, prefix: &str) -> Result<usize, Failure> {
    let bucket = admin.storage().from(bucket);
    let objects: Vec<StoredObject> = bucket.list().prefix(prefix).stream().try_collect().await?;
    let bars = MultiProgress::new();
    let copies = objects.into_iter().map(|object| {
        let path = place_of(folder, object.key.strip_prefix(prefix).unwrap_or(&object.key));
        let (bucket, bars) = (bucket.clone(), bars.clone());
        async move {
            let Some(path) = path else {
                eprintln!("{}: its key leads out of the folder", object.key);
                return Err(());
            };
            if is_there(&path, &object) {
                return Ok(());
            }
            let bar = bar(&bars, &object.key);
            let download = bucket
                .download(object.key.as_str())
                .on_progress(mover(&bar))
                .resumable();
            let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            if let Err(error) = made {
                bar.abandon();
                eprintln!("{}: {error}", path.display());
                return Err(());
            }
            finish(&bar, &object.key, download.to_file(&path).await.map(drop))
        }
    });
    Ok(failures(copies).await)
}

async fn failures(copies: impl Iterator<Item = impl Future<Output = Result<(), ()>>>) -> usize {
    let copied = stream::iter(copies).buffer_unordered(AT_A_TIME);
    copied
        .filter(|copy| std::future::ready(copy.is_err()))
        .count()
        .await
}

/// The bucket, made if it is not there.
async fn open(admin: &Client<Admin>, bucket: &str) -> insforge::Result<Bucket> {
    match admin.storage().create_bucket(bucket, false).await {
        Err(error) if error.kind() != ErrorKind::Conflict => Err(error),
        _ => Ok(admin.storage().from(bucket)),
    }
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The path below the folder, with slashes.
fn key_of(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Where an object goes. Its key is somebody else's text: it must not lead anywhere else.
fn place_of(folder: &Path, key: &str) -> Option<PathBuf> {
    key.split('/')
        .filter(|part| !part.is_empty())
        .try_fold(folder.to_owned(), |path, part| {
            let plain = part != "." && part != ".." && !part.contains(['\\', ':']);
            plain.then(|| path.join(part))
        })
}

fn is_there(path: &Path, object: &StoredObject) -> bool {
    let Ok(metadata) = std::fs::metadata(path) else {
        return false;
    };
    let written = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    metadata.len() == object.size && object.uploaded_at <= written.into()
}

fn is_copied(path: &Path, object: &StoredObject) -> bool {
    let Ok(metadata) = std::fs::metadata(path) else {
        return false;
    };
    let changed = metadata.modified().unwrap_or(SystemTime::now());
    metadata.len() == object.size && object.uploaded_at >= changed.into()
}

fn bar(bars: &MultiProgress, name: &str) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:30} {bytes:>10} of {total_bytes:<10} {bytes_per_sec:>12}  {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    bars.add(
        ProgressBar::new(0)
            .with_style(style)
            .with_message(name.to_owned()),
    )
}

fn mover(bar: &ProgressBar) -> impl Fn(Progress) + Send + Sync + 'static {
    let bar = bar.clone();
    move |step| {
        if let Some(total) = step.total {
            bar.set_length(total);
        }
        bar.set_position(step.transferred);
    }
}

/// Says what is wrong with one file, and what can be done about it.
fn finish(bar: &ProgressBar, name: &str, done: insforge::Result<()>) -> Result<(), ()> {
    let Err(error) = done else {
        bar.finish();
        return Ok(());
    };
    bar.abandon();
    let advice = match error.kind() {
        ErrorKind::TooLarge { limit: Some(limit) } => {
            format!(
                " (the limit is {} MiB; larger files go through the S3 gateway)",
                limit >> 20
            )
        }
        ErrorKind::Forbidden => " (look at the policies of storage.objects)".to_owned(),
        _ => String::new(),
    };
    let cause = std::error::Error::source(&error).map_or(String::new(), |cause| format!(": {cause}"));
    bar.suspend(|| eprintln!("{name}: {error}{cause}{advice}"));
    Err(())
}

/// A folder of made-up files, up and down again.
async fn tour(admin: &Client<Admin>) -> Result<usize, Failure> {
    const BUCKET: &str = "upload-tour";
    let folder = std::env::temp_dir().join(format!("insforge-upload-{}", std::process::id()));
    let (from, to) = (folder.join("from"), folder.join("to"));
    std::fs::create_dir_all(from.join("a folder"))?;
    for (name, size) in [
        ("small.txt", 3),
        ("a folder/photo ü.jpg", 2_000_000),
        ("a folder/film #1.mp4", 12_000_000),
    ] {
        std::fs::write(from.join(name), vec![b'x'; size])?;
    }
    println!("{} -> bucket {BUCKET}", from.display());
    let toured = async {
        let mut failed = up(admin, &from, BUCKET, "2026/").await?;
        println!("once more: everything is there already");
        failed += up(admin, &from, BUCKET, "2026/").await?;
        println!("bucket {BUCKET} -> {}", to.display());
        failed += down(admin, BUCKET, &to, "2026/").await?;
        let mut copies = Vec::new();
        find(&to, &mut copies)?;
        copies.sort();
        for copy in copies {
            let same = std::fs::read(&copy)? == std::fs::read(from.join(copy.strip_prefix(&to)?))?;
            println!(
                "{} {}",
                if same { "the same" } else { "DIFFERENT" },
                copy.display()
            );
            failed += usize::from(!same);
        }
        Ok::<_, Failure>(failed)
    }
    .await;
    admin.storage().delete_bucket(BUCKET).await?;
    std::fs::remove_dir_all(&folder)?;
    toured
}
