//! Stub.
pub(crate) fn check(_: &std::path::Path, _: &[String]) -> Result<Vec<String>, crate::shell::Failure> {
    Ok(vec![])
}
