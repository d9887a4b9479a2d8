//! What does not compile, with the message that it gets, and what does.
//!
//! A file under `fail/` makes one mistake. Its first line is the sentence that the compiler must say; the whole
//! message stands beside it as `.stderr`. After a change of messages: `TRYBUILD=overwrite cargo test --test ui`, then
//! read the difference as a newcomer would. The files under `pass/` are modules of this program.

mod messages;
mod pass;

#[test]
fn mistakes_get_their_message() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/fail/*/*.rs");
    // That is when trybuild compiles.
    drop(cases);
    messages::every_message_has_its_sentence_and_is_short();
}
