//! The event-stream parser: the same bytes give the same events however they are cut.

use bytes::Bytes;
use proptest::prelude::*;

use crate::http::sse::{SseEvent, SseParser};

fn parse<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<SseEvent> {
    let mut parser = SseParser::default();
    let mut events = Vec::new();
    for piece in pieces {
        parser.push(Bytes::copy_from_slice(piece));
        while let Some(event) = parser.next_event().unwrap() {
            events.push(event);
        }
    }
    parser.finish();
    while let Some(event) = parser.next_event().unwrap() {
        events.push(event);
    }
    events
}

fn data(text: &str) -> Vec<String> {
    parse([text.as_bytes()])
        .into_iter()
        .map(|event| event.data)
        .collect()
}

#[test]
fn every_line_end_and_a_missing_last_blank_line_will_do() {
    for end in ["\n", "\r\n", "\r"] {
        let text = [
            "data: a",
            "",
            ": comment",
            "data: b",
            "data: c",
            "",
            "data: [DONE]",
        ]
        .join(end);
        assert_eq!(data(&text), ["a", "b\nc", "[DONE]"], "{end:?}");
        assert_eq!(data(&format!("{text}{end}")), ["a", "b\nc", "[DONE]"], "{end:?}");
    }
}

#[test]
fn fields_are_read_as_the_standard_says() {
    assert_eq!(
        data("data:x\n\ndata:  y\n\ndata\n\ndata:\n\n"),
        ["x", " y", "", ""]
    );
    assert_eq!(data("data\ndata\n\n"), ["\n"]);
    assert_eq!(data("Data: no\nda: no\nx:y:z\n\n"), [""; 0]);
    assert_eq!(data("\u{feff}data: first\n\n\u{feff}data: second\n\n"), ["first"]);
    assert_eq!(
        data(": OPENROUTER PROCESSING\n\n:\n\ndata: a:b: c\n\n"),
        ["a:b: c"]
    );
    assert_eq!(data("event: lost\n\n"), [""; 0]);
}

