//! 用语 (phrase): the headings and sentences that the body of a paper is put together from. Their words are rules;
//! which of them a kind of paper needs, and what may stand in them, is said here.

use super::PaperKind;

pub mod circular;

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

/// 绩效评价报告, in the national outline: 基本情况, 工作开展, 结论, 指标分析, 经验问题原因, 建议, 其他.
pub mod evaluation_report {
    use super::{Phrase, plain, with};

    /// Heading: what was evaluated.
    pub const BASIC_HEADING: Phrase = plain("basic_heading");
    /// Heading: how.
    pub const WORK_HEADING: Phrase = plain("work_heading");
    /// Heading: scores and conclusion.
    pub const RESULT_HEADING: Phrase = plain("result_heading");
    /// Heading: the items one by one.
    pub const ANALYSIS_HEADING: Phrase = plain("analysis_heading");
    /// Heading: experience, problems and their causes.
    pub const PROBLEMS_HEADING: Phrase = plain("problems_heading");
    /// Heading: advice.
    pub const ADVICE_HEADING: Phrase = plain("advice_heading");
    /// Heading: the rest.
    pub const OTHER_HEADING: Phrase = plain("other_heading");
    /// Heading: the subject.
    pub const OVERVIEW_HEADING: Phrase = plain("overview_heading");
    /// Heading: the money.
    pub const MONEY_HEADING: Phrase = plain("money_heading");
    /// Heading: the goals.
    pub const GOALS_HEADING: Phrase = plain("goals_heading");
    /// Heading: purpose, subject and scope.
    pub const PURPOSE_HEADING: Phrase = plain("purpose_heading");
    /// Heading: framework, methods and standards.
    pub const METHOD_HEADING: Phrase = plain("method_heading");
    /// Heading: how it went.
    pub const COURSE_HEADING: Phrase = plain("course_heading");
    /// Heading: what was done well.
    pub const EXPERIENCE_HEADING: Phrase = plain("experience_heading");
    /// Heading: problems and causes.
    pub const FINDINGS_HEADING: Phrase = plain("findings_heading");
    /// Heading: the exchange of views.
    pub const EXCHANGE_HEADING: Phrase = plain("exchange_heading");
    /// Heading: remarks.
    pub const REMARKS_HEADING: Phrase = plain("remarks_heading");
    /// Subject, unit, department and money.
    pub const SUBJECT: Phrase = with(
        "subject",
        &["{subject}", "{unit}", "{department}", "{funds}", "{source}"],
    );
    /// Budget, payments and rate.
    pub const MONEY: Phrase = with("money", &["{budget}", "{paid}", "{rate}"]);
    /// No figures of the budget.
    pub const WITHOUT_MONEY: Phrase = plain("without_money");
    /// No indicators of a goal.
    pub const WITHOUT_GOALS: Phrase = plain("without_goals");
    /// Framework with its parts, and where it comes from.
    pub const FRAMEWORK: Phrase = with("framework", &["{framework}", "{items}", "{parts}", "{basis}"]);
    /// The schedule.
    pub const SCHEDULE: Phrase = with("schedule", &["{schedule}"]);
    /// Team, institution, records, evidence.
    pub const TEAM: Phrase = with("team", &["{members}", "{institution}", "{records}", "{evidence}"]);
    /// The institution, joined to the sentence.
    pub const INSTITUTION: Phrase = with("institution", &["{institution}"]);
    /// Independent scorers and how far they agree.
    pub const SCORING: Phrase = with("scoring", &["{scorers}", "{agreement}"]);
    /// Total, grade and words.
    pub const CONCLUSION: Phrase = with("conclusion", &["{score}", "{grade}", "{words}"]);
    /// Total of a draft.
    pub const PROVISIONAL: Phrase = with("provisional", &["{score}", "{grade}"]);
    /// A part with its points and rate.
    pub const PART: Phrase = with("part", &["{part}", "{weight}", "{score}", "{rate}"]);
    /// An item that lost points.
    pub const ITEM: Phrase = with("item", &["{item}", "{weight}", "{score}", "{why}"]);
    /// A part without deductions.
    pub const PART_FULL: Phrase = with("part_full", &["{part}"]);
    /// A survey.
    pub const SURVEY: Phrase = with("survey", &["{item}", "{asked}", "{satisfied}", "{interval}"]);
    /// How many findings and which money.
    pub const FINDINGS: Phrase = with("findings", &["{count}", "{amount}"]);
    /// The money of a finding, joined to it.
    pub const FINDING_MONEY: Phrase = with("finding_money", &["{amount}"]);
    /// No findings.
    pub const WITHOUT_FINDINGS: Phrase = plain("without_findings");
    /// The causes with their counts.
    pub const CAUSES: Phrase = with("causes", &["{causes}"]);
    /// Nothing about what was done well.
    pub const WITHOUT_EXPERIENCE: Phrase = plain("without_experience");
    /// No advice.
    pub const WITHOUT_ADVICE: Phrase = plain("without_advice");
    /// No remarks.
    pub const WITHOUT_REMARKS: Phrase = plain("without_remarks");
    /// The exchange with its figures.
    pub const EXCHANGE_ASKED: Phrase = with(
        "exchange_asked",
        &["{date}", "{points}", "{objected}", "{adopted}", "{refused}"],
    );
    /// The unit is asked now.
    pub const EXCHANGE_OPEN: Phrase = plain("exchange_open");

    pub(super) const ALL: &[Phrase] = &[
        BASIC_HEADING,
        WORK_HEADING,
        RESULT_HEADING,
        ANALYSIS_HEADING,
        PROBLEMS_HEADING,
        ADVICE_HEADING,
        OTHER_HEADING,
        OVERVIEW_HEADING,
        MONEY_HEADING,
        GOALS_HEADING,
        PURPOSE_HEADING,
        METHOD_HEADING,
        COURSE_HEADING,
        EXPERIENCE_HEADING,
        FINDINGS_HEADING,
        EXCHANGE_HEADING,
        REMARKS_HEADING,
        SUBJECT,
        MONEY,
        WITHOUT_MONEY,
        WITHOUT_GOALS,
        FRAMEWORK,
        SCHEDULE,
        TEAM,
        INSTITUTION,
        SCORING,
        CONCLUSION,
        PROVISIONAL,
        PART,
        ITEM,
        PART_FULL,
        SURVEY,
        FINDINGS,
        FINDING_MONEY,
        WITHOUT_FINDINGS,
        CAUSES,
        WITHOUT_EXPERIENCE,
        WITHOUT_ADVICE,
        WITHOUT_REMARKS,
        EXCHANGE_ASKED,
        EXCHANGE_OPEN,
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

    pub(super) const ALL: &[Phrase] = &[
        USE_HEADING,
        COVERAGE_HEADING,
        FIGURES_HEADING,
        SUBJECTS_HEADING,
        SYSTEM,
        FEEDBACK,
        LOOK_BACK,
        SPOT,
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
            Self::EvaluationReport => evaluation_report::ALL,
            Self::EvaluationWork => evaluation_work::ALL,
            Self::SignOffSheet => sign_off_sheet::ALL,
            Self::Circular => circular::ALL,
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
