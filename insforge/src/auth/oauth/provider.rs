//! Who vouches for users.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An OAuth provider: one that InsForge knows, or one that the project has set up itself.
///
/// ```
/// use insforge::auth::OAuthProvider;
///
/// assert_eq!(OAuthProvider::from("Google"), OAuthProvider::Google);
/// assert_eq!(OAuthProvider::from("my-company"), OAuthProvider::Custom("my-company".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OAuthProvider {
    /// Google.
    Google,
    /// GitHub.
    GitHub,
    /// Discord.
    Discord,
    /// LinkedIn.
    LinkedIn,
    /// Facebook.
    Facebook,
    /// Microsoft.
    Microsoft,
    /// X.
    X,
    /// Apple.
    Apple,
    /// Instagram. Backend 2.3 knows the name and cannot do it yet
    /// ([`Unsupported`](crate::error::ErrorKind::Unsupported)).
    Instagram,
    /// TikTok. Backend 2.3 knows the name and cannot do it yet.
    TikTok,
    /// Spotify. Backend 2.3 knows the name and cannot do it yet.
    Spotify,
    /// A provider of the project's own, by its key: 1 to 64 of `a-z`, `0-9`, `_` and `-`.
    Custom(String),
}

impl OAuthProvider {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Google => "google",
            Self::GitHub => "github",
            Self::Discord => "discord",
            Self::LinkedIn => "linkedin",
            Self::Facebook => "facebook",
            Self::Microsoft => "microsoft",
            Self::X => "x",
            Self::Apple => "apple",
            Self::Instagram => "instagram",
            Self::TikTok => "tiktok",
            Self::Spotify => "spotify",
            Self::Custom(key) => key,
        }
    }
}

/// In any case of letters: names of providers are in lower case.
impl From<&str> for OAuthProvider {
    fn from(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "google" => Self::Google,
            "github" => Self::GitHub,
            "discord" => Self::Discord,
            "linkedin" => Self::LinkedIn,
            "facebook" => Self::Facebook,
            "microsoft" => Self::Microsoft,
            "x" => Self::X,
            "apple" => Self::Apple,
            "instagram" => Self::Instagram,
            "tiktok" => Self::TikTok,
            "spotify" => Self::Spotify,
            _ => Self::Custom(name),
        }
    }
}

impl fmt::Display for OAuthProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for OAuthProvider {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for OAuthProvider {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|name| Self::from(name.as_str()))
    }
}
