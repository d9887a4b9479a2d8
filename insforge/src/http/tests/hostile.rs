//! Arguments that no sane caller gives: an error at worst, never a panic.

use proptest::prelude::*;

use crate::error::ErrorKind;
use crate::http::{BaseUrl, Bearer, ContentRange, Target};

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,60}",
        "https?://[ -~]{0,40}",
        Just("x".repeat(1 << 20)),
        Just("\n".repeat(1 << 20)),
        Just("é\0".repeat(1 << 18)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_string_is_taken_or_refused(text in hostile()) {
        for result in [Bearer::anon_key(&text), Bearer::api_key(&text), Bearer::user_token(&text)] {
            match result {
                Ok(bearer) => prop_assert!(bearer.header_value().is_sensitive()),
                Err(error) => prop_assert_eq!(error.kind(), ErrorKind::Config),
            }
        }
        if let Ok(base) = BaseUrl::parse(&text, true) {
            let url = base.join("/api/x?a=b").unwrap();
            prop_assert!(url.as_str().ends_with("/api/x?a=b"), "{}", url);
            prop_assert!(!base.host().is_empty());
        }
        if let Err(error) = Target::new("/api").segment(&text) {
            prop_assert!(error.to_string().len() < 1200);
        }
        let _ = ContentRange::parse(&text);
    }
}
