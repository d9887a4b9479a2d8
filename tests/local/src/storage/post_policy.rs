use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::signing::Signer;
use super::strategy::S3_BUCKET;

/// What a presigned upload may be: its key, its type, its size, and until when.
///
/// The form of the real service is kept in what clients see (names, order, refusals); the policy's text is one of this
/// server's own, since only the service that signed it reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostPolicy {
    pub(crate) key: String,
    pub(crate) content_type: String,
    pub(crate) max: u64,
    pub(crate) expires: u64,
}

impl PostPolicy {
    /// The fields of the form, in the order in which they are handed out.
    pub(crate) fn fields(&self, signer: &Signer) -> Vec<(&'static str, String)> {
        let policy = self.text();
        vec![
            ("Content-Type", self.content_type.clone()),
            ("bucket", S3_BUCKET.to_owned()),
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256".to_owned()),
            ("X-Amz-Date", self.expires.to_string()),
            ("key", self.key.clone()),
            ("X-Amz-Signature", signer.sign(&policy)),
            ("Policy", policy),
        ]
    }

    fn text(&self) -> String {
        [
            self.key.as_str(),
            &self.content_type,
            &self.max.to_string(),
            &self.expires.to_string(),
        ]
        .map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string())
        .join(".")
    }

    /// Reads the policy of a form, whose signature must be right.
    pub(crate) fn read(signer: &Signer, text: &str, signature: &str) -> Option<Self> {
        if signer.sign(text) != signature {
            return None;
        }
        let mut parts = text.split('.').map(|part| {
            percent_encoding::percent_decode_str(part)
                .decode_utf8_lossy()
                .into_owned()
        });
        Some(Self {
            key: parts.next()?,
            content_type: parts.next()?,
            max: parts.next()?.parse().ok()?,
            expires: parts.next()?.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{PostPolicy, Signer};

    #[test]
    fn a_policy_is_read_back_only_as_it_was_signed() {
        let signer = Signer::default();
        let policy = PostPolicy {
            key: "b/a.b ü/c".to_owned(),
            content_type: "text/plain; charset=utf-8".to_owned(),
            max: 7,
            expires: 99,
        };
        let fields = policy.fields(&signer);
        let field = |name| &fields.iter().find(|(known, _)| *known == name).unwrap().1;
        let (text, signature) = (field("Policy"), field("X-Amz-Signature"));
        assert_eq!(PostPolicy::read(&signer, text, signature), Some(policy));
        assert_eq!(
            PostPolicy::read(&signer, &text.replace(".7.", ".8."), signature),
            None
        );
    }
}
