//! What stands between the network and a handler: headers, origin, token.

pub(crate) mod cookie;
pub(crate) mod headers;
pub(crate) mod origin;
pub(crate) mod token;
