//! 压减、核减 (budget cuts): the books, each with who proposes and who decides.

use hengji_domain::person::Role;
use hengji_domain::rule::CutBook;

use crate::fields::{Place, unique};
use crate::refusal::{Fault, Refusal};

pub(super) fn books(place: &Place<'_>) -> Result<Vec<CutBook>, Refusal> {
    let books: Vec<CutBook> = place.entries()?.iter().map(book).collect::<Result<_, _>>()?;
    unique(place, books.iter().map(|book| book.code.as_str()))?;
    unique(place, books.iter().map(|book| book.name.as_str()))?;
    Ok(books)
}

fn book(place: &Place<'_>) -> Result<CutBook, Refusal> {
    let fields = place.fields(&["book", "name", "proposer", "decider", "key_list", "sentence"])?;
    let roles: Vec<(&str, Role)> = Role::ALL.map(|role| (role.code(), role)).to_vec();
    let book = CutBook {
        code: fields.need("book")?.text()?.to_owned(),
        name: fields.need("name")?.text()?.to_owned(),
        proposer: fields.need("proposer")?.choice(&roles)?,
        decider: fields.need("decider")?.choice(&roles)?,
        takes_key_list_only: fields.need("key_list")?.flag()?,
        sentence: fields.need("sentence")?.text()?.to_owned(),
    };
    // Whoever proposes a cut must not decide on it, whichever accounts hold the roles.
    if book.proposer == book.decider {
        return Err(fields.need("decider")?.refuse(Fault::ConstraintBroken {
            constraint: "proposer 与 decider 不同".to_owned(),
            found: format!("两者现为 {}", book.decider.code()),
        }));
    }
    // A sentence without its amount would state nothing.
    if book.sentence.contains("{amount}") {
        Ok(book)
    } else {
        Err(fields.need("sentence")?.refuse(Fault::ConstraintBroken {
            constraint: "sentence 含 {amount}".to_owned(),
            found: book.sentence,
        }))
    }
}
