//! Words of the wire as enums that never refuse a word they do not know.

/// Makes an enum of wire words. A word that the enum lacks becomes `Other` and is written back as it came; so is
/// anything that is no word at all.
macro_rules! open_enum {
    ($($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A word that this version does not know.
            Other(String),
        }

        impl $name {
            /// The word as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)*
                    _ => Self::Other(word.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match Self::from(word.as_str()) {
                    Self::Other(_) => Self::Other(word),
                    known => known,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(match <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)? {
                    ::serde_json::Value::String(word) => word.into(),
                    other => Self::Other(other.to_string()),
                })
            }
        }
    )*};
}

pub(crate) use open_enum;

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro makes public enums")]
mod tests {
    open_enum! {
        /// A sample.
        pub enum Sample {
            /// One.
            One = "one",
            /// Two.
            TwoWords = "two_words",
        }
    }

    #[test]
    fn every_word_and_every_value_is_read_and_words_come_back() {
        for (json, sample) in [
            ("\"one\"", Sample::One),
            ("\"two_words\"", Sample::TwoWords),
            ("\"three\"", Sample::Other("three".into())),
        ] {
            assert_eq!(serde_json::from_str::<Sample>(json).unwrap(), sample);
            assert_eq!(serde_json::to_string(&sample).unwrap(), json);
        }
        for odd in ["null", "7", "{\"a\":[1]}", "true"] {
            let sample: Sample = serde_json::from_str(odd).unwrap();
            assert_eq!(sample, Sample::Other(odd.into()));
        }
        assert_eq!(Sample::from("one".to_owned()).to_string(), "one");
    }
}
