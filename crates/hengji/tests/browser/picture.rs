//! Pictures of the stations of a walk, for people to look at: in `e2e-shots` beside the build.

use std::path::PathBuf;

use thirtyfour::common::print::PrintParameters;

use crate::visitor::Visitor;

/// The widths that pages are made for: a present office screen and an old one.
pub(crate) const WIDE: u32 = 1440;
pub(crate) const NARROW: u32 = 1280;

const HEIGHT: u32 = 900;
/// Longer pages are cut here: nobody looks at more of a picture.
const TALLEST: u64 = 3000;

fn directory() -> PathBuf {
    let made = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../e2e-shots");
    std::fs::create_dir_all(&made).unwrap();
    made
}

impl Visitor {
    /// The whole page at the usual width.
    pub(crate) async fn picture(&self, name: &str) {
        self.picture_at(name, WIDE).await;
    }

    /// The whole page at this width, whose content must fit it: a page that scrolls sideways hides its columns.
    pub(crate) async fn picture_at(&self, name: &str, width: u32) {
        self.resize(width, HEIGHT).await;
        let tall = self.number("return document.documentElement.scrollHeight").await;
        self.resize(width, u32::try_from(tall.min(TALLEST)).unwrap().max(HEIGHT))
            .await;
        let picture = self.driver.screenshot_as_png().await.unwrap();
        std::fs::write(directory().join(format!("{name}-{width}.png")), picture).unwrap();
        let wide = self.number("return document.documentElement.scrollWidth").await;
        self.resize(WIDE, HEIGHT).await;
        assert!(
            wide <= u64::from(width),
            "{name}: {wide} pixels on a screen of {width}"
        );
    }

    /// Where a walk stumbled.
    pub(crate) async fn picture_of_stumble(&self, name: &str) {
        // The stumble itself is reported by the caller; a browser that is gone leaves no picture.
        if let Ok(picture) = self.driver.screenshot_as_png().await {
            std::fs::write(directory().join(format!("stumble-{name}.png")), picture).unwrap();
        }
    }

    /// The page as it comes out of a printer.
    pub(crate) async fn print(&self, name: &str) {
        let settings = PrintParameters {
            background: true,
            ..PrintParameters::default()
        };
        let paper = self.driver.print_page(settings).await.unwrap();
        assert!(paper.starts_with(b"%PDF-"));
        std::fs::write(directory().join(format!("{name}.pdf")), paper).unwrap();
    }

    /// Gives the page, not the window around it, this size.
    async fn resize(&self, width: u32, height: u32) {
        let frame = self
            .number("return window.outerHeight - window.innerHeight")
            .await;
        let height = height + u32::try_from(frame).unwrap();
        self.driver.set_window_rect(0, 0, width, height).await.unwrap();
    }
}
