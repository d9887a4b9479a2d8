//! What a failed call is told beyond the server's words.

use super::CallPlan;
use crate::error::Error;

/// Adds to an error of a call which function and arguments were meant, and what to do.
pub(crate) fn explain(error: Error, call: Option<&CallPlan>) -> Error {
    let Some(call) = call else { return error };
    let name = call.function.name;
    let advice = match error.code() {
        Some("PGRST202") => {
            let meant = error.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
            format!(
                "no function `{name}` takes {}{meant}: compare its name and its arguments' names with the struct's, \
                 give those without a default, and reload PostgREST's schema cache if the function is new",
                given(call)
            )
        }
        Some("PGRST203") => format!(
            "several functions `{name}` take {}, and types do not tell them apart: rename one of them or one of its \
             arguments",
            given(call)
        ),
        Some("25006") if call.function.stable => format!(
            "`{name}` writes, and so it is not `stable`: remove the word from `#[rpc(..)]` so that it is called with POST"
        ),
        _ => return error,
    };
    error.with_advice(advice)
}

/// "the arguments `q`, `lim`"
fn given(call: &CallPlan) -> String {
    match call.arguments.names() {
        [] => "no arguments".to_owned(),
        [one] => format!("the argument `{one}` alone"),
        names => format!("the arguments `{}`", names.join("`, `")),
    }
}
