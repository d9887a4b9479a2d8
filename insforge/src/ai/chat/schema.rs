//! The JSON schema of a tool's arguments, made from their type.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Tool, TypedTool};

impl Tool {
    /// Describes a function whose arguments are an `A`: the schema is made from the type, and the doc comments of its
    /// fields tell the model what to put into them. It needs the feature `schemars`, and the crate of that name for the
    /// derive.
    ///
    /// `A` is a struct with named fields; a tool without arguments takes an empty one, `struct Nothing {}`.
    ///
    /// ```
    /// use insforge::ai::Tool;
    ///
    /// #[derive(serde::Deserialize, schemars::JsonSchema)]
    /// struct Forecast {
    ///     /// The city's name in English, without the country.
    ///     city: String,
    ///     /// How many days, 1 to 7.
    ///     days: Option<u8>,
    /// }
    ///
    /// let forecast = Tool::typed::<Forecast>("get_forecast", "The weather of the coming days in a city");
    /// assert_eq!(Tool::from(forecast).parameters["required"], serde_json::json!(["city"]));
    /// ```
    #[must_use]
    pub fn typed<A: DeserializeOwned + JsonSchema>(
        name: impl Into<String>,
        description: impl Into<String>,
    ) -> TypedTool<A> {
        TypedTool::new(name, description, schema::<A>())
    }
}

/// The schema in one piece: not every provider follows references, and none needs the type's own name.
fn schema<A: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<A>();
    schema.remove("title");
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::ai::{ChatRequest, Message, ToolCall};

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    struct Search {
        /// What to look for.
        search_text: String,
        limit: Option<u8>,
        sort: Sort,
        #[serde(default)]
        tags: Vec<String>,
    }

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Sort {
        Newest,
        Best,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    struct Nothing {}

    #[derive(Debug, Deserialize, JsonSchema)]
    struct Reply {
        #[allow(dead_code, reason = "only its schema is looked at")]
        replies: Vec<Reply>,
    }

    fn ask(tool: impl Into<Tool>) -> Result<(), String> {
        let request = ChatRequest::new("m", [Message::user("x")]).tool(tool);
        request.check().map_err(|error| error.to_string())
    }

    #[test]
    fn the_schema_is_that_of_what_serde_reads() {
        let search = Tool::typed::<Search>("search", "Finds notes");
        assert_eq!(
            Tool::from(&search).parameters,
            json!({
                "type": "object",
                "properties": {
                    "searchText": {"type": "string", "description": "What to look for."},
                    "limit": {"type": ["integer", "null"], "format": "uint8", "minimum": 0, "maximum": 255},
                    "sort": {"type": "string", "enum": ["newest", "best"]},
                    "tags": {"type": "array", "items": {"type": "string"}, "default": []}
                },
                "required": ["searchText", "sort"]
            })
        );
        assert_eq!(ask(&search), Ok(()));
        let call = ToolCall::new("1", "search", r#"{"searchText":"cats","sort":"best"}"#);
        let read = search.read(&call).unwrap().unwrap();
        assert_eq!((read.search_text.as_str(), read.sort), ("cats", Sort::Best));
    }

    #[test]
    fn a_tool_without_arguments_is_called_without_any() {
        let tool = Tool::typed::<Nothing>("now", "The time");
        assert_eq!(ask(&tool), Ok(()));
        assert!(tool.read(&ToolCall::new("1", "now", "")).unwrap().is_some());
    }

    #[test]
    fn a_type_that_holds_itself_has_a_schema_too() {
        let schema = Tool::from(Tool::typed::<Reply>("reply", "")).parameters;
        assert_eq!(schema["type"], "object");
        assert!(schema.to_string().len() < 1000, "{schema}");
    }

    #[test]
    fn what_is_no_object_is_refused_with_the_way_out() {
        for error in [
            ask(Tool::typed::<u32>("double", "")).unwrap_err(),
            ask(Tool::typed::<Vec<u32>>("sum", "")).unwrap_err(),
            ask(Tool::typed::<()>("now", "")).unwrap_err(),
        ] {
            assert!(error.contains("a struct with named fields"), "{error}");
        }
    }
}
