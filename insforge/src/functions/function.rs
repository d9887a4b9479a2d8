//! A function's name with the types it takes and gives.

use std::fmt;
use std::marker::PhantomData;

/// A function's slug with the types of its input and its answer, to be defined once and shared.
///
/// ```no_run
/// use insforge::functions::Function;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize)]
/// struct Greet { name: String }
/// #[derive(Deserialize)]
/// struct Greeting { text: String }
///
/// const GREET: Function<Greet, Greeting> = Function::new("greet");
///
/// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
/// let greeting = client.functions().call(&GREET, &Greet { name: "Ada".into() }).await?;
/// println!("{}", greeting.text);
/// # Ok(())
/// # }
/// ```
pub struct Function<Req: ?Sized, Res> {
    slug: &'static str,
    types: PhantomData<fn(&Req) -> Res>,
}

impl<Req: ?Sized, Res> Function<Req, Res> {
    /// The function of this slug. A slug that cannot be is refused at the call.
    #[must_use]
    pub const fn new(slug: &'static str) -> Self {
        let types = PhantomData;
        Self { slug, types }
    }

    /// The slug.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        self.slug
    }
}

impl<Req: ?Sized, Res> Clone for Function<Req, Res> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Req: ?Sized, Res> Copy for Function<Req, Res> {}

impl<Req: ?Sized, Res> fmt::Debug for Function<Req, Res> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Function").field(&self.slug).finish()
    }
}
