//! Names of channels, checked before anything is sent.

use std::fmt;
use std::sync::Arc;

use crate::error::{Error, Result};

/// What InsForge puts before a channel's name in the messages that it delivers.
const ROOM: &str = "realtime:";

/// The longest name that a channel can have.
const MAX_LENGTH: usize = 255;

/// The name of a channel: letters, digits, `-` and `:`, such as `chat:1`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ChannelName(Arc<str>);

impl ChannelName {
    /// # Errors
    /// [`ErrorKind::Request`](crate::error::ErrorKind::Request) for a name that no channel can have: the server would
    /// answer only that it is not authorized.
    pub(crate) fn new(name: &str) -> Result<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':');
        let refuse = |reason: &str| {
            Err(Error::request(format!(
                "{name:?} is no name of a channel: {reason}; names are like chat:1, of letters, digits, - and :"
            )))
        };
        if name.is_empty() {
            return refuse("it is empty");
        }
        if name.len() > MAX_LENGTH {
            return refuse("it is longer than 255 characters");
        }
        if !name.bytes().all(fits) {
            return refuse("it has other characters");
        }
        if name.starts_with(':') {
            return refuse("it begins with a colon");
        }
        Ok(Self(name.into()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in a message's `meta`, which has the server's own prefix in published messages and none in those about
    /// presence. A channel may itself be called `realtime:x`, so that both readings are possible: the caller knows
    /// which channels there are.
    pub(super) fn candidates(room: &str) -> impl Iterator<Item = &str> {
        room.strip_prefix(ROOM).into_iter().chain(Some(room))
    }
}

impl std::borrow::Borrow<str> for ChannelName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ChannelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn takes_the_names_that_channels_can_have_and_says_why_others_are_none() {
        for name in ["a", "chat:1", "order:2024-1:eu", "A-b", "-", &"a".repeat(255)] {
            assert_eq!(ChannelName::new(name).unwrap().as_str(), name);
        }
        for name in [
            "",
            ":",
            ":a",
            "a_b",
            "a.b",
            "a/b",
            "a b",
            "ü",
            "a%",
            "a\n",
            &"a".repeat(256),
        ] {
            assert_eq!(
                ChannelName::new(name).unwrap_err().kind(),
                ErrorKind::Request,
                "{name:?}"
            );
        }
    }

    #[test]
    fn a_room_may_be_a_channel_with_or_without_the_prefix() {
        let of = |room| ChannelName::candidates(room).collect::<Vec<_>>();
        assert_eq!(of("realtime:chat:1"), ["chat:1", "realtime:chat:1"]);
        assert_eq!(of("chat:1"), ["chat:1"]);
    }
}
