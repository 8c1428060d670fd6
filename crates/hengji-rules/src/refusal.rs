//! 规则文件的拒收理由 (refusals): file, key, what is wrong and how to mend it.

use std::fmt;

/// Why a rule file is refused. Each text says what is wrong and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Fault {
    /// Not TOML.
    #[error(
        "第 {line} 行不合 TOML 语法:“{text}”。请对照 rules/README.md 的样例改正。 [rule-file-unreadable]"
    )]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// The line itself.
        text: String,
    },
    /// The same key twice in one table.
    #[error("第 {line} 行重复写了同一个键:“{text}”。请删去其中一处。 [rule-key-twice]")]
    KeyTwice {
        /// Line, from 1.
        line: usize,
        /// The line itself.
        text: String,
    },
    /// The file cannot be opened.
    #[error(
        "无法读取:{detail}。请检查文件是否存在、是否为 UTF-8 编码、是否有读取权限。 [rule-file-unopened]"
    )]
    Unopened {
        /// The system's words.
        detail: String,
    },
    /// A folder that is no division.
    #[error("文件夹“{folder}”不是六位区划代码。请改为 330108 这样的名称。 [rule-folder-unknown]")]
    FolderUnknown {
        /// Its name.
        folder: String,
    },
    /// A file or key that the program does not know.
    #[error("程序不认识规则“{rule}”{near}。请检查拼写;全部规则名见 rules/README.md。 [rule-key-unknown]")]
    KeyUnknown {
        /// The rule named.
        rule: String,
        /// `,是不是“…”` or nothing.
        near: String,
    },
    /// A field outside the format.
    #[error("多出字段“{field}”。此处只能写:{known}。 [rule-field-unknown]")]
    FieldUnknown {
        /// The field.
        field: String,
        /// The fields allowed.
        known: String,
    },
    /// A field that must be there.
    #[error("缺少字段“{field}”。请补上;写法见 rules/README.md。 [rule-field-missing]")]
    FieldMissing {
        /// The field.
        field: String,
    },
    /// Another type than needed.
    #[error("应为{expected},现为{found}。请改正。 [rule-type-wrong]")]
    TypeWrong {
        /// What is needed.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A floating-point number.
    #[error("写成了浮点数 {text}。规则不用浮点数,请写成整数或加引号的小数,例如 \"0.05\"。 [rule-float]")]
    Float {
        /// The number.
        text: String,
    },
    /// A day that does not exist or does not bound a budget year.
    #[error("日期“{text}”不可用:{why}。请改正。 [rule-date-bad]")]
    DateBad {
        /// The date.
        text: String,
        /// What is needed.
        why: String,
    },
    /// No source.
    #[error("没有写来源。请补 reference = {{ source = \"…\", clause = \"…\" }}。 [rule-reference-missing]")]
    ReferenceMissing,
    /// A source that is not registered.
    #[error("来源“{source_id}”没有登记。请在 rules/sources.toml 补上它的名称和出处。 [rule-source-unknown]")]
    SourceUnknown {
        /// The identifier.
        source_id: String,
    },
    /// Neither mark, or both.
    #[error(
        "核实情况应当只写一项:核对过原文写 verified_on = 日期;否则写 verification = \"partly\" 或 \"unverified\"。 \
         [rule-verification-missing]"
    )]
    VerificationMissing,
    /// A word outside a closed list.
    #[error("“{text}”不在可选项内。可选:{known}。 [rule-choice-unknown]")]
    ChoiceUnknown {
        /// The word.
        text: String,
        /// The list.
        known: String,
    },
    /// Both a value and `unset`, or neither.
    #[error("value 与 unset = true 应当只写一项:来源没有给出数值时写 unset = true。 [rule-value-missing]")]
    ValueMissing,
    /// Two values from the same day.
    #[error("自 {from} 起有两个值。同一天只能有一个值,请删去或改日期。 [rule-from-twice]")]
    FromTwice {
        /// The day.
        from: String,
    },
    /// A rule without any value.
    #[error("没有任何值。请至少写一段 [[{key}.value]],或删去这条规则。 [rule-without-value]")]
    WithoutValue {
        /// The key.
        key: String,
    },
    /// A constraint does not hold.
    #[error("不满足约束“{constraint}”:{found}。请改正数值。 [rule-constraint-broken]")]
    ConstraintBroken {
        /// The constraint as written.
        constraint: String,
        /// What was found, with numbers.
        found: String,
    },
    /// A constraint outside the small language.
    #[error("看不懂约束“{text}”。请改用 rules/README.md“约束”一节的写法。 [rule-constraint-unknown]")]
    ConstraintUnknown {
        /// The constraint.
        text: String,
    },
    /// An override of nothing.
    #[error(
        "上级区划没有这条规则,无从覆盖。如确为本地新设,请加 introduces = true;否则请检查规则名。 \
         [rule-overrides-nothing]"
    )]
    OverridesNothing,
    /// `introduces` though an outer division has the rule.
    #[error("上级区划 {outer} 已有这条规则,请删去 introduces = true。 [rule-not-introduced]")]
    NotIntroduced {
        /// The outer division.
        outer: String,
    },
    /// Another unit than the outer division's.
    #[error("单位“{unit}”与上级区划 {outer} 的“{outer_unit}”不一致。请统一单位。 [rule-unit-differs]")]
    UnitDiffers {
        /// Unit here.
        unit: String,
        /// The outer division.
        outer: String,
        /// Unit there.
        outer_unit: String,
    },
    /// A name used twice where names identify.
    #[error("“{text}”出现了两次。请改名或删去一处。 [rule-name-twice]")]
    NameTwice {
        /// The name.
        text: String,
    },
    /// A list that needs entries.
    #[error("内容为空。请补上至少一项。 [rule-empty]")]
    Empty,
    /// `follows` leads nowhere or in a circle.
    #[error("follows = “{target}”不可用:{why}。请改为有规则的区划代码。 [rule-follows-bad]")]
    FollowsBad {
        /// The division named.
        target: String,
        /// What is wrong.
        why: String,
    },
    /// The weights name a class that the taxonomy of the year does not have.
    #[error(
        "{division} 的 {year} 年:权重中的“{class}”不在该年指标分类 goal.taxonomy 内。请改类别代码或调整起始日期。 \
         [rule-class-unknown]"
    )]
    ClassUnknown {
        /// The division.
        division: String,
        /// The first budget year concerned.
        year: u16,
        /// The class.
        class: String,
    },
    /// A formula of a framework that cannot be read.
    #[error("{0}")]
    FormulaBad(hengji_domain::evaluation::formula::FormulaFault),
    /// A case speaks of a variant that the rule does not have.
    #[error("规则没有名为“{variant}”的变体。请检查名称。 [rule-variant-unknown]")]
    VariantUnknown {
        /// The name.
        variant: String,
    },
}

/// One refusal: where and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The file below `rules/`, e.g. `330108/goal.toml`.
    pub file: String,
    /// The place in it, e.g. `first_level_weights.value[1].from`; empty for the whole file.
    pub key: String,
    /// What is wrong and how to mend it.
    pub fault: Fault,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            write!(f, "rules/{}:{}", self.file, self.fault)
        } else {
            write!(f, "rules/{} 的 {}:{}", self.file, self.key, self.fault)
        }
    }
}

/// Everything that is wrong with a book; a book with one fault is not loaded at all, because half of a
/// district's rules would give wrong scores without anybody noticing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct RuleRefusals(pub Vec<Refusal>);

impl fmt::Display for RuleRefusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "规则文件有 {} 处错误,未装载:", self.0.len())?;
        for refusal in &self.0 {
            write!(f, "\n  {refusal}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
