//! 用语 (phrase): the headings and sentences that the body of a paper is put together from. Their words are rules;
//! which of them a kind of paper needs, and what may stand in them, is said here.

use super::PaperKind;

/// A heading or sentence of a kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// Its name in the rules.
    pub name: &'static str,
    /// The places it may have, in braces, in the order in which they are filled.
    pub places: &'static [&'static str],
}

const fn plain(name: &'static str) -> Phrase {
    Phrase { name, places: &[] }
}

const fn with(name: &'static str, places: &'static [&'static str]) -> Phrase {
    Phrase { name, places }
}

/// 绩效重点监控情况反馈书.
pub mod monitoring_feedback {
    use super::{Phrase, plain, with};

    /// Heading: how the budget was executed.
    pub const EXECUTION_HEADING: Phrase = plain("execution_heading");
    /// Heading: how far the goals have come.
    pub const GOALS_HEADING: Phrase = plain("goals_heading");
    /// Heading: what was seen on the spot.
    pub const VISITS_HEADING: Phrase = plain("visits_heading");
    /// Heading: problems.
    pub const PROBLEMS_HEADING: Phrase = plain("problems_heading");
    /// Heading: cuts and demands.
    pub const MEASURES_HEADING: Phrase = plain("measures_heading");
    /// No payment is known.
    pub const WITHOUT_EXECUTION: Phrase = with("without_execution", &["{cut_off}"]);
    /// Budget, payments and lights.
    pub const EXECUTION: Phrase = with(
        "execution",
        &["{budget}", "{cut_off}", "{executed}", "{rate}", "{lights}"],
    );
    /// The rate of a project without a budget.
    pub const WITHOUT_RATE: Phrase = plain("without_rate");
    /// The light of its money, joined to the sentence.
    pub const EXECUTION_LIGHT: Phrase = with("execution_light", &["{light}"]);
    /// The light of the project, joined to the sentence.
    pub const PROJECT_LIGHT: Phrase = with("project_light", &["{light}"]);
    /// The project has no indicators.
    pub const WITHOUT_GOALS: Phrase = plain("without_goals");
    /// A field record.
    pub const VISIT: Phrase = with("visit", &["{date}", "{place}", "{present}", "{situation}"]);
    /// A cut that is decided.
    pub const CUT_DECIDED: Phrase = with("cut_decided", &["{ground}", "{amount}"]);
    /// A cut that is proposed.
    pub const CUT_PROPOSED: Phrase = with("cut_proposed", &["{ground}", "{amount}"]);

    pub(super) const ALL: &[Phrase] = &[
        EXECUTION_HEADING,
        GOALS_HEADING,
        VISITS_HEADING,
        PROBLEMS_HEADING,
        MEASURES_HEADING,
        WITHOUT_EXECUTION,
        EXECUTION,
        WITHOUT_RATE,
        EXECUTION_LIGHT,
        PROJECT_LIGHT,
        WITHOUT_GOALS,
        VISIT,
        CUT_DECIDED,
        CUT_PROPOSED,
    ];
}

/// 绩效目标批复.
pub mod goal_issue {
    use super::{Phrase, with};

    /// How many goals and how much money.
    pub const APPROVED: Phrase = with("approved", &["{count}", "{amount}"]);

    pub(super) const ALL: &[Phrase] = &[APPROVED];
}

/// 事前绩效评估报告.
pub mod ex_ante_report {
    use super::{Phrase, plain, with};

    /// Heading: what was evaluated.
    pub const SUBJECT_HEADING: Phrase = plain("subject_heading");
    /// Heading: how.
    pub const PROCEDURE_HEADING: Phrase = plain("procedure_heading");
    /// Heading: scores by content.
    pub const CONTENTS_HEADING: Phrase = plain("contents_heading");
    /// Heading: the conclusion.
    pub const CONCLUSION_HEADING: Phrase = plain("conclusion_heading");
    /// Heading: preconditions.
    pub const CONDITIONS_HEADING: Phrase = plain("conditions_heading");
    /// Heading: advice.
    pub const ADVICE_HEADING: Phrase = plain("advice_heading");
    /// Heading: opinions of those who took part.
    pub const OPINIONS_HEADING: Phrase = plain("opinions_heading");
    /// The project and why it is on the list.
    pub const SUBJECT: Phrase = with(
        "subject",
        &[
            "{unit}",
            "{project}",
            "{category}",
            "{code}",
            "{department}",
            "{reasons}",
            "{lead}",
        ],
    );
    /// Materials, experts and discussion.
    pub const PROCEDURE: Phrase = with(
        "procedure",
        &["{materials}", "{experts}", "{names}", "{discussion}"],
    );
    /// The discussion, joined to the sentence.
    pub const DISCUSSION: Phrase = with("discussion", &["{date}"]);
    /// Scores are not open yet.
    pub const SEALED: Phrase = plain("sealed");
    /// There is no conclusion yet.
    pub const WITHOUT_CONCLUSION: Phrase = plain("without_conclusion");
    /// Score, conclusion and money.
    pub const CONCLUSION: Phrase = with(
        "conclusion",
        &[
            "{score}",
            "{conclusion}",
            "{asked}",
            "{granted}",
            "{cut}",
            "{departure}",
        ],
    );
    /// Why the conclusion is another than the score's, joined to the sentence.
    pub const DEPARTURE: Phrase = with("departure", &["{reason}"]);

    pub(super) const ALL: &[Phrase] = &[
        SUBJECT_HEADING,
        PROCEDURE_HEADING,
        CONTENTS_HEADING,
        CONCLUSION_HEADING,
        CONDITIONS_HEADING,
        ADVICE_HEADING,
        OPINIONS_HEADING,
        SUBJECT,
        PROCEDURE,
        DISCUSSION,
        SEALED,
        WITHOUT_CONCLUSION,
        CONCLUSION,
        DEPARTURE,
    ];
}

/// 绩效目标集中审核纪要.
pub mod review_minutes {
    use super::{Phrase, plain, with};

    /// Session, time, place and who reviewed.
    pub const MEETING: Phrase = with("meeting", &["{session}", "{time}", "{place}", "{reviewers}"]);
    /// How many goals, opinions and changes.
    pub const RESULT: Phrase = with(
        "result",
        &[
            "{goals}",
            "{passed}",
            "{returned}",
            "{open}",
            "{opinions}",
            "{edits}",
        ],
    );
    /// Goals that passed without a remark.
    pub const WITHOUT_REMARKS: Phrase = with("without_remarks", &["{count}"]);
    /// Heading: goals with remarks.
    pub const REMARKS_HEADING: Phrase = plain("remarks_heading");
    /// The outcome of a goal.
    pub const OUTCOME: Phrase = with("outcome", &["{unit}", "{edition}", "{outcome}", "{points}"]);
    /// The points of a goal, joined to the sentence.
    pub const POINTS: Phrase = with("points", &["{points}"]);
    /// What was changed on the spot.
    pub const EDIT: Phrase = with("edit", &["{edit}"]);
    /// That the signatures belong to this content.
    pub const DIGEST: Phrase = with("digest", &["{edition}", "{sha256}"]);

    pub(super) const ALL: &[Phrase] = &[
        MEETING,
        RESULT,
        WITHOUT_REMARKS,
        REMARKS_HEADING,
        OUTCOME,
        POINTS,
        EDIT,
        DIGEST,
    ];
}

/// 绩效评价工作报告.
pub mod evaluation_work {
    use super::{Phrase, plain, with};

    /// Heading: kinds of evaluation and what their results were used for.
    pub const USE_HEADING: Phrase = plain("use_heading");
    /// Heading: what was evaluated.
    pub const COVERAGE_HEADING: Phrase = plain("coverage_heading");
    /// Heading: the figures with how they are counted.
    pub const FIGURES_HEADING: Phrase = plain("figures_heading");
    /// Heading: the list of what was evaluated.
    pub const SUBJECTS_HEADING: Phrase = plain("subjects_heading");
    /// Self-evaluation and the kinds of evaluation of the year.
    pub const SYSTEM: Phrase = with(
        "system",
        &[
            "{projects}",
            "{self_evaluated}",
            "{evaluations}",
            "{concluded}",
            "{kinds}",
        ],
    );
    /// Letters, rectification and look-back.
    pub const FEEDBACK: Phrase = with(
        "feedback",
        &["{monitoring_letters}", "{evaluation_letters}", "{findings}"],
    );
    /// Look-back at earlier years.
    pub const LOOK_BACK: Phrase = with(
        "look_back",
        &["{from}", "{to}", "{looked_at}", "{held}", "{relapsed}"],
    );
    /// The draw of spot evaluation.
    pub const SPOT: Phrase = with("spot", &["{share_least}", "{drawn}", "{eligible}", "{share}"]);
    /// Key evaluation.
    pub const KEY: Phrase = with("key", &["{projects}", "{funds}", "{findings}"]);
    /// Every subdistrict is evaluated.
    pub const SUBDISTRICTS_ALL: Phrase = with("subdistricts_all", &["{count}"]);
    /// Some subdistricts are evaluated.
    pub const SUBDISTRICTS_SOME: Phrase = with("subdistricts_some", &["{count}", "{all}", "{names}"]);
    /// Departments evaluated as a whole.
    pub const DEPARTMENTS: Phrase = with("departments", &["{count}", "{names}"]);
    /// Purchasers whose result is converted.
    pub const CONVERTED: Phrase = with("converted", &["{count}", "{names}"]);
    /// Procurement projects and their indicators.
    pub const PROCUREMENT: Phrase = with("procurement", &["{count}", "{levels}", "{items}"]);
    /// Purchasers and their indicators.
    pub const PURCHASERS: Phrase = with("purchasers", &["{count}", "{levels}", "{items}", "{dimensions}"]);

    pub(super) const ALL: &[Phrase] = &[
        USE_HEADING,
        COVERAGE_HEADING,
        FIGURES_HEADING,
        SUBJECTS_HEADING,
        SYSTEM,
        FEEDBACK,
        LOOK_BACK,
        SPOT,
        KEY,
        SUBDISTRICTS_ALL,
        SUBDISTRICTS_SOME,
        DEPARTMENTS,
        CONVERTED,
        PROCUREMENT,
        PURCHASERS,
    ];
}

/// 绩效评价签证单.
pub mod sign_off_sheet {
    use super::{Phrase, plain, with};

    /// Kind, subject, total and grade before the conclusion.
    pub const SUBJECT: Phrase = with("subject", &["{kind}", "{unit}", "{edition}", "{score}"]);
    /// How many points, how many disputed, how many amended.
    pub const RESULT: Phrase = with("result", &["{points}", "{agreed}", "{disputed}", "{amended}"]);
    /// There is nothing to agree on.
    pub const WITHOUT_POINTS: Phrase = plain("without_points");
    /// Heading: the points.
    pub const POINTS_HEADING: Phrase = plain("points_heading");
    /// Heading: disputes and second looks.
    pub const DISPUTES_HEADING: Phrase = plain("disputes_heading");
    /// A dispute: number, name, what the department says, its evidence.
    pub const DISPUTE: Phrase = with("dispute", &["{number}", "{name}", "{words}", "{evidence}"]);
    /// The evidence of a dispute, joined to the sentence.
    pub const EVIDENCE: Phrase = with("evidence", &["{evidence}"]);
    /// The second look, joined to the sentence.
    pub const SECOND_LOOK: Phrase = with("second_look", &["{name}", "{date}", "{outcome}", "{words}"]);

    pub(super) const ALL: &[Phrase] = &[
        SUBJECT,
        RESULT,
        WITHOUT_POINTS,
        POINTS_HEADING,
        DISPUTES_HEADING,
        DISPUTE,
        EVIDENCE,
        SECOND_LOOK,
    ];
}

impl PaperKind {
    /// The phrases that its rule must hold, and no others.
    pub const fn phrases(self) -> &'static [Phrase] {
        match self {
            Self::ExAnteReport => ex_ante_report::ALL,
            Self::ReviewMinutes => review_minutes::ALL,
            Self::GoalIssue => goal_issue::ALL,
            Self::MonitoringFeedback => monitoring_feedback::ALL,
            Self::EvaluationWork => evaluation_work::ALL,
            Self::SignOffSheet => sign_off_sheet::ALL,
            Self::EvaluationFeedback | Self::Notice => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_names_each_phrase_once() {
        for kind in PaperKind::ALL {
            let mut names: Vec<&str> = kind.phrases().iter().map(|phrase| phrase.name).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}", kind.code());
        }
    }

    #[test]
    fn places_are_written_in_braces() {
        let all = PaperKind::ALL.into_iter().flat_map(PaperKind::phrases);
        for place in all.flat_map(|phrase| phrase.places) {
            assert!(place.starts_with('{') && place.ends_with('}'), "{place}");
        }
    }
}
