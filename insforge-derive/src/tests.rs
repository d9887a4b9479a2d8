//! Expansions as snapshots, and the messages of inputs with mistakes.

mod expansion;
mod messages;

use proc_macro2::TokenStream;
use syn::DeriveInput;

/// The code that a derive makes of `source`, formatted.
fn expand(derive: fn(&DeriveInput) -> TokenStream, source: &str) -> String {
    let input: DeriveInput = syn::parse_str(source).unwrap();
    let code = derive(&input).to_string();
    match syn_full::parse(&code) {
        Some(formatted) => formatted,
        None => panic!("the code does not parse: {code}"),
    }
}

mod syn_full {
    /// prettyplease wants the version of syn that it was built with.
    pub(super) fn parse(code: &str) -> Option<String> {
        let file = code.parse::<proc_macro2::TokenStream>().ok()?;
        Some(prettyplease::unparse(&syn::parse2(file).ok()?))
    }
}
