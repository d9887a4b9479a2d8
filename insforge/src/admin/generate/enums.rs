//! Enums.

use heck::ToSnakeCase as _;

use super::inline;
use super::names::{Taken, alone, camel, literal};
use super::plan::Plan;

/// Every enum.
pub(super) fn write(plan: &Plan<'_>, out: &mut String) {
    for (item, name) in &plan.enums {
        let qualified = if item.schema == plan.options.default_schema {
            item.name.clone()
        } else {
            format!("{}.{}", item.schema, item.name)
        };
        out.push_str(&format!(
            "\n/// The type `{}.{}`.\n#[derive(PgEnum, Debug, Clone, PartialEq, Eq, Hash)]\n#[pg_enum(name = {})]\npub \
             enum {name} {{\n",
            inline(&item.schema),
            inline(&item.name),
            literal(&qualified)
        ));
        let mut taken = Taken::default();
        // The open variant's name, and the one that no variant can have.
        for name in ["Unknown", "Self"] {
            taken.choose(name, "", alone);
        }
        for label in &item.labels {
            let variant = taken.choose(&camel(label, "Value"), "Value", alone);
            if variant.to_snake_case() != *label {
                out.push_str(&format!("    #[pg_enum(rename = {})]\n", literal(label)));
            }
            out.push_str(&format!("    {variant},\n"));
        }
        out.push_str("    Unknown(String),\n}\n");
    }
}
