//! Tools that a model may call, and its calls.

use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::error::{Error, Result};
use crate::open_enum::open_enum;

/// A function that the model may call, described by a JSON schema of its arguments.
///
/// ```
/// use insforge::ai::Tool;
/// use serde_json::json;
///
/// let weather = Tool::new(
///     "get_weather",
///     "The weather of a city",
///     json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}),
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Tool {
    /// The function's name.
    pub name: String,
    /// What it does: the model decides by this.
    pub description: String,
    /// The JSON schema of its arguments, an object.
    pub parameters: Value,
}

impl Tool {
    /// Describes a function; `parameters` is a JSON schema of type `object`.
    #[must_use]
    pub fn new(name: impl Into<String>, description: impl Into<String>, parameters: Value) -> Self {
        Self {
            name: name.into(),
            description: description.into(),
            parameters,
        }
    }
}

impl Serialize for Tool {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut function = json!({"name": self.name, "parameters": self.parameters});
        if let (false, Some(map)) = (self.description.is_empty(), function.as_object_mut()) {
            map.insert("description".to_owned(), self.description.clone().into());
        }
        json!({"type": "function", "function": function}).serialize(serializer)
    }
}

/// A [`Tool`] together with the Rust type its arguments are read into. Here the schema is written by hand;
/// `Tool::typed` (feature `schemars`) makes it from the type.
///
/// ```
/// use insforge::ai::TypedTool;
/// use serde_json::json;
///
/// #[derive(serde::Deserialize)]
/// struct City { city: String }
///
/// let weather = TypedTool::<City>::new(
///     "get_weather",
///     "The weather of a city",
///     json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}),
/// );
/// # let _ = weather;
/// ```
pub struct TypedTool<A> {
    tool: Tool,
    arguments: PhantomData<fn() -> A>,
}

impl<A: DeserializeOwned> TypedTool<A> {
    /// Describes a function whose arguments are an `A`; `parameters` is the JSON schema of that type.
    #[must_use]
    pub fn new(name: impl Into<String>, description: impl Into<String>, parameters: Value) -> Self {
        Self {
            tool: Tool::new(name, description, parameters),
            arguments: PhantomData,
        }
    }

    /// The function's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.tool.name
    }

    /// The arguments of a call of this tool; `None` where the call is for another one.
    ///
    /// # Errors
    /// [`Decode`](crate::error::ErrorKind::Decode) where the model's arguments do not fit the type.
    pub fn read(&self, call: &ToolCall) -> Result<Option<A>> {
        if call.function.name == self.tool.name {
            call.arguments().map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<A> From<TypedTool<A>> for Tool {
    fn from(typed: TypedTool<A>) -> Self {
        typed.tool
    }
}

impl<A> From<&TypedTool<A>> for Tool {
    fn from(typed: &TypedTool<A>) -> Self {
        typed.tool.clone()
    }
}

impl<A> Clone for TypedTool<A> {
    fn clone(&self) -> Self {
        Self {
            tool: self.tool.clone(),
            arguments: PhantomData,
        }
    }
}

impl<A> fmt::Debug for TypedTool<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tool.fmt(f)
    }
}

/// Whether, and which, tools the model calls.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ToolChoice {
    /// As the model thinks right.
    Auto,
    /// None.
    None,
    /// At least one.
    Required,
    /// The one of this name.
    Function(String),
}

impl Serialize for ToolChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Auto => serializer.serialize_str("auto"),
            Self::None => serializer.serialize_str("none"),
            Self::Required => serializer.serialize_str("required"),
            Self::Function(name) => {
                json!({"type": "function", "function": {"name": name}}).serialize(serializer)
            }
        }
    }
}

open_enum! {
    /// What kind of tool a call is for.
    pub enum ToolKind {
        /// A function of the program.
        Function = "function",
    }
}

/// A call of a tool by the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ToolCall {
    /// The call's id, which the tool's message repeats.
    #[serde(default)]
    pub id: String,
    /// What kind of tool it is for.
    #[serde(rename = "type", default = "function")]
    pub kind: ToolKind,
    /// Which function, with which arguments.
    pub function: FunctionCall,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The function of a [`ToolCall`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FunctionCall {
    /// The function's name.
    #[serde(default)]
    pub name: String,
    /// Its arguments as JSON text, as the model wrote it. [`ToolCall::arguments`] reads it.
    #[serde(default, deserialize_with = "text_or_json")]
    pub arguments: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

fn function() -> ToolKind {
    ToolKind::Function
}

/// Some models write the arguments as JSON and not as a text of it.
fn text_or_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    })
}

impl ToolCall {
    /// A call, for chats that are kept elsewhere.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>, arguments: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind: ToolKind::Function,
            function: FunctionCall {
                name: name.into(),
                arguments: arguments.into(),
                extra: Map::new(),
            },
            extra: Map::new(),
        }
    }

    /// Reads the arguments. No text at all counts as `{}`.
    ///
    /// # Errors
    /// [`Decode`](crate::error::ErrorKind::Decode) where the model's arguments do not fit the type: tell the model so in
    /// the tool's message, and it will try again.
    pub fn arguments<A: DeserializeOwned>(&self) -> Result<A> {
        let text = match self.function.arguments.trim() {
            "" => "{}",
            text => text,
        };
        serde_json::from_str(text).map_err(|error| {
            Error::decode(format!(
                "the model's arguments for the tool {:?} do not fit their type",
                self.function.name
            ))
            .with_body(text.as_bytes())
            .with_source(error)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_and_choices_have_the_form_of_the_wire() {
        let tool = Tool::new("w", "d", json!({"type": "object"}));
        assert_eq!(
            serde_json::to_value(&tool).unwrap(),
            json!({"type": "function", "function": {"name": "w", "description": "d", "parameters": {"type": "object"}}})
        );
        assert_eq!(
            serde_json::to_value([ToolChoice::Auto, ToolChoice::Function("w".into())]).unwrap(),
            json!(["auto", {"type": "function", "function": {"name": "w"}}])
        );
    }

    #[test]
    fn arguments_are_read_from_text_json_and_nothing() {
        for (call, city) in [
            (
                json!({"id": "1", "function": {"name": "w", "arguments": "{\"city\":\"Rome\"}"}}),
                Some("Rome"),
            ),
            (
                json!({"id": "1", "type": "new", "function": {"name": "w", "arguments": {"city": "Rome"}}}),
                Some("Rome"),
            ),
            (
                json!({"function": {"name": "w", "arguments": ""}, "index": 0}),
                None,
            ),
            (json!({"function": {"name": "w", "arguments": null}}), None),
        ] {
            let call: ToolCall = serde_json::from_value(call).unwrap();
            let arguments: Value = call.arguments().unwrap();
            assert_eq!(arguments["city"].as_str(), city);
        }
        let error = ToolCall::new("1", "w", "{oops").arguments::<Value>().unwrap_err();
        assert!(error.to_string().contains("\"w\""), "{error}");
    }
}
