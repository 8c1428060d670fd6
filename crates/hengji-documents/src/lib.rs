//! Papers (公文) set in print: a PDF that is the same byte for byte each time, and a Word file to edit.
//!
//! Pure but for the fonts, which are looked for in a directory of the customer's and in the system's. No network,
//! no packages of typst, no code in what people wrote: their words reach the template as data only.

mod data;
mod docx;
mod fonts;
mod pdf;
mod punctuation;
mod svg;
mod world;

pub use docx::docx;
pub use fonts::{Fonts, SYSTEM_DIRECTORIES};
pub use hengji_domain::paper::Imprint;
pub use pdf::pdf;

#[cfg(test)]
mod sample;

/// Why a paper could not be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// No font for Chinese text.
    #[error(
        "服务器上没有可用于公文的中文字体,无法生成 PDF。需要下列任一字体:{wanted};已查找:{searched}。请安装(Debian 系统:apt-get install fonts-noto-cjk)或把字体文件放入启动参数 --fonts-dir 指定的目录后重启服务。 [fonts-missing]"
    )]
    FontsMissing {
        /// The families of which one is needed.
        wanted: String,
        /// Where they were looked for.
        searched: String,
    },
    /// The typesetter refused. Its words are for the log.
    #[error("公文排版失败:{0}。请把该公文的文号或标题告知系统管理员。 [paper-not-set]")]
    NotSet(String),
    /// The Word file could not be written.
    #[error("Word 文件生成失败:{0}。请改为下载 PDF,并告知系统管理员。 [docx-not-written]")]
    NotWritten(String),
}
