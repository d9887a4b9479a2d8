//! Messages between clients, over a websocket.

mod wire;
