//! A call, free of types.

use std::sync::Arc;

use super::{ArgumentWriter, Rpc, RpcMeta};

/// A function with its arguments. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct CallPlan {
    pub(crate) function: &'static RpcMeta,
    pub(crate) arguments: Arc<ArgumentWriter>,
    /// The call may be sent again although the function writes.
    pub(crate) idempotent: bool,
    /// Beyond this length a read goes as a POST, whose arguments are in the body.
    pub(crate) max_url_len: usize,
}

impl CallPlan {
    pub(crate) fn new<A: Rpc>(arguments: &A, max_url_len: usize) -> Self {
        let mut writer = ArgumentWriter::new();
        arguments.write(&mut writer);
        Self {
            function: A::META,
            arguments: Arc::new(writer),
            idempotent: false,
            max_url_len,
        }
    }
}
