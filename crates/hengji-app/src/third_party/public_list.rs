//! 合格机构名单 (public list): who meets every condition now, frozen with a digest; a later one stands beside it.

use hengji_authz::{Action, Resource};
use hengji_domain::id::InstitutionListId;
use hengji_domain::person::Actor;
use hengji_store::sha256_hex;
use hengji_store::third_party::{self, InstitutionList};

use super::hand;
use super::judge::Register;
use super::page::by;
use super::view::{PublicListBrief, PublicListPage, PublicRow};
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use hengji_domain::third_party::Evidence;

impl App {
    /// Freezes the list of the institutions that meet every condition today.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `institution-list-empty`; [`AppError::RuleMissing`]; [`AppError::Forbidden`].
    pub fn freeze_institution_list(&self, actor: &Actor, key: &RequestKey) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::FreezeInstitutionList,
            &Request::new(key, &"institution-list")?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let by = hand(actor, tx);
                let list = self.freeze_list(tx, by)?;
                Ok(Written {
                    id: list.id.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// Freezes the list inside a transaction.
    pub(crate) fn freeze_list(
        &self,
        tx: &mut Tx<'_>,
        by: third_party::InstitutionHand,
    ) -> Step<InstitutionList> {
        let year = self.current_year()?;
        let rules = self.rules(tx.division, year).institution_admission()?;
        let register = Register::load(tx.db, tx.division)?;
        let directory = self.directory(tx.division)?;
        let today = tx.now.shanghai_date();
        let eligible = register.institutions.iter().filter(|one| {
            let conditions = register.conditions(one, &rules, today);
            conditions
                .iter()
                .all(|condition| condition.evidence == Evidence::Met)
        });
        let mut rows: Vec<PublicRow> = eligible
            .map(|one| PublicRow {
                name: directory.name(one.unit),
                credit_code: one.credit_code.clone(),
                kind: one.kind.clone(),
                founded_on: one.founded_on.to_string(),
                people: register.staff(one.unit).count(),
                leads: register.staff(one.unit).filter(|person| person.is_lead).count(),
            })
            .collect();
        rows.sort_by(|a, b| a.credit_code.cmp(&b.credit_code));
        if rows.is_empty() {
            let told = "现在没有一家机构符合全部入选条件,不能公布名单;请先补正机构材料。";
            return Err(AppError::refused("institution-list-empty", told).into());
        }
        let content = serde_json::to_string(&rows).map_err(AppError::fault)?;
        let earlier = third_party::lists(tx.db, tx.division)?;
        let last = earlier
            .iter()
            .filter(|one| one.year == year)
            .map(|one| one.number)
            .max();
        let list = InstitutionList {
            id: tx.fresh()?,
            year,
            number: last.unwrap_or_default().saturating_add(1),
            sha256: sha256_hex(content.as_bytes()),
            content,
            frozen: by,
        };
        third_party::insert_list(tx.db, tx.division, &list)?;
        tx.about("institution_list", list.id);
        tx.detail("year", year);
        tx.detail("rows", rows.len());
        tx.detail("content_sha256", &list.sha256);
        Ok(list)
    }

    /// Every list, the latest first.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn institution_lists(&self, actor: &Actor) -> Result<Vec<PublicListBrief>, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let all = self.read(|db| Ok(third_party::lists(db, actor.division)?))?;
        all.iter()
            .map(|list| Ok(brief(list, rows(list)?.len())))
            .collect()
    }

    /// One list.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn institution_list(&self, actor: &Actor, id: InstitutionListId) -> Result<PublicListPage, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let list = self.read(|db| Ok(third_party::find_list(db, actor.division, id)?))?;
        let list = list.ok_or(AppError::NotFound)?;
        let rows = rows(&list)?;
        Ok(PublicListPage {
            brief: brief(&list, rows.len()),
            sha256: list.sha256,
            rows,
        })
    }
}

fn rows(list: &InstitutionList) -> Result<Vec<PublicRow>, AppError> {
    serde_json::from_str(&list.content).map_err(AppError::fault)
}

fn brief(list: &InstitutionList, rows: usize) -> PublicListBrief {
    PublicListBrief {
        id: list.id,
        year: list.year,
        number: list.number,
        rows,
        frozen: by(&list.frozen),
    }
}
