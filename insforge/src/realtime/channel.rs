//! Channels whose events are an enum.

use std::fmt;
use std::marker::PhantomData;

use super::channel_name::ChannelName;
use crate::error::Result;

/// A channel and the type of what is said on it: an enum with a variant for each event. Share one definition between
/// those who publish and those who subscribe.
///
/// The enum's variants are the events' names, and their fields the payloads, which are objects:
///
/// ```
/// use insforge::realtime::Channel;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// #[serde(tag = "event", content = "payload", rename_all = "snake_case")]
/// enum Chat {
///     Said { text: String },
///     Typing { who: String },
/// }
///
/// fn room(id: u64) -> insforge::Result<Channel<Chat>> {
///     Channel::new(&format!("chat:{id}"))
/// }
/// assert_eq!(room(7)?.name(), "chat:7");
/// assert!(Channel::<Chat>::new("chat/7").is_err());
/// # Ok::<(), insforge::Error>(())
/// ```
pub struct Channel<P> {
    pub(super) name: ChannelName,
    payload: PhantomData<fn() -> P>,
}

impl<P> Channel<P> {
    /// Names a channel. Names have letters, digits, `-` and `:`.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) for other names.
    pub fn new(name: &str) -> Result<Self> {
        Ok(Self {
            name: ChannelName::new(name)?,
            payload: PhantomData,
        })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }
}

impl<P> Clone for Channel<P> {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            payload: PhantomData,
        }
    }
}

impl<P> fmt::Debug for Channel<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Channel").field(&self.name).finish()
    }
}
