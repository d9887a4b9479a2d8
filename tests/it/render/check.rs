//! A filter together with its meaning in Rust, in SQL's three-valued logic.

use std::sync::Arc;

use insforge::Filter;

use super::sample::Sample;

type Model = Arc<dyn Fn(&Sample) -> Option<bool> + Send + Sync>;

#[derive(Clone)]
pub(super) struct Check {
    pub(super) filter: Filter<Sample>,
    model: Model,
}

impl Check {
    pub(super) fn new(
        filter: Filter<Sample>,
        model: impl Fn(&Sample) -> Option<bool> + Send + Sync + 'static,
    ) -> Self {
        Self {
            filter,
            model: Arc::new(model),
        }
    }

    /// The ids of the rows that the filter keeps.
    pub(super) fn expected(&self, rows: &[Sample]) -> Vec<i32> {
        rows.iter()
            .filter(|row| (self.model)(row) == Some(true))
            .map(|row| row.id)
            .collect()
    }

    pub(super) fn negated(self) -> Self {
        let model = self.model;
        Self::new(!self.filter, move |row| model(row).map(|value| !value))
    }

    pub(super) fn group(checks: Vec<Self>, all: bool) -> Self {
        let (filters, models): (Vec<_>, Vec<_>) = checks
            .into_iter()
            .map(|check| (check.filter, check.model))
            .unzip();
        let filter = if all {
            Filter::all(filters)
        } else {
            Filter::any(filters)
        };
        Self::new(filter, move |row| {
            let values: Vec<_> = models.iter().map(|model| model(row)).collect();
            if values.contains(&Some(!all)) {
                Some(!all)
            } else if values.contains(&None) {
                None
            } else {
                Some(all)
            }
        })
    }
}
