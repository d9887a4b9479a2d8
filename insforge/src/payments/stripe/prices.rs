//! Prices of Stripe's catalogue, for the project's administrator.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::super::subject::{Notes, check_optional, check_text};
use super::super::{Currency, IdempotencyKey, Money, read, write};
use super::products::Keyed;
use super::{RecurringInterval, Stripe, StripePrice, TaxBehavior};
use crate::client::Admin;
use crate::error::{Error, Result};
use crate::http::{Request, check_changes, json_call};

const CREATE: &str = "payments.stripe.create_price";
const UPDATE: &str = "payments.stripe.update_price";
const ARCHIVE: &str = "payments.stripe.archive_price";

/// A price to be made.
///
/// ```
/// use insforge::payments::{Money, NewStripePrice, RecurringInterval};
///
/// let monthly = NewStripePrice::new("prod_123", Money::new(990, "EUR")?).recurring(RecurringInterval::Month, 1);
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct NewStripePrice {
    product_id: String,
    currency: Currency,
    unit_amount: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    lookup_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recurring: Option<Recurring>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_behavior: Option<TaxBehavior>,
    #[serde(skip_serializing_if = "Notes::is_empty")]
    metadata: Notes,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Recurring {
    interval: RecurringInterval,
    interval_count: u32,
}

impl NewStripePrice {
    /// A price of a product, paid once unless it is made recurring. 0 is for what is free.
    pub fn new(product_id: impl Into<String>, price: Money) -> Self {
        Self {
            product_id: product_id.into(),
            currency: price.currency().clone(),
            unit_amount: price.minor(),
            lookup_key: None,
            active: None,
            recurring: None,
            tax_behavior: None,
            metadata: Notes::new(),
        }
    }

    /// A name of the program's own for it.
    pub fn lookup_key(mut self, key: impl Into<String>) -> Self {
        self.lookup_key = Some(key.into());
        self
    }

    /// Whether it can be paid.
    pub fn active(mut self, active: bool) -> Self {
        self.active = Some(active);
        self
    }

    /// Paid again after so many units of time.
    pub fn recurring(mut self, interval: RecurringInterval, count: u32) -> Self {
        self.recurring = Some(Recurring {
            interval,
            interval_count: count,
        });
        self
    }

    /// Whether it holds its tax.
    pub fn tax_behavior(mut self, behavior: TaxBehavior) -> Self {
        self.tax_behavior = Some(behavior);
        self
    }

    /// Adds a note.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }

    fn check(&self) -> Result<()> {
        check_text("a price's product", &self.product_id, 255)?;
        check_optional("a price's lookup_key", self.lookup_key.as_ref(), 200)?;
        if self.unit_amount < 0 {
            return Err(Error::request("a price is 0 or more"));
        }
        if self
            .recurring
            .as_ref()
            .is_some_and(|recurring| recurring.interval_count == 0)
        {
            return Err(Error::request(
                "a recurring price is paid every 1 or more units of time",
            ));
        }
        Ok(())
    }
}

/// What to change in a price. The amount cannot be changed: make another price.
///
/// ```
/// use insforge::payments::StripePriceUpdate;
///
/// let hidden = StripePriceUpdate::new().active(false).lookup_key(None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct StripePriceUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lookup_key: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_behavior: Option<TaxBehavior>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Notes>,
}

impl StripePriceUpdate {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it can be paid.
    pub fn active(mut self, active: bool) -> Self {
        self.active = Some(active);
        self
    }

    /// Another name of the program's own, or none.
    pub fn lookup_key(mut self, key: Option<String>) -> Self {
        self.lookup_key = Some(key);
        self
    }

    /// Whether it holds its tax.
    pub fn tax_behavior(mut self, behavior: TaxBehavior) -> Self {
        self.tax_behavior = Some(behavior);
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
    prices: Vec<StripePrice>,
}

#[derive(Deserialize)]
struct One {
    price: StripePrice,
}

impl Stripe<Admin> {
    /// The prices, of all products or of one: `GET /api/payments/stripe/{env}/catalog/prices`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn prices(&self, product_id: Option<&str>) -> Result<Vec<StripePrice>> {
        let mut target = self.target(&["catalog", "prices"]);
        if let (Ok(target), Some(id)) = (&mut target, product_id) {
            target.pair("productId", id);
        }
        let list: List = read(&self.caller, "payments.stripe.prices", target).await?;
        Ok(list.prices)
    }

    /// A price: `GET /api/payments/stripe/{env}/catalog/prices/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id.
    pub async fn price(&self, id: &str) -> Result<StripePrice> {
        let target = self.target(&["catalog", "prices", id]);
        let one: One = read(&self.caller, "payments.stripe.price", target).await?;
        Ok(one.price)
    }

    /// Makes a price, once however often it arrives with this key: `POST /api/payments/stripe/{env}/catalog/prices`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) where there is no such product, or the key was used for another price,
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no key of Stripe's.
    pub async fn create_price(&self, price: NewStripePrice, key: &IdempotencyKey) -> Result<StripePrice> {
        let build = || {
            price.check()?;
            let body = Keyed {
                body: &price,
                idempotency_key: key,
            };
            Ok(
                json_call(CREATE, Method::POST, self.target(&["catalog", "prices"])?, &body)?
                    .idempotent(true),
            )
        };
        let one: One = write(&self.caller, CREATE, build()).await?;
        Ok(one.price)
    }

    /// Changes a price: `PATCH /api/payments/stripe/{env}/catalog/prices/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id.
    pub async fn update_price(&self, id: &str, update: StripePriceUpdate) -> Result<StripePrice> {
        let build = || {
            check_changes(&update)?;
            let target = self.target(&["catalog", "prices", id])?;
            json_call(UPDATE, Method::PATCH, target, &update)
        };
        let one: One = write(&self.caller, UPDATE, build()).await?;
        Ok(one.price)
    }

    /// Archives a price, which Stripe never deletes: `DELETE /api/payments/stripe/{env}/catalog/prices/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id.
    pub async fn archive_price(&self, id: &str) -> Result<StripePrice> {
        let target = self.target(&["catalog", "prices", id]);
        let request = target.map(|target| Request::new(ARCHIVE, Method::DELETE, target.finish()));
        let one: One = write(&self.caller, ARCHIVE, request).await?;
        Ok(one.price)
    }
}
