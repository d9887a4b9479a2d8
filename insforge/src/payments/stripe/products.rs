//! Products of Stripe's catalogue, for the project's administrator.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::super::subject::{Notes, check_text};
use super::super::{IdempotencyKey, read, write};
use super::{Stripe, StripePrice, StripeProduct};
use crate::client::Admin;
use crate::error::Result;
use crate::http::{Request, check_changes, json_call};

const CREATE: &str = "payments.stripe.create_product";
const UPDATE: &str = "payments.stripe.update_product";
const DELETE: &str = "payments.stripe.delete_product";

/// A product to be made.
///
/// ```
/// use insforge::payments::NewStripeProduct;
///
/// let tea = NewStripeProduct::new("Tea, 100 g").description("From Assam").metadata("shelf", "7");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use]
pub struct NewStripeProduct {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
    #[serde(skip_serializing_if = "Notes::is_empty")]
    metadata: Notes,
}

impl NewStripeProduct {
    /// A product of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            description: None,
            active: None,
            metadata: Notes::new(),
        }
    }

    /// What it is.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Whether it can be bought.
    pub fn active(mut self, active: bool) -> Self {
        self.active = Some(active);
        self
    }

    /// Adds a note.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }
}

/// What to change in a product. What is not set stays, and so do notes of other keys.
///
/// ```
/// use insforge::payments::StripeProductUpdate;
///
/// let sold_out = StripeProductUpdate::new().active(false).description(None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[must_use]
pub struct StripeProductUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Notes>,
}

impl StripeProductUpdate {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Another description, or none.
    pub fn description(mut self, description: Option<String>) -> Self {
        self.description = Some(description);
        self
    }

    /// Whether it can be bought.
    pub fn active(mut self, active: bool) -> Self {
        self.active = Some(active);
        self
    }

    /// Adds a note.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata
            .get_or_insert_default()
            .insert(key.into(), value.into());
        self
    }
}

#[derive(Deserialize)]
struct List {
    products: Vec<StripeProduct>,
}

#[derive(Deserialize)]
struct One {
    product: StripeProduct,
    #[serde(default)]
    prices: Vec<StripePrice>,
}

#[derive(Deserialize)]
struct Deleted {
    deleted: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Keyed<'a, T> {
    #[serde(flatten)]
    pub(super) body: &'a T,
    pub(super) idempotency_key: &'a IdempotencyKey,
}

impl Stripe<Admin> {
    /// The products: `GET /api/payments/stripe/{env}/catalog/products`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn products(&self) -> Result<Vec<StripeProduct>> {
        let target = self.target(&["catalog", "products"]);
        let list: List = read(&self.caller, "payments.stripe.products", target).await?;
        Ok(list.products)
    }

    /// A product with its prices: `GET /api/payments/stripe/{env}/catalog/products/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id.
    pub async fn product(&self, id: &str) -> Result<(StripeProduct, Vec<StripePrice>)> {
        let target = self.target(&["catalog", "products", id]);
        let one: One = read(&self.caller, "payments.stripe.product", target).await?;
        Ok((one.product, one.prices))
    }

    /// Makes a product, once however often it arrives with this key:
    /// `POST /api/payments/stripe/{env}/catalog/products`.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no key of Stripe's,
    /// [`Invalid`](crate::ErrorKind::Invalid) where the key was used for another product.
    pub async fn create_product(
        &self,
        product: NewStripeProduct,
        key: &IdempotencyKey,
    ) -> Result<StripeProduct> {
        let build = || {
            check_text("a product's name", &product.name, usize::MAX)?;
            let body = Keyed {
                body: &product,
                idempotency_key: key,
            };
            Ok(json_call(
                CREATE,
                Method::POST,
                self.target(&["catalog", "products"])?,
                &body,
            )?
            .idempotent(true))
        };
        let one: One = write(&self.caller, CREATE, build()).await?;
        Ok(one.product)
    }

    /// Changes a product: `PATCH /api/payments/stripe/{env}/catalog/products/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id.
    pub async fn update_product(&self, id: &str, update: StripeProductUpdate) -> Result<StripeProduct> {
        let build = || {
            check_changes(&update)?;
            let target = self.target(&["catalog", "products", id])?;
            json_call(UPDATE, Method::PATCH, target, &update)
        };
        let one: One = write(&self.caller, UPDATE, build()).await?;
        Ok(one.product)
    }

    /// Deletes a product, and says whether it is gone: `DELETE /api/payments/stripe/{env}/catalog/products/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id,
    /// [`Invalid`](crate::ErrorKind::Invalid) where it has prices, which Stripe never deletes.
    pub async fn delete_product(&self, id: &str) -> Result<bool> {
        let target = self.target(&["catalog", "products", id]);
        let request = target.map(|target| Request::new(DELETE, Method::DELETE, target.finish()));
        let answer: Deleted = write(&self.caller, DELETE, request).await?;
        Ok(answer.deleted)
    }
}
