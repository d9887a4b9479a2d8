//! Tables in modules of their own, found by paths, with private ones beside public ones.

pub mod accounts {
    use insforge::prelude::*;

    #[derive(Table, Debug, Clone)]
    #[table(name = "accounts", schema = "billing")]
    #[relation(invoices: many super::invoices::Invoice via super::invoices::Invoice.account_id)]
    pub struct Account {
        #[column(pk)]
        pub id: i64,
        pub name: String,
    }
}

mod invoices {
    use super::accounts;
    use insforge::prelude::*;

    #[derive(Table, Debug, Clone)]
    #[table(name = "invoices", schema = "billing")]
    #[relation(account: one accounts::Account via account_id)]
    #[relation(lines: many crate::pass::relations_across_modules::lines::Line via crate::pass::relations_across_modules::lines::Line.invoice_id)]
    pub struct Invoice {
        #[column(pk)]
        pub id: i64,
        pub account_id: i64,
    }
}

pub(crate) mod lines {
    #[derive(insforge::Table, Debug, Clone)]
    #[table(name = "lines", schema = "billing")]
    #[relation(invoice: one super::invoices::Invoice via invoice_id)]
    pub(crate) struct Line {
        #[column(pk)]
        pub(crate) id: i64,
        pub(crate) invoice_id: i64,
        pub(crate) cents: i64,
    }

    #[derive(insforge::Projection, Debug)]
    #[projection(super::invoices::Invoice)]
    pub(crate) struct Sheet {
        pub(crate) id: i64,
        #[proj(embed = account)]
        pub(crate) account: Option<super::accounts::Account>,
        #[proj(embed = lines)]
        pub(crate) lines: Vec<Line>,
    }
}

#[test]
fn paths_lead_to_tables() {
    use insforge::prelude::*;
    let large = invoices::Invoice::COLS.lines.any(|line| line.cents.gt(100));
    let _ = large | invoices::Invoice::COLS.account.any(|a| a.name.eq("x"));
}
