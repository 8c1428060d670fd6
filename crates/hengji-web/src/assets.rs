//! The style sheet, the script and the icon, under names that carry a hash of their content.
//!
//! A browser may keep such a file for ever: a new release has a new name.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// One embedded file.
struct Asset {
    name: String,
    media_type: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(stem: &str, extension: &str, media_type: &'static str, content: &'static str) -> Self {
        let mut hash = String::new();
        for byte in Sha256::digest(content.as_bytes()).iter().take(6) {
            // Writing to a String cannot fail.
            let _ = write!(hash, "{byte:02x}");
        }
        Self {
            name: format!("{stem}-{hash}.{extension}"),
            media_type,
            content,
        }
    }
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "style",
        "css",
        "text/css; charset=utf-8",
        include_str!("static/style.css"),
    )
});

static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "hengji",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("static/hengji.js"),
    )
});

static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", include_str!("static/icon.svg")));

/// Address of the style sheet.
pub(crate) fn style_path() -> String {
    format!("/assets/{}", STYLE.name)
}

/// Address of the script.
pub(crate) fn script_path() -> String {
    format!("/assets/{}", SCRIPT.name)
}

/// Address of the icon.
pub(crate) fn icon_path() -> String {
    format!("/assets/{}", ICON.name)
}

/// `GET /assets/{name}`.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let found = [&STYLE, &SCRIPT, &ICON]
        .into_iter()
        .find(|asset| asset.name == name);
    match found {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.media_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.content,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_hash_of_the_content() {
        let one = Asset::new("a", "css", "text/css", "x");
        let other = Asset::new("a", "css", "text/css", "y");
        assert_ne!(one.name, other.name);
        assert!(one.name.starts_with("a-") && one.name.ends_with(".css"));
    }

    #[test]
    fn the_style_sheet_asks_for_nothing_that_the_oldest_browser_lacks() {
        for newer in [
            ":has(",
            ":is(",
            "inset:",
            "aspect-ratio",
            "accent-color",
            "@container",
            "dvh",
        ] {
            assert!(
                !STYLE.content.contains(newer),
                "{newer} is newer than Chromium 86"
            );
        }
    }

    #[test]
    fn the_script_is_plain_and_fetches_only_from_its_own_server() {
        for newer in ["?.", "??", "https://", "http://", "eval(", "import "] {
            assert!(!SCRIPT.content.contains(newer), "{newer}");
        }
    }
}
