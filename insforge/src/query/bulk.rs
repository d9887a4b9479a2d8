//! Sending many rows: in chunks, several at a time, with a report when one fails.

use core::ops::Range;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;

use super::insert::NewRows;
use super::render::{Answer, Conflict};
use crate::error::{Error, Result, WriteOutcome, WriteReport};
use crate::http::{Request, Response};
use crate::schema::Generated;

/// Rows a request unless said: some hundred kilobytes of ordinary rows.
pub(super) const DEFAULT_CHUNK: usize = 1000;

impl NewRows {
    /// The rows of each request.
    fn chunks(&self) -> Vec<Range<usize>> {
        let (total, chunk) = (self.writer.rows(), self.chunk.max(1));
        if !self.bulk {
            return core::iter::once(0..total).collect();
        }
        let starts = (0..total).step_by(chunk);
        starts
            .map(|start| start..total.min(start.saturating_add(chunk)))
            .collect()
    }

    /// What is wrong whatever the chunk.
    fn check(&self) -> Result<()> {
        let refuse = |reason: String| Err(Error::request(reason).with_operation(self.operation()));
        if let Some(reason) = self.writer.error() {
            return refuse(reason.to_string());
        }
        if matches!(self.plan.conflict, Conflict::Merge(_)) && !self.writer.is_uniform() {
            return refuse(
                "the rows of this upsert set different columns: those that a row leaves out would be overwritten by \
                 their defaults where the row exists. Upsert rows of the same columns together"
                    .into(),
            );
        }
        Ok(())
    }

    /// The columns of a bulk insert: every one that any row sets, or some default column when none does.
    fn columns(&self) -> Vec<&'static str> {
        if self.writer.columns().is_empty() {
            let insertable = self
                .plan
                .table
                .columns
                .iter()
                .find(|c| c.generated != Generated::Always);
            return insertable.map(|column| column.name).into_iter().collect();
        }
        self.writer.columns().to_vec()
    }

    fn request(&self, rows: &Range<usize>, answer: Answer<'_>) -> Result<Request> {
        let request = if self.bulk {
            let body = self.writer.array(rows.clone());
            super::render::insert(&self.plan, Some(&self.columns()), body, answer)
        } else {
            super::render::insert(&self.plan, None, self.writer.object(rows.start), answer)
        };
        request.map_err(|error| error.with_operation(self.operation()))
    }

    /// The first request; an error when there is no row.
    pub(super) fn to_request(&self, answer: Answer<'_>) -> Result<Request> {
        self.check()?;
        match self.chunks().first() {
            Some(rows) => self.request(rows, answer),
            None => Err(Error::request("there is no row to insert").with_operation(self.operation())),
        }
    }

    async fn send(&self, rows: Range<usize>, answer: Answer<'_>) -> (Range<usize>, Result<Response>) {
        let answer = match self.request(&rows, answer) {
            Ok(request) => self.handle.send(request).await,
            Err(error) => Err(error),
        };
        (rows, answer)
    }

    /// Sends every chunk, at most [`concurrency`](Self::concurrency) at a time, and takes the answers in their order.
    ///
    /// After a failure no further chunk is sent, and those on their way are waited for: to drop them would leave open
    /// what became of them.
    pub(super) async fn run(
        &self,
        answer: Answer<'_>,
        mut take: impl FnMut(Response) -> Result<()>,
    ) -> Result<()> {
        self.check()?;
        let mut waiting = self.chunks().into_iter();
        let mut running = FuturesOrdered::new();
        let mut report = WriteReport::new();
        let mut failed = None;
        loop {
            while failed.is_none() && running.len() < self.concurrency.max(1) {
                match waiting.next() {
                    Some(rows) => running.push_back(self.send(rows, answer)),
                    None => break,
                }
            }
            let Some((rows, answer)) = running.next().await else {
                break;
            };
            let outcome = match &answer {
                Ok(_) => WriteOutcome::Written,
                Err(error) if error.is_outcome_unknown() => WriteOutcome::Unknown,
                Err(_) => WriteOutcome::NotWritten,
            };
            report.push(rows, outcome);
            if let Err(error) = answer.and_then(&mut take)
                && failed.is_none()
            {
                failed = Some(error);
            }
        }
        for rows in waiting {
            report.push(rows, WriteOutcome::NotWritten);
        }
        match failed {
            None => Ok(()),
            Some(error) if self.bulk => Err(error.with_write_report(report)),
            Some(error) => Err(error),
        }
    }
}
