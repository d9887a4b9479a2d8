//! The codec against recorded frames, against itself, and against any bytes.

use bytes::Bytes;
use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;

fn packet(text: &str) -> Result<Option<Packet>, WireError> {
    Decoder::default().text(text)
}

fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap()
}

#[test]
fn reads_what_the_protocol_s_document_shows() {
    let one = |text| packet(text).unwrap().unwrap();
    assert!(matches!(one("0").kind, Kind::Connect(None)));
    assert!(matches!(one("0{\"sid\":\"x\"}").kind, Kind::Connect(Some(_))));
    assert!(
        matches!(&one("1/admin,"), Packet { namespace, kind: Kind::Disconnect } if &**namespace == "/admin")
    );
    let Packet {
        namespace,
        kind: Kind::Event {
            id: Some(456),
            arguments,
        },
    } = one("2/admin,456[\"project:delete\",123]")
    else {
        panic!("an event with an id");
    };
    assert_eq!(
        (
            &*namespace,
            arguments.name().as_deref(),
            arguments.values[1].get()
        ),
        ("/admin", Some("project:delete"), "123")
    );
    assert!(matches!(one("3/admin,456[]").kind, Kind::Ack { id: 456, .. }));
    assert_eq!(
        match one("4{\"message\":\"Not authorized\",\"data\":{}}").kind {
            Kind::ConnectError(refusal) => refusal.message,
            _ => panic!("a refusal"),
        },
        "Not authorized"
    );
}

/// What a recorded server sent, with the scene's name.
fn recorded() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/realtime");
    let mut frames = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let scene = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let sent = text.lines().filter_map(|line| line.strip_prefix("< "));
            frames.extend(sent.map(|frame| (scene.clone(), frame.to_owned())));
        }
    }
    frames
}

#[test]
fn reads_every_recorded_frame() {
    let frames = recorded();
    let mut packets = 0;
    for (scene, frame) in &frames {
        match EnginePacket::read(frame) {
            Ok(EnginePacket::Message(text)) => {
                let read = packet(text).unwrap_or_else(|error| panic!("{scene}: {error}: {frame}"));
                packets += usize::from(read.is_some());
            }
            Ok(EnginePacket::Open(_) | EnginePacket::Ping(_)) => {}
            other => panic!("{scene}: {other:?}"),
        }
    }
    assert!(frames.len() > 100 && packets > 60, "{} {packets}", frames.len());
}

#[test]
fn waits_for_attachments_and_takes_them_in_their_order() {
    let mut decoder = Decoder::default();
    assert!(
        decoder
            .text(
                "52-/admin,7[\"hello\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]"
            )
            .unwrap()
            .is_none()
    );
    assert!(decoder.binary(Bytes::from_static(b"a")).unwrap().is_none());
    let done = decoder.binary(Bytes::from_static(b"b")).unwrap().unwrap();
    let Kind::Event {
        id: Some(7),
        arguments,
    } = done.kind
    else {
        panic!("an event")
    };
    assert_eq!(arguments.attachments, ["a", "b"]);

    assert!(decoder.binary(Bytes::new()).is_err());
    assert!(decoder.text("51-[\"x\"]").unwrap().is_none());
    assert!(decoder.text("2[\"x\"]").is_err(), "an attachment was announced");
    assert!(
        decoder.text("2[\"x\"]").unwrap().is_some(),
        "and the connection can go on"
    );
}

#[test]
fn refuses_what_is_no_packet() {
    for text in [
        "",
        "7",
        "x",
        "2",
        "2{}",
        "2[",
        "2[]",
        "2[1]",
        "2[null,1]",
        "3[]",
        "3x[]",
        "0{",
        "0 1",
        "0[]",
        "0\"a\"",
        "5[\"x\"]",
        "5-[\"x\"]",
        "5+1-[\"x\"]",
        "599-[\"x\"]",
        "599999999999999999999999-[\"x\"]",
        "299999999999999999999999[\"x\"]",
        "ü",
        "2/n[\"x\"]",
    ] {
        assert!(packet(text).is_err(), "{text}");
    }
    for text in ["", "7", "0", "0{}", "0[]", "x", "\u{1f600}"] {
        assert!(EnginePacket::read(text).is_err(), "{text}");
    }
}

