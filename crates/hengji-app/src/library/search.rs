//! 查找指标 (search): by words of the name or by pinyin initials, in the libraries that the division inherits.

use hengji_authz::Action;
use hengji_domain::person::Actor;
use hengji_store::library::{self, LibraryIndicator};
use hengji_store::{Count, Page};

use super::sign;
use super::view::LibraryRow;
use crate::app::App;
use crate::common::{PageOf, PageRequest};
use crate::error::AppError;

/// Candidates of a search that are looked at: nobody reads as many, so a narrower word is wanted.
const CANDIDATES_MAX: u32 = 10_000;

/// Which indicators to show. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LibraryQuery {
    /// Words of the name or initials of its pinyin (`dlyh` for 道路养护…), divided by blanks.
    pub text: Option<String>,
    /// Words in the name of the first-level class.
    pub level1: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

impl App {
    /// A page of the library of the acting division and the divisions above it.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for administrators and others without business data.
    pub fn library(&self, actor: &Actor, query: &LibraryQuery) -> Result<PageOf<LibraryRow>, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let divisions = actor.division.lineage();
        let level1 = query
            .level1
            .as_deref()
            .map(str::trim)
            .filter(|level1| !level1.is_empty());
        let words = words(query);
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let (found, total) = self.read(|db| match words.split_first() {
            None => {
                let found = library::list(db, &divisions, level1, page)?;
                Ok((found, library::count(db, &divisions, level1)?))
            }
            Some((rarest, others)) => {
                let mut found = library::search(db, &divisions, rarest, CANDIDATES_MAX)?;
                found.retain(|one| {
                    level1.is_none_or(|level1| one.level1.contains(level1))
                        && others.iter().all(|word| holds(one, word))
                });
                Ok(part(found, page))
            }
        })?;
        Ok(PageOf::of(
            found.into_iter().map(row).collect(),
            query.page,
            total,
        ))
    }
}

/// The words, the longest first: it leaves the fewest candidates.
fn words(query: &LibraryQuery) -> Vec<String> {
    let text = query.text.as_deref().unwrap_or_default();
    let mut words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words
}

fn holds(indicator: &LibraryIndicator, word: &str) -> bool {
    indicator.name.to_lowercase().contains(word) || indicator.initials.contains(word)
}

fn part(found: Vec<LibraryIndicator>, page: Page) -> (Vec<LibraryIndicator>, Count) {
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let total = if total < u64::from(CANDIDATES_MAX) {
        Count::Exactly(total)
    } else {
        Count::MoreThan(total)
    };
    let (offset, limit) = (
        usize::try_from(page.offset).unwrap_or(usize::MAX),
        usize::try_from(page.limit).unwrap_or(usize::MAX),
    );
    (found.into_iter().skip(offset).take(limit).collect(), total)
}

fn row(indicator: LibraryIndicator) -> LibraryRow {
    LibraryRow {
        id: indicator.id,
        level1: indicator.level1,
        level2: indicator.level2,
        name: indicator.name,
        comparator: indicator.comparator.map(|one| sign(one).to_owned()),
        example: indicator.example,
        unit: indicator.unit,
        source: indicator.source,
    }
}
