//! no method named `sql` found for reference `&Client`
use insforge::Client;

fn case(client: &Client) {
    let _ = client.sql("select 1");
}

fn main() {}
