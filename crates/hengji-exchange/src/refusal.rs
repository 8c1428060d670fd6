//! 拒收 (refusal): why a file is not read, with what was found, the limit, and how to mend it.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* } = $code:literal, $message:literal;)*) => {
        /// 工作簿拒收 (workbook refusal). Codes are stable; the displayed text ends with the code.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum WorkbookRefusal { $($(#[$doc])* $variant { $($(#[$field_doc])* $field: $kind),* },)* }

        impl WorkbookRefusal {
            /// The stable identifier, e.g. `workbook-macros`.
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code,)* }
            }

            /// What was found, the limit, and how to mend it, in Chinese, without the code.
            pub fn message(&self) -> String {
                match self { $(Self::$variant { $($field),* } => format!($message),)* }
            }
        }
    };
}

impl fmt::Display for WorkbookRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message(), self.code())
    }
}

impl std::error::Error for WorkbookRefusal {}

impl From<WorkbookRefusal> for hengji_app::ports::WorkbookRefusal {
    fn from(refusal: WorkbookRefusal) -> Self {
        Self {
            code: refusal.code().to_owned(),
            message: refusal.message(),
        }
    }
}

refusals! {
    /// Zero bytes.
    Empty {} = "workbook-empty", "文件是空的(0 字节)。请重新导出或重新上传。";
    /// Larger than the limit.
    TooLarge {
        /// Bytes found.
        found: u64,
        /// Bytes allowed.
        limit: u64
    } = "workbook-too-large", "文件大小为 {found} 字节,上限为 {limit} 字节。请删去图片和无关的工作表,或分成几个文件。";
    /// Another kind of file.
    NotAWorkbook {
        /// What it is instead.
        found: String
    } = "not-a-workbook", "文件内容是{found},不是工作簿。请用表格软件打开后另存为 .xlsx(或 .xls、.ods)再上传。";
    /// The end is missing, or the package is damaged.
    Damaged {
        /// What could not be read.
        detail: String
    } = "workbook-damaged", "文件不完整或已损坏({detail})。请重新下载或重新另存后再上传。";
    /// Encrypted.
    PasswordProtected {} = "workbook-password-protected", "工作簿设了打开密码,无法读取。请取消密码后另存再上传。";
    /// Carries macros.
    Macros {
        /// The part that carries them.
        part: String
    } = "workbook-macros", "工作簿带有宏({part})。请另存为不带宏的 .xlsx 再上传。";
    /// Carries an embedded file.
    EmbeddedObject {
        /// The part.
        part: String
    } = "workbook-embedded-object", "工作簿里嵌有其他文件或控件({part})。请删去嵌入对象后另存再上传。";
    /// Refers to other files.
    ExternalLink {
        /// The part.
        part: String
    } = "workbook-external-link", "工作簿引用了其他文件的数据({part})。请在“数据—编辑链接”里断开链接,另存后再上传。";
    /// Too many parts in the package.
    TooManyParts {
        /// Parts found.
        found: usize,
        /// Parts allowed.
        limit: usize
    } = "workbook-too-many-parts", "文件包里有 {found} 个部件,上限为 {limit} 个。请只保留要上报的工作表,另存后再上传。";
    /// Two parts of one name.
    DuplicatePart {} = "workbook-duplicate-part", "文件包里有同名或重叠的部件,不同软件会读出不同内容。请用表格软件打开后另存再上传。";
    /// A part whose name leaves the package.
    UnsafePartName {
        /// The name.
        part: String
    } = "workbook-unsafe-part-name", "文件包里的部件名不合规({part})。请用表格软件打开后另存再上传。";
    /// A part that does not belong into a workbook.
    UnknownPart {
        /// The name.
        part: String
    } = "workbook-unknown-part", "文件包里有工作簿不应有的部件({part})。请用表格软件打开后另存再上传。";
    /// A part or the whole inflates beyond the limit.
    InflatesTooMuch {
        /// The part at which the limit was passed.
        part: String,
        /// Bytes counted until then.
        found: u64,
        /// Bytes allowed.
        limit: u64
    } = "workbook-inflates-too-much", "文件解压后过大(解到 {part} 时已有 {found} 字节,上限为 {limit} 字节)。请删去多余的行、格式和图片后另存再上传。";
    /// Inflates far more than real workbooks do.
    RatioTooHigh {
        /// The part.
        part: String,
        /// Inflated bytes per packed byte.
        found: u64,
        /// The ratio allowed.
        limit: u64
    } = "workbook-ratio-too-high", "文件包里的 {part} 解压 {found} 倍,上限为 {limit} 倍,疑似压缩炸弹。请删去整列、整行的格式和多余内容后另存再上传。";
    /// A document type definition.
    DocumentType {
        /// The part.
        part: String
    } = "workbook-doctype", "文件包里的 {part} 含有 DOCTYPE 声明,工作簿不应有。请用表格软件打开后另存再上传。";
    /// Not in UTF-8.
    NotUtf8 {
        /// The part.
        part: String
    } = "workbook-not-utf8", "文件包里的 {part} 不是 UTF-8 编码。请用表格软件打开后另存再上传。";
    /// Too many worksheets.
    TooManyWorksheets {
        /// Worksheets found.
        found: usize,
        /// Worksheets allowed.
        limit: usize
    } = "workbook-too-many-worksheets", "工作簿有 {found} 个工作表,上限为 {limit} 个。请分成几个文件。";
    /// Content below the last row allowed.
    TooManyRows {
        /// Name of the worksheet.
        worksheet: String,
        /// Number of a row with content beyond the limit.
        found: u32,
        /// Rows allowed.
        limit: u32
    } = "workbook-too-many-rows", "工作表“{worksheet}”第 {found} 行还有内容,上限为 {limit} 行。请删去多余的行,或分成几个文件。";
    /// Content right of the last column allowed.
    TooManyColumns {
        /// Name of the worksheet.
        worksheet: String,
        /// Number of a column with content beyond the limit.
        found: u32,
        /// Columns allowed.
        limit: u32
    } = "workbook-too-many-columns", "工作表“{worksheet}”第 {found} 列还有内容,上限为 {limit} 列。请删去多余的列。";
    /// Too many cells with content.
    TooManyCells {
        /// Name of the worksheet at which the limit was passed.
        worksheet: String,
        /// Cells allowed.
        limit: usize
    } = "workbook-too-many-cells", "工作簿有内容的单元格超过 {limit} 个(读到工作表“{worksheet}”)。请删去多余内容,或分成几个文件。";
    /// Too many merged areas.
    TooManyMerges {
        /// Name of the worksheet.
        worksheet: String,
        /// Areas found.
        found: usize,
        /// Areas allowed.
        limit: usize
    } = "workbook-too-many-merges", "工作表“{worksheet}”有 {found} 处合并单元格,上限为 {limit} 处。请删去多余的合并。";
    /// A text longer than a cell may hold.
    TextTooLong {
        /// Name of the worksheet.
        worksheet: String,
        /// The cell.
        cell: String,
        /// Characters found.
        found: usize,
        /// Characters allowed.
        limit: usize
    } = "workbook-text-too-long", "工作表“{worksheet}”单元格 {cell} 有 {found} 个字,上限为 {limit} 个。请缩短内容。";
    /// A name of absurd length.
    NameTooLong {
        /// What it names.
        field: String,
        /// The cell.
        cell: String,
        /// Characters found.
        found: usize,
        /// Characters allowed.
        limit: usize
    } = "form-name-too-long", "单元格 {cell} 的{field}有 {found} 个字,上限为 {limit} 个。请填写名称本身,说明另放备注。";
    /// Nothing in it.
    NothingInside {} = "workbook-without-content", "工作簿里没有任何内容。请确认上传的是填好的文件。";
    /// A text file in no known encoding.
    EncodingUnknown {} = "table-encoding-unknown", "文本文件的编码无法识别。请另存为 UTF-8 或 GBK 编码的 CSV,或另存为 .xlsx。";
    /// The worker process ended without an answer.
    ReaderDied {
        /// How it ended.
        how: String
    } = "workbook-reader-died", "读取进程中止:{how}。文件过大、过于复杂或已损坏,没有读入任何内容。请删去多余内容后另存再上传。";
    /// The worker process could not be started.
    ReaderMissing {
        /// Why.
        detail: String
    } = "workbook-reader-missing", "读取进程无法启动({detail})。请告诉系统管理员检查安装。";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_was_found_the_limit_and_its_code() {
        let refusal = WorkbookRefusal::TooManyRows {
            worksheet: "自评表".into(),
            found: 1_000_000,
            limit: 5_000,
        };
        assert_eq!(
            refusal.to_string(),
            "工作表“自评表”第 1000000 行还有内容,上限为 5000 行。请删去多余的行,或分成几个文件。 [workbook-too-many-rows]"
        );
        assert_eq!(refusal.code(), "workbook-too-many-rows");
    }

    #[test]
    fn a_refusal_survives_the_pipe() {
        let refusal = WorkbookRefusal::Macros {
            part: "xl/vbaProject.bin".into(),
        };
        let json = serde_json::to_string(&refusal).unwrap();
        assert_eq!(serde_json::from_str::<WorkbookRefusal>(&json).unwrap(), refusal);
    }
}
