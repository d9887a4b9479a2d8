use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;

use crate::reply::Failure;

/// The longest name of a file or folder, in bytes.
const LONGEST: usize = 255;

/// The names that a project's objects have on its disk, where keys are paths: a file cannot be a folder as well. The
/// local server itself keeps the bytes under other names ([`Blobs`](super::blobs::Blobs)).
#[derive(Debug, Default)]
pub(crate) struct Names {
    buckets: Mutex<HashMap<String, Tree>>,
}

#[derive(Debug, Default)]
struct Tree {
    files: HashSet<String>,
    /// Folders stay when their last file goes.
    folders: HashSet<String>,
}

impl Names {
    /// Takes the names that an object needs, or says what the disk says.
    pub(crate) fn take(&self, bucket: &str, key: &str) -> Result<(), Failure> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let tree = buckets.entry(bucket.to_owned()).or_default();
        for (slash, _) in key.match_indices('/') {
            let folder = key.get(..slash).unwrap_or_default();
            if tree.files.contains(folder) {
                return Err(Failure::new(
                    StatusCode::CONFLICT,
                    "STORAGE_ALREADY_EXISTS",
                    format!("EEXIST: file already exists, mkdir '{bucket}/{folder}'"),
                ));
            }
            is_short(folder, "mkdir")?;
            tree.folders.insert(folder.to_owned());
        }
        if tree.folders.contains(key) {
            return Err(Failure::internal(format!(
                "EISDIR: illegal operation on a directory, open '{bucket}/{key}'"
            )));
        }
        is_short(key, "open")?;
        tree.files.insert(key.to_owned());
        Ok(())
    }

    /// An object is gone.
    pub(crate) fn give_back(&self, bucket: &str, key: &str) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tree) = buckets.get_mut(bucket) {
            tree.files.remove(key);
        }
    }

    /// A bucket is gone, and its folders with it.
    pub(crate) fn give_back_all(&self, bucket: &str) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.remove(bucket);
    }
}

fn is_short(path: &str, what: &str) -> Result<(), Failure> {
    if path.rsplit('/').next().is_some_and(|name| name.len() > LONGEST) {
        return Err(Failure::internal(format!(
            "ENAMETOOLONG: name too long, {what} '{path}'"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn a_file_is_no_folder_and_a_folder_stays() {
        let names = Names::default();
        let take = |key| names.take("b", key).map_err(|failure| failure.message);
        assert!(take("a").is_ok() && take("x/y/z").is_ok() && take("x/y/z").is_ok());
        assert_eq!(
            take("a/b").unwrap_err(),
            "EEXIST: file already exists, mkdir 'b/a'"
        );
        for folder in ["x", "x/y"] {
            assert!(take(folder).unwrap_err().starts_with("EISDIR: "), "{folder}");
        }
        names.give_back("b", "x/y/z");
        names.give_back("b", "a");
        assert!(take("x/y").is_err() && take("a/b").is_ok());
        names.give_back_all("b");
        assert!(take("x/y").is_ok() && names.take("c", "a").is_ok());
    }

    #[test]
    fn a_name_has_at_most_255_bytes() {
        let names = Names::default();
        let long = "ä".repeat(128);
        for key in [long.clone(), format!("a/{long}"), format!("{long}/a")] {
            let failure = names.take("b", &key).unwrap_err();
            assert!(failure.message.starts_with("ENAMETOOLONG: "), "{key}");
        }
        assert!(names.take("b", &"ä".repeat(127)).is_ok());
    }
}
