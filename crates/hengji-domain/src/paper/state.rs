//! Where an issued paper stands with its addressee.

use chrono::NaiveDate;

/// Where a paper stands: 已发文 → 已送达 → 已签收 → 已答复, or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperState {
    /// 已成文: numbered, not yet with the addressee.
    Issued,
    /// 已送达: the addressee sees it.
    Served,
    /// 已签收.
    Receipted,
    /// 已答复.
    Answered,
    /// 已撤回: kept and readable, without effect.
    Withdrawn,
}

impl PaperState {
    /// Every state, in the order of a paper's life.
    pub const ALL: [Self; 5] = [
        Self::Issued,
        Self::Served,
        Self::Receipted,
        Self::Answered,
        Self::Withdrawn,
    ];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Served => "served",
            Self::Receipted => "receipted",
            Self::Answered => "answered",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issued => "待送达",
            Self::Served => "待签收",
            Self::Receipted => "已签收",
            Self::Answered => "已答复",
            Self::Withdrawn => "已撤回",
        }
    }
}

/// A paper with its clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub state: PaperState,
    /// By when it must be signed for; none where nobody has to.
    pub receipt_due_on: Option<NaiveDate>,
    /// By when it must be answered; none where no answer is asked.
    pub answer_due_on: Option<NaiveDate>,
}

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperRefusal {
    /// Served already.
    #[error("该公文已送达,无需再次送达。 [paper-already-served]")]
    AlreadyServed,
    /// Not with the addressee yet.
    #[error("该公文尚未送达,现在不能签收或答复;请先由发文单位送达。 [paper-not-served]")]
    NotServed,
    /// Signed for already.
    #[error("该公文已签收,无需再次签收。 [paper-already-receipted]")]
    AlreadyReceipted,
    /// An answer before the receipt.
    #[error("请先签收再答复:答复期限自收到之日起算。 [paper-not-receipted]")]
    NotReceipted,
    /// Answered already.
    #[error("该公文已答复。如需补充,请联系发文单位退回重办。 [paper-already-answered]")]
    AlreadyAnswered,
    /// No answer is asked.
    #[error("该公文只需签收,不要求书面答复。 [paper-asks-no-answer]")]
    AsksNoAnswer,
    /// Taken back.
    #[error("该公文已撤回,不再办理;如有替换的公文,请办理新的一份。 [paper-withdrawn]")]
    Withdrawn,
    /// Answered papers stay.
    #[error("该公文对方已答复,不能撤回;如有错误,请另行发文更正。 [paper-answered-stays]")]
    AnsweredStays,
    /// Nothing written.
    #[error("请填写{what},不能为空。 [paper-needs-words]")]
    NeedsWords {
        /// What is missing.
        what: &'static str,
    },
}

impl Standing {
    /// 送达.
    ///
    /// # Errors
    ///
    /// [`PaperRefusal`] unless it is issued and not yet served.
    pub const fn serve(&self) -> Result<PaperState, PaperRefusal> {
        match self.state {
            PaperState::Issued => Ok(PaperState::Served),
            PaperState::Served | PaperState::Receipted | PaperState::Answered => {
                Err(PaperRefusal::AlreadyServed)
            }
            PaperState::Withdrawn => Err(PaperRefusal::Withdrawn),
        }
    }

    /// 签收.
    ///
    /// # Errors
    ///
    /// [`PaperRefusal`] unless it waits for that.
    pub const fn receipt(&self) -> Result<PaperState, PaperRefusal> {
        match self.state {
            PaperState::Issued => Err(PaperRefusal::NotServed),
            PaperState::Served => Ok(PaperState::Receipted),
            PaperState::Receipted | PaperState::Answered => Err(PaperRefusal::AlreadyReceipted),
            PaperState::Withdrawn => Err(PaperRefusal::Withdrawn),
        }
    }

    /// 答复, in these words.
    ///
    /// # Errors
    ///
    /// [`PaperRefusal`] unless an answer is asked, the paper is signed for and the answer says something.
    pub fn answer(&self, words: &str) -> Result<PaperState, PaperRefusal> {
        match self.state {
            PaperState::Issued => Err(PaperRefusal::NotServed),
            PaperState::Withdrawn => Err(PaperRefusal::Withdrawn),
            PaperState::Answered => Err(PaperRefusal::AlreadyAnswered),
            PaperState::Served | PaperState::Receipted if self.answer_due_on.is_none() => {
                Err(PaperRefusal::AsksNoAnswer)
            }
            PaperState::Served => Err(PaperRefusal::NotReceipted),
            PaperState::Receipted if words.trim().is_empty() => {
                Err(PaperRefusal::NeedsWords { what: "答复内容" })
            }
            PaperState::Receipted => Ok(PaperState::Answered),
        }
    }

