//! 压减、核减数 (sums): what each book of a year decided, and the sentence of the report that says so.

use hengji_authz::{Action, Scope, scope};
use hengji_domain::person::Actor;
use hengji_domain::rule::CutBook;
use hengji_domain::{BudgetYear, Division};
use hengji_store::Db;
use hengji_store::cuts::{self, BookSum};

use super::case::Names;
use super::view::BookFigures;
use crate::app::{App, Step};
use crate::error::AppError;

impl App {
    /// What each book of the year decided, as far as the actor may see, in one statement.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data; [`AppError::RuleMissing`].
    pub fn cut_sums(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<BookFigures>, AppError> {
        self.may_look(actor, Action::ViewCuts)?;
        let names = Names::of(&self.rules(actor.division, year))?;
        let reach = scope(actor);
        self.read(|db| figures(db, actor.division, year, &reach, &names))
    }

    /// What each book of the year decided in the whole division, in one statement: for the operator's commands.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Fault`].
    pub fn cut_sums_of_division(
        &self,
        division: Division,
        year: BudgetYear,
    ) -> Result<Vec<BookFigures>, AppError> {
        let names = Names::of(&self.rules(division, year))?;
        self.read(|db| figures(db, division, year, &Scope::AllOfDivision, &names))
    }
}

/// The figures of every book, those without a decision among them, in the order of the rules.
pub(super) fn figures(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    reach: &Scope,
    names: &Names,
) -> Step<Vec<BookFigures>> {
    let mut sums = cuts::decided_by_book(db, division, year, reach)?;
    let of = |book: &CutBook| {
        let sum = sums.remove(&book.code).unwrap_or_default();
        BookFigures {
            sentence: sentence(book, &sum, names),
            book: book.code.clone(),
            name: book.name.clone(),
            cuts: sum.cuts,
            projects: sum.projects,
            decided: sum.decided,
        }
    };
    Ok(names.books.iter().map(of).collect())
}

/// The sentence of the rule with the numbers in it; the grounds that occur, in the order of the list.
fn sentence(book: &CutBook, sum: &BookSum, names: &Names) -> String {
    let occurs = |code: &str| sum.grounds.is_empty() || sum.grounds.contains(code);
    let grounds: Vec<&str> = names
        .grounds
        .iter()
        .filter(|ground| occurs(&ground.code))
        .map(|ground| ground.name.as_str())
        .collect();
    book.sentence
        .replace("{grounds}", &grounds.join("、"))
        .replace("{count}", &sum.projects.to_string())
        .replace("{amount}", &sum.decided.to_string())
}
