//! What the gateway adds to a chat: web search and reading of documents.

use serde::Serialize;

use crate::open_enum::open_enum;

open_enum! {
    /// Who searches the web.
    pub enum SearchEngine {
        /// The model's own provider.
        Native = "native",
        /// Exa.
        Exa = "exa",
    }

    /// How a PDF is read.
    pub enum PdfEngine {
        /// Its text as it is; free.
        PdfText = "pdf-text",
        /// By optical recognition, for scans; priced by the page.
        MistralOcr = "mistral-ocr",
        /// By the model itself.
        Native = "native",
    }
}

/// Lets the model search the web; what it found is in the answer's annotations.
///
/// ```
/// use insforge::ai::{SearchEngine, WebSearch};
///
/// let search = WebSearch::new().engine(SearchEngine::Exa).max_results(3);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct WebSearch {
    enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine: Option<SearchEngine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_results: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    search_prompt: Option<String>,
}

impl Default for WebSearch {
    fn default() -> Self {
        Self {
            enabled: true,
            engine: None,
            max_results: None,
            search_prompt: None,
        }
    }
}

impl WebSearch {
    /// A search with the gateway's settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Who searches.
    pub fn engine(mut self, engine: SearchEngine) -> Self {
        self.engine = Some(engine);
        self
    }

    /// How many results the model gets, 1 to 10.
    pub fn max_results(mut self, results: u32) -> Self {
        self.max_results = Some(results);
        self
    }

    /// How the results are introduced to the model.
    pub fn search_prompt(mut self, prompt: impl Into<String>) -> Self {
        self.search_prompt = Some(prompt.into());
        self
    }
}

/// Lets the gateway read the documents of the messages for the model.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use]
pub struct FileParser {
    enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pdf: Option<Pdf>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Pdf {
    engine: PdfEngine,
}

impl Default for FileParser {
    fn default() -> Self {
        Self {
            enabled: true,
            pdf: None,
        }
    }
}

impl FileParser {
    /// Reading with the gateway's settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// How PDFs are read.
    pub fn pdf(mut self, engine: PdfEngine) -> Self {
        self.pdf = Some(Pdf { engine });
        self
    }
}