    /// 撤回, for this reason.
    ///
    /// # Errors
    ///
    /// [`PaperRefusal`] when it is withdrawn or answered already, or no reason is given.
    pub fn withdraw(&self, reason: &str) -> Result<PaperState, PaperRefusal> {
        match self.state {
            PaperState::Withdrawn => Err(PaperRefusal::Withdrawn),
            PaperState::Answered => Err(PaperRefusal::AnsweredStays),
            PaperState::Issued | PaperState::Served | PaperState::Receipted => {
                if reason.trim().is_empty() {
                    Err(PaperRefusal::NeedsWords { what: "撤回原因" })
                } else {
                    Ok(PaperState::Withdrawn)
                }
            }
        }
    }

    /// The day that the addressee must keep now; none when nothing is left to do.
    pub const fn due_on(&self) -> Option<NaiveDate> {
        match self.state {
            PaperState::Served => self.receipt_due_on,
            PaperState::Receipted => self.answer_due_on,
            PaperState::Issued | PaperState::Answered | PaperState::Withdrawn => None,
        }
    }

    /// Whether the addressee is late on this day. The last day itself is in time.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.due_on().is_some_and(|due| due < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 9, day).unwrap()
    }

    fn standing(state: PaperState) -> Standing {
        Standing {
            state,
            receipt_due_on: Some(day(3)),
            answer_due_on: Some(day(14)),
        }
    }

    #[test]
    fn every_step_from_every_state() {
        let cases = [
            (
                "issued",
                "served",
                "paper-not-served",
                "paper-not-served",
                "withdrawn",
            ),
            (
                "served",
                "paper-already-served",
                "receipted",
                "paper-not-receipted",
                "withdrawn",
            ),
            (
                "receipted",
                "paper-already-served",
                "paper-already-receipted",
                "answered",
                "withdrawn",
            ),
            (
                "answered",
                "paper-already-served",
                "paper-already-receipted",
                "paper-already-answered",
                "paper-answered-stays",
            ),
            (
                "withdrawn",
                "paper-withdrawn",
                "paper-withdrawn",
                "paper-withdrawn",
                "paper-withdrawn",
            ),
        ];
        for (from, served, receipted, answered, withdrawn) in cases {
            let at = standing(PaperState::from_code(from).unwrap());
            let said = |result: Result<PaperState, PaperRefusal>| match result {
                Ok(state) => state.code().to_owned(),
                Err(refusal) => refusal.to_string(),
            };
            assert!(said(at.serve()).contains(served), "{from} serve");
            assert!(said(at.receipt()).contains(receipted), "{from} receipt");
            assert!(said(at.answer("已整改")).contains(answered), "{from} answer");
            assert!(
                said(at.withdraw("日期有误")).contains(withdrawn),
                "{from} withdraw"
            );
        }
    }

    #[test]
    fn an_answer_and_a_withdrawal_need_words() {
        let receipted = standing(PaperState::Receipted);
        assert_eq!(
            receipted.answer(" \n"),
            Err(PaperRefusal::NeedsWords { what: "答复内容" })
        );
        assert_eq!(
            receipted.withdraw(""),
            Err(PaperRefusal::NeedsWords { what: "撤回原因" })
        );
    }

    #[test]
    fn a_paper_that_asks_no_answer_takes_none() {
        for state in [PaperState::Served, PaperState::Receipted] {
            let silent = Standing {
                answer_due_on: None,
                ..standing(state)
            };
            assert_eq!(silent.answer("多谢"), Err(PaperRefusal::AsksNoAnswer));
        }
    }

    #[test]
    fn the_last_day_is_in_time_and_the_next_is_late() {
        let cases = [
            (PaperState::Issued, 30, false),
            (PaperState::Served, 3, false),
            (PaperState::Served, 4, true),
            (PaperState::Receipted, 14, false),
            (PaperState::Receipted, 15, true),
            (PaperState::Answered, 30, false),
            (PaperState::Withdrawn, 30, false),
        ];
        for (state, today, overdue) in cases {
            assert_eq!(
                standing(state).is_overdue(day(today)),
                overdue,
                "{state:?} on {today}"
            );
        }
    }
}
