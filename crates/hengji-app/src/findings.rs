//! 问题清单 (findings): what is wrong with the sheets that one may see, in two statements.

pub mod view;

use hengji_authz::{Action, scope};
use hengji_domain::person::Actor;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Severity};
use hengji_store::Page;
use hengji_store::findings::{self, FindingFilter, FindingListing};

use crate::app::App;
use crate::common::{PageOf, PageRequest};
use crate::error::AppError;
use crate::sheets::judge::finding_view;
use view::FindingRow;

/// Which findings to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindingQuery {
    /// How much they weigh.
    pub severity: Option<Severity>,
    /// Stable code, e.g. `weights-not-100`.
    pub code: Option<String>,
    /// Kind of sheet.
    pub kind: Option<SheetKind>,
    /// Words in the name of the project or of the unit, or in the project's code.
    pub text: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// Longest text that is searched for, characters: no name is longer.
const WORDS_MAX: usize = 100;

impl App {
    /// A page of the findings of the year, the weightiest first.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for administrators and others without business data.
    pub fn findings(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &FindingQuery,
    ) -> Result<PageOf<FindingRow>, AppError> {
        self.may_look(actor, Action::ListFindings)?;
        let filter = FindingFilter {
            kind: query.kind,
            severity: query.severity,
            code: words(query.code.as_deref()),
            words: words(query.text.as_deref()),
            ..FindingFilter::of_year(year, scope(actor))
        };
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let (listings, total) = self.read(|db| {
            let rows = findings::list(db, actor.division, &filter, page)?;
            Ok((rows, findings::count(db, actor.division, &filter)?))
        })?;
        Ok(PageOf::of(
            listings.into_iter().map(row).collect(),
            query.page,
            total,
        ))
    }
}

fn words(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .map(|text| text.chars().take(WORDS_MAX).collect())
}

fn row(listing: FindingListing) -> FindingRow {
    FindingRow {
        finding: finding_view(&listing.finding),
        sheet: listing.sheet,
        kind: listing.kind,
        project: listing.project,
        project_name: listing.project_name,
        unit_name: listing.unit_name,
    }
}

#[cfg(test)]
mod tests;
