//! 附件 (attachments): evidence beside a sheet, taken in by what it holds and never by what it claims to be.

pub(crate) mod add;
mod container;
mod content;
mod file_name;
mod read;
mod withdraw;

pub use add::NewAttachment;
pub(crate) use read::view;

#[cfg(test)]
mod tests;
