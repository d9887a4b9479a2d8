use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::error::Error;

/// The unprivileged account PostgreSQL runs under when this process belongs to root, since initdb refuses root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

impl Account {
    /// `None` when this process may run PostgreSQL itself. `own` is any file this process has just made: its owner
    /// tells who we are without a system call that safe Rust lacks.
    pub(crate) fn needed(own: &Path) -> Result<Option<Self>, Error> {
        let metadata = std::fs::metadata(own).map_err(|source| Error::file("read", own, source))?;
        if metadata.uid() != 0 {
            return Ok(None);
        }
        let list = Path::new("/etc/passwd");
        let text = std::fs::read_to_string(list).map_err(|source| Error::file("read", list, source))?;
        ["postgres", "nobody"].iter().find_map(|name| Self::find(&text, name)).map(Some).ok_or_else(|| {
            Error::Internal(
                "PostgreSQL refuses to run as root, and /etc/passwd has neither an account `postgres` nor `nobody`; \
                 run as another user"
                    .to_owned(),
            )
        })
    }

    fn find(passwd: &str, name: &str) -> Option<Self> {
        let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        let uid = fields.next()?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Self { uid, gid })
    }

    /// Hands `path` over, with everything in it.
    pub(crate) fn take(self, path: &Path) -> Result<(), Error> {
        std::os::unix::fs::lchown(path, Some(self.uid), Some(self.gid))
            .map_err(|source| Error::file("hand over", path, source))?;
        let kind = std::fs::symlink_metadata(path).map_err(|source| Error::file("read", path, source))?;
        if kind.is_dir() {
            for entry in std::fs::read_dir(path).map_err(|source| Error::file("read", path, source))? {
                let entry = entry.map_err(|source| Error::file("read", path, source))?;
                self.take(&entry.path())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Account;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let passwd =
            "root:x:0:0::/root:/bin/sh\nnobody2:x:7:7::/:\nnobody:x:65534:65533:n:/:/usr/sbin/nologin\n";
        assert_eq!(
            Account::find(passwd, "nobody"),
            Some(Account {
                uid: 65534,
                gid: 65533
            })
        );
        assert_eq!(Account::find(passwd, "postgres"), None);
    }
}
