//! no method named `sign_in_with_password` found for struct `AdminAuth`
use insforge::{Admin, Client};

fn case(client: &Client<Admin>) {
    let _ = client.auth().sign_in_with_password("ada@example.com", "secret");
}

fn main() {}
