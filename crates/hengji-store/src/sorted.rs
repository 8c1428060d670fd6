//! A record with the key by which lists sort it.

/// A record and its pinyin sort key, which the application makes: engines collate Chinese differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted<T> {
    /// The record.
    pub record: T,
    /// Full pinyin of the name, compared bytewise.
    pub pinyin_sort: String,
}