#[test]
fn names_and_retry_hold_for_one_event_and_ids_for_all_that_follow() {
    let events = parse([b"event: add\nid: 7\nretry: 50\ndata: 1\n\ndata: 2\n\nid: a\0b\nretry: 5x\ndata: 3\n\nid\ndata: 4\n\n".as_slice()]);
    let seen: Vec<_> = events
        .iter()
        .map(|event| (event.event.as_deref(), event.id.as_deref(), event.retry))
        .collect();
    assert_eq!(
        seen,
        [
            (Some("add"), Some("7"), Some(50)),
            (None, Some("7"), None),
            (None, Some("7"), None),
            (None, None, None)
        ]
    );
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_end_nothing() {
    let events = parse([b"data: \xff\xfe\n\ndata: ok\n\n".as_slice()]);
    assert_eq!(events[0].data, "\u{fffd}\u{fffd}");
    assert_eq!(events[1].data, "ok");
}

#[test]
fn a_character_cut_in_two_stays_whole() {
    let text = "data: süß €\n\n".as_bytes();
    for cut in 0..text.len() {
        let (left, right) = text.split_at(cut);
        assert_eq!(parse([left, right])[0].data, "süß €", "{cut}");
    }
}

#[test]
fn an_event_without_end_is_an_error_and_not_all_memory() {
    for piece in [b"data: x".repeat(1000), b"data: x\n".repeat(1000)] {
        let mut parser = SseParser::default();
        let piece = Bytes::from(piece);
        let mut taken = 0;
        let error = loop {
            parser.push(piece.clone());
            taken += piece.len();
            match parser.next_event() {
                Ok(event) => assert_eq!(event, None),
                Err(error) => break error,
            }
        };
        assert!(error.to_string().contains("16 MiB"), "{error}");
        assert!(taken < 200 * 1024 * 1024);
    }
}

#[test]
fn the_room_for_a_hundred_megabytes_is_that_of_one_event() {
    let event = format!("event: token\ndata: {}\n\n", "x".repeat(1500));
    let all = Bytes::from(event.repeat(700));
    let (mut parser, mut count, mut taken) = (SseParser::default(), 0, 0);
    while taken < 100 * 1024 * 1024 {
        // Pieces that end anywhere, as those of a socket do.
        let mut rest = all.clone();
        while !rest.is_empty() {
            let piece = rest.split_to(rest.len().min(1400));
            taken += piece.len();
            parser.push(piece);
            while let Some(event) = parser.next_event().unwrap() {
                assert_eq!(event.data.len(), 1500);
                count += 1;
            }
            assert!(parser.held() < 16 * 1024, "{} bytes are held", parser.held());
        }
    }
    assert_eq!(count, taken / event.len());
}

/// Input made of what matters to the parser, and of anything.
fn input() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        Just(&b"data"[..]),
        Just(&b"data: "[..]),
        Just(&b"event:"[..]),
        Just(&b"id: "[..]),
        Just(&b"retry: 1"[..]),
        Just(&b":"[..]),
        Just(&b"\n"[..]),
        Just(&b"\r"[..]),
        Just(&b"\r\n"[..]),
        Just(&b"\n\n"[..]),
        Just(&b"\xEF\xBB\xBF"[..]),
        Just(&b"[DONE]"[..]),
        Just(&b"\xff"[..]),
        Just("é€".as_bytes()),
        Just(&b"\0"[..]),
        Just(&b" x"[..]),
    ];
    prop_oneof![
        9 => prop::collection::vec(word, 0..40).prop_map(|words| words.concat()),
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn any_cuts_give_the_same_events(input in input(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12)) {
        let whole = parse([input.as_slice()]);
        prop_assert_eq!(&parse(input.chunks(1)), &whole);
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(input.len() + 1)).collect();
        places.extend([0, input.len()]);
        places.sort_unstable();
        let pieces = places.windows(2).map(|pair| &input[pair[0]..pair[1]]);
        prop_assert_eq!(&parse(pieces), &whole);
    }

    #[test]
    fn any_lines_come_back_as_they_were(lines in prop::collection::vec("[^\r\n\u{feff}]{0,30}", 1..5), end in prop::sample::select(vec!["\n", "\r\n", "\r"])) {
        let mut text: String = lines.iter().map(|line| format!("data: {line}{end}")).collect();
        text.push_str(end);
        let events = parse([text.as_bytes()]);
        prop_assert_eq!(events.len(), 1);
        prop_assert_eq!(&events[0].data, &lines.join("\n"));
    }
}

/// Random bytes for as long as `INSFORGE_FUZZ_SECONDS` says, 1 by default. `INSFORGE_PROPERTY_SEED` replays a run.
#[test]
fn random_bytes_neither_panic_nor_depend_on_their_cuts() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let mut state = number("INSFORGE_PROPERTY_SEED").unwrap_or(now.map_or(1, |time| time.as_nanos() as u64));
    println!("INSFORGE_PROPERTY_SEED={state}");
    let end = std::time::Instant::now()
        + std::time::Duration::from_secs(number("INSFORGE_FUZZ_SECONDS").unwrap_or(1));
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let words: [&[u8]; 12] = [
        b"data",
        b":",
        b" ",
        b"\n",
        b"\r",
        b"\r\n",
        b"event",
        b"id",
        b"retry",
        b"\xEF\xBB\xBF",
        b"[DONE]",
        b"\xE2\x82\xAC",
    ];
    let mut rounds = 0_u64;
    while std::time::Instant::now() < end {
        let mut input = Vec::new();
        for _ in 0..next() % 64 {
            match next() % 4 {
                0 => input.push(next() as u8),
                _ => input.extend_from_slice(words[(next() % 12) as usize]),
            }
        }
        let whole = parse([input.as_slice()]);
        let (mut rest, mut pieces) = (input.as_slice(), Vec::new());
        while !rest.is_empty() {
            let (piece, tail) = rest.split_at((next() as usize % 9).min(rest.len()));
            pieces.push(piece);
            rest = tail;
        }
        assert_eq!(parse(pieces), whole, "{input:?}");
        rounds += 1;
    }
    println!("{rounds} inputs");
}
