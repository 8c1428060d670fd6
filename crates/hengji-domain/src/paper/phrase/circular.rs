//! 绩效抽评情况通报: its headings and sentences.

use super::{Phrase, plain, with};

/// Heading: list, sample, share, money.
pub const DRAWING_HEADING: Phrase = plain("drawing_heading");
/// Heading: grades.
pub const GRADES_HEADING: Phrase = plain("grades_heading");
/// Heading: means and what the sample says of self-scores.
pub const SCORES_HEADING: Phrase = plain("scores_heading");
/// Heading: ranking of departments.
pub const RANKING_HEADING: Phrase = plain("ranking_heading");
/// Heading: findings by root cause.
pub const CAUSES_HEADING: Phrase = plain("causes_heading");
/// Heading: projects that are named.
pub const PROJECTS_HEADING: Phrase = plain("projects_heading");
/// Heading: rectification.
pub const RECTIFICATION_HEADING: Phrase = plain("rectification_heading");
/// Heading: list of drawn projects.
pub const LIST_HEADING: Phrase = plain("list_heading");
/// The addressee: so many departments.
pub const ADDRESSEE: Phrase = with("addressee", &["{departments}"]);
/// The draw.
pub const DRAWING: Phrase = with(
    "drawing",
    &[
        "{eligible}",
        "{drawn}",
        "{share}",
        "{drawn_amount}",
        "{amount}",
        "{departments}",
    ],
);
/// Not everything is concluded, joined to the sentence about the draw.
pub const PARTIAL: Phrase = with("partial", &["{concluded}", "{waiting}"]);
/// Grades.
pub const GRADES: Phrase = with("grades", &["{concluded}", "{grades}"]);
/// A grade within that sentence.
pub const GRADE: Phrase = with("grade", &["{grade}", "{count}", "{share}"]);
/// Means of what both sides scored.
pub const MEANS: Phrase = with(
    "means",
    &["{compared}", "{own}", "{verified}", "{quality}", "{total}"],
);
/// What the sample says of all projects.
pub const INFLATION: Phrase = with(
    "inflation",
    &[
        "{sampled}",
        "{population}",
        "{inflation}",
        "{interval}",
        "{confidence}",
    ],
);
/// The interval of an estimate, joined to the sentence.
pub const INTERVAL: Phrase = with("interval", &["{low}", "{high}"]);
/// The cautions beside the estimate.
pub const CAUTION: Phrase = plain("caution");
/// The sample says nothing.
pub const SILENT: Phrase = with("silent", &["{why}"]);
/// How departments are ranked.
pub const RANKING: Phrase = with(
    "ranking",
    &["{ranked}", "{weighing}", "{least}", "{ties}", "{unranked}"],
);
/// The first.
pub const FIRST: Phrase = with("first", &["{departments}"]);
/// The last.
pub const LAST: Phrase = with("last", &["{departments}"]);
/// Those below the mean of the ranked, as a number.
pub const BELOW: Phrase = with("below", &["{mean}", "{count}"]);
/// Nobody is ranked.
pub const NOBODY: Phrase = with("nobody", &["{least}"]);
/// Findings by root cause.
pub const CAUSES: Phrase = with("causes", &["{count}", "{projects}"]);
/// No finding is registered.
pub const WITHOUT_FINDINGS: Phrase = plain("without_findings");
/// Commended projects.
pub const COMMENDED: Phrase = with("commended", &["{grades}", "{count}", "{projects}"]);
/// Criticised projects.
pub const CRITICISED: Phrase = with("criticised", &["{grades}", "{count}", "{projects}"]);
/// No project of these grades.
pub const WITHOUT_PROJECTS: Phrase = with("without_projects", &["{grades}"]);
/// A project within those sentences.
pub const PROJECT: Phrase = with("project", &["{project}", "{department}", "{total}"]);
/// What is asked, with its last day.
pub const RECTIFICATION: Phrase = with("rectification", &["{within}", "{by}"]);
/// The list of drawn projects.
pub const LIST: Phrase = with("list", &["{drawn}"]);

pub(super) const ALL: &[Phrase] = &[
    DRAWING_HEADING,
    GRADES_HEADING,
    SCORES_HEADING,
    RANKING_HEADING,
    CAUSES_HEADING,
    PROJECTS_HEADING,
    RECTIFICATION_HEADING,
    LIST_HEADING,
    ADDRESSEE,
    DRAWING,
    PARTIAL,
    GRADES,
    GRADE,
    MEANS,
    INFLATION,
    INTERVAL,
    CAUTION,
    SILENT,
    RANKING,
    FIRST,
    LAST,
    BELOW,
    NOBODY,
    CAUSES,
    WITHOUT_FINDINGS,
    COMMENDED,
    CRITICISED,
    WITHOUT_PROJECTS,
    PROJECT,
    RECTIFICATION,
    LIST,
];