#[test]
fn reads_the_heart_beat() {
    let open = EnginePacket::read(
        r#"0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#,
    );
    let Ok(EnginePacket::Open(handshake)) = open else {
        panic!("{open:?}")
    };
    assert_eq!(
        (handshake.patience().as_secs(), handshake.max_payload),
        (45, Some(1_000_000))
    );
    assert_eq!(EnginePacket::read("2probe"), Ok(EnginePacket::Ping("probe")));
    assert_eq!(
        (EnginePacket::read("1"), EnginePacket::read("6")),
        (Ok(EnginePacket::Close), Ok(EnginePacket::Noop))
    );
    let text = format!(r#"0{{"pingInterval":{0},"pingTimeout":{0}}}"#, u64::MAX);
    let endless = EnginePacket::read(&text).unwrap();
    assert!(matches!(endless, EnginePacket::Open(handshake) if handshake.patience().as_secs() > 0));
}

fn json() -> impl Strategy<Value = Box<RawValue>> {
    prop_oneof![
        any::<i64>().prop_map(|number| raw(&number.to_string())),
        any::<String>().prop_map(|text| raw(&serde_json::to_string(&text).unwrap())),
        proptest::collection::vec(any::<String>(), 0..3)
            .prop_map(|texts| raw(&serde_json::to_string(&texts).unwrap())),
        Just(raw("{\"_placeholder\":true,\"num\":0}")),
    ]
}

fn arguments(named: bool) -> impl Strategy<Value = Arguments> {
    let values = proptest::collection::vec(json(), 0..4);
    let attachments = proptest::collection::vec(
        proptest::collection::vec(any::<u8>(), 0..9).prop_map(Bytes::from),
        0..3,
    );
    (any::<String>(), values, attachments).prop_map(move |(name, mut values, attachments)| {
        if named {
            values.insert(0, raw(&serde_json::to_string(&name).unwrap()));
        }
        Arguments { values, attachments }
    })
}

fn packets() -> impl Strategy<Value = Packet> {
    let namespace = prop_oneof![Just(String::from(ROOT)), "/[^,]{0,8}"];
    let kind = prop_oneof![
        proptest::option::of(
            proptest::collection::hash_map(any::<String>(), any::<i64>(), 0..3)
                .prop_map(|map| raw(&serde_json::to_string(&map).unwrap()))
        )
        .prop_map(Kind::Connect),
        Just(Kind::Disconnect),
        (proptest::option::of(any::<u64>()), arguments(true))
            .prop_map(|(id, arguments)| Kind::Event { id, arguments }),
        (any::<u64>(), arguments(false)).prop_map(|(id, arguments)| Kind::Ack { id, arguments }),
        any::<String>().prop_map(|message| Kind::ConnectError(Refusal { message })),
    ];
    (namespace, kind).prop_map(|(namespace, kind)| Packet {
        namespace: namespace.into(),
        kind,
    })
}

proptest! {
    #[test]
    fn any_packet_comes_back_as_it_was(packet in packets()) {
        let mut decoder = Decoder::default();
        let mut back = None;
        for frame in encode(&packet) {
            prop_assert!(back.is_none());
            back = match frame {
                Frame::Text(text) => match EnginePacket::read(&text) {
                    Ok(EnginePacket::Message(text)) => decoder.text(text).unwrap(),
                    other => panic!("{other:?}"),
                },
                Frame::Binary(bytes) => decoder.binary(bytes).unwrap(),
            };
        }
        // The values print the same exactly when they are the same.
        prop_assert_eq!(format!("{:?}", back.unwrap()), format!("{packet:?}"));
    }

    #[test]
    fn any_frames_are_read_or_refused(frames in proptest::collection::vec(prop_oneof![any::<String>(), "[0-6]{1,3}[-/,0-9]{0,4}[\\[\\]{}\"a-z,0-9]{0,12}"], 0..6)) {
        let mut decoder = Decoder::default();
        for frame in frames {
            let _ = EnginePacket::read(&frame);
            let _ = decoder.text(&frame);
            let _ = decoder.binary(Bytes::from(frame));
        }
    }
}
