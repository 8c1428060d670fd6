//! What is wrong with a table: the first faults in full, the others counted.

use crate::Failure;

/// Faults told in full; more would scroll the first ones away.
const TOLD: usize = 20;

/// Faults of one file.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<String>,
    count: usize,
}

impl Faults {
    /// Notes one; the words are made only where they will be told.
    pub(super) fn note(&mut self, words: impl FnOnce() -> String) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(words());
        }
    }

    /// Refuses the file where there was any.
    pub(super) fn into_result(self, file: &str) -> Result<(), Failure> {
        let rest = self.count - self.told.len();
        match self.told.as_slice() {
            [] => Ok(()),
            [only] if rest == 0 => Err(Failure::unusable(format!("“{file}”{only}"))),
            told => {
                let lines: Vec<String> = told.iter().map(|fault| format!("\n  {fault}")).collect();
                let more = if rest == 0 {
                    String::new()
                } else {
                    format!("\n  另有 {rest} 处未列出。")
                };
                Err(Failure::unusable(format!(
                    "“{file}”有 {} 处不能用:{}{more}\n请改好后重新运行。 [table-unusable]",
                    self.count,
                    lines.concat()
                )))
            }
        }
    }
}

/// The text of a cell as a message shows it: in quotation marks, on one line, not endless.
pub fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("“{shown}”")
}
