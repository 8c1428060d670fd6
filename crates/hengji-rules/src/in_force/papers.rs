//! What issuing a paper asks of the rules: number, words, and the days that are worked.

use std::sync::Arc;

use hengji_domain::paper::{Layout, LetterText, Numbering, PaperKind, Term};
use hengji_domain::rule::Dated;
use hengji_domain::time::working_days::{DayCount, Holidays, YearHolidays};
use hengji_domain::{BudgetYear, Division};

use super::selection::{Gap, GapCause};
use super::{MissingRule, RulesInForce};
use crate::RuleBook;
use crate::value::{HolidayList, LetterTexts, Numberings};

impl RulesInForce {
    /// 节假日和调休上班 of the year itself.
    ///
    /// # Errors
    ///
    /// [`MissingRule`]; also where the list in force is of another year.
    pub fn holidays(&self) -> Result<Dated<YearHolidays>, MissingRule> {
        let rule = "calendar.holidays";
        let dated: Dated<HolidayList> = self.answer(self.selection.required(rule))?;
        if dated.value.year != i32::from(self.year.get()) {
            return Err(self.missing(Gap::absent(rule)));
        }
        Ok(Dated {
            value: dated.value.list,
            citation: dated.citation,
        })
    }

    /// 文号格式 of a kind of paper.
    ///
    /// # Errors
    ///
    /// [`MissingRule`], also for a kind that the rule leaves out.
    pub fn numbering(&self, kind: PaperKind) -> Result<Dated<Numbering>, MissingRule> {
        let rule = "paper.numbering";
        let dated: Dated<Numberings> = self.answer(self.selection.required(rule))?;
        let value = dated.value.0.get(&kind).cloned();
        self.of_kind(rule, value, Arc::clone(&dated.citation))
    }

    /// 文本模板 of a kind of letter.
    ///
    /// # Errors
    ///
    /// [`MissingRule`], also for a kind that the rule leaves out.
    pub fn letter_text(&self, kind: PaperKind) -> Result<Dated<LetterText>, MissingRule> {
        let rule = "paper.texts";
        let dated: Dated<LetterTexts> = self.answer(self.selection.required(rule))?;
        let value = dated.value.0.get(&kind).cloned();
        self.of_kind(rule, value, Arc::clone(&dated.citation))
    }

    /// 签收和答复期限 of a kind of paper. What no rule asks for is not asked: minutes are signed where they are made,
    /// and only feedback has a rule about its answer.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn paper_term(&self, kind: PaperKind) -> Result<Term, MissingRule> {
        let days = |rule: &str| -> Result<u32, MissingRule> {
            let dated: Dated<u32> = self.answer(self.selection.required(rule))?;
            Ok(dated.value)
        };
        // What many sign for under one number is signed for where it was made.
        let is_sent = matches!(kind.layout(), Layout::RedHead) && !kind.is_circulated();
        let answered_by = match kind {
            PaperKind::MonitoringFeedback => Some("paper.monitoring_answer_days"),
            // The plan of rectification is the answer to the result of an evaluation.
            PaperKind::EvaluationFeedback => Some("rectification.plan_days"),
            _ => None,
        };
        Ok(Term {
            receipt_days: is_sent.then(|| days("paper.receipt_days")).transpose()?,
            answer_days: answered_by.map(|rule| self.day_count(rule)).transpose()?,
        })
    }

    /// A period with the unit in which its rule counts.
    ///
    /// # Errors
    ///
    /// [`MissingRule`], also for a rule that counts something else than days.
    pub fn day_count(&self, rule: &'static str) -> Result<DayCount, MissingRule> {
        let absent = || self.missing(Gap::absent(rule));
        let quantity = self.quantity(rule)?.value.ok_or_else(absent)?;
        let count = u32::try_from(quantity.value).map_err(|_| absent())?;
        DayCount::of(count, &quantity.unit).ok_or_else(absent)
    }

    fn of_kind<T>(
        &self,
        rule: &str,
        value: Option<T>,
        citation: Arc<hengji_domain::rule::Citation>,
    ) -> Result<Dated<T>, MissingRule> {
        let gap = || Gap {
            rule: rule.to_owned(),
            cause: GapCause::KindAbsent,
        };
        let value = value.ok_or_else(|| self.missing(gap()))?;
        Ok(Dated { value, citation })
    }
}

impl RuleBook {
    /// The holidays known around a year: of the year before, the year itself and the two after it. A year without
    /// a list is left out, and whoever counts into it is refused.
    pub fn holidays_around(&self, division: Division, year: BudgetYear) -> Holidays {
        let mut holidays = Holidays::default();
        let first = year.get().saturating_sub(1);
        for year in (first..).take(4).filter_map(|year| BudgetYear::new(year).ok()) {
            if let Ok(list) = self.at(division, year).holidays() {
                holidays = holidays.with(year.get().into(), list.value);
            }
        }
        holidays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn division() -> Division {
        "330108".parse().unwrap()
    }

    fn at(year: u16) -> RulesInForce {
        RuleBook::embedded()
            .unwrap()
            .at(division(), BudgetYear::new(year).unwrap())
    }

    #[test]
    fn each_year_has_its_own_holidays_and_no_other() {
        for (year, days) in [(2019, 22), (2020, 30), (2021, 31), (2022, 31)] {
            let list = at(year).holidays().unwrap().value;
            assert_eq!(list.days_off.len(), days, "{year}");
        }
        for year in [2018, 2023] {
            let missing = at(year).holidays().unwrap_err().to_string();
            assert!(missing.ends_with("[rule-missing]"), "{missing}");
        }
    }

    #[test]
    fn every_letter_kind_has_a_number_and_words() {
        let rules = at(2020);
        for kind in PaperKind::ALL {
            rules.numbering(kind).unwrap();
            let text = rules.letter_text(kind).unwrap();
            assert!(text.value.issuer.contains("{division}"), "{kind:?}");
        }
        let number = rules.numbering(PaperKind::MonitoringFeedback).unwrap().value;
        assert_eq!(
            number.number(BudgetYear::new(2020).unwrap(), 1),
            "区财绩监〔2020〕1号"
        );
    }

    #[test]
    fn letters_are_signed_for_and_only_feedback_is_answered() {
        let term = |kind| {
            let term = at(2020).paper_term(kind).unwrap();
            (term.receipt_days, term.answer_days.map(DayCount::printed))
        };
        let printed = |text: &str| Some(text.to_owned());
        assert_eq!(
            term(PaperKind::MonitoringFeedback),
            (Some(3), printed("10个工作日"))
        );
        assert_eq!(term(PaperKind::EvaluationFeedback), (Some(3), printed("30日")));
        assert_eq!(term(PaperKind::GoalIssue), (Some(3), None));
        assert_eq!(term(PaperKind::ReviewMinutes), (None, None));
        assert_eq!(term(PaperKind::Circular), (None, None));
        assert!(at(2014).paper_term(PaperKind::GoalIssue).is_err());
    }

    #[test]
    fn holidays_around_a_year_reach_over_its_end() {
        let book = RuleBook::embedded().unwrap();
        let holidays = book.holidays_around(division(), BudgetYear::new(2020).unwrap());
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(holidays.is_working_day(day("2021-01-01")), Ok(false));
        assert_eq!(holidays.is_working_day(day("2021-01-04")), Ok(true));
        assert!(holidays.is_working_day(day("2023-01-03")).is_err());
    }
}
