//! 登记制度文件 (enter): a document with its dates, its file and the rules it grounds.

use hengji_authz::{Action, Resource};
use hengji_domain::NaiveDate;
use hengji_domain::id::RegulationId;
use hengji_domain::person::Actor;
use hengji_domain::regulation::{Regulation, RegulationLevel};
use hengji_store::regulations::{self, KeptFile, KeptRegulation};
use hengji_store::{attachments, sha256_hex};
use serde::{Deserialize, Serialize};

use super::list::is_rule;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::attachments::NewAttachment;
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::units::sort_key;

/// A document as it is written: texts of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegulationDraft {
    /// The version that was opened; 0 for a new document.
    #[serde(default)]
    pub version: i32,
    /// 文件名称.
    pub name: String,
    /// 文号; blank for none.
    #[serde(default)]
    pub document_number: String,
    /// 发文机关.
    pub issuer: String,
    /// Code of the level.
    pub level: String,
    /// 成文日期 as 2021-01-31; blank where unknown.
    #[serde(default)]
    pub issued_on: String,
    /// 施行日期.
    #[serde(default)]
    pub effective_from: String,
    /// 失效日期.
    #[serde(default)]
    pub effective_to: String,
    /// 内容摘录.
    #[serde(default)]
    pub text: String,
    /// Where it was read.
    #[serde(default)]
    pub found_at: String,
    /// The rules that it grounds.
    #[serde(default)]
    pub rules: Vec<String>,
}

/// A file that passed the checks.
struct Sent<'a> {
    name: String,
    media_type: &'static str,
    bytes: &'a [u8],
}

impl App {
    /// Enters a document, with its file where there is one.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] with each unfit field; the refusals of attachments for an unfit file;
    /// [`AppError::Forbidden`].
    pub fn enter_regulation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &RegulationDraft,
        file: Option<&NewAttachment>,
    ) -> Result<Written, AppError> {
        let regulation = self.checked(actor, input)?;
        let sent = self.sent(actor, file)?;
        self.act(
            actor,
            Action::EnterRegulation,
            &Request::new(key, &(input, digest(file)))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let known = regulations::list(tx.db, tx.division)?;
                refuse_twin(&known, &regulation)?;
                let kept = KeptRegulation {
                    regulation: Regulation {
                        id: tx.fresh()?,
                        ..regulation.clone()
                    },
                    file: stored(tx, sent.as_ref())?,
                    pinyin_sort: sort_key(&regulation.name),
                    entered_by: Some(actor.user),
                    entered_at: tx.now,
                };
                tell(tx, &kept);
                regulations::insert_many(tx.db, tx.division, std::slice::from_ref(&kept))?;
                Ok(Written {
                    id: kept.regulation.id.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// Corrects a document; a file replaces the one that stands there.
    ///
    /// # Errors
    ///
    /// As for [`App::enter_regulation`]; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn edit_regulation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: RegulationId,
        input: &RegulationDraft,
        file: Option<&NewAttachment>,
    ) -> Result<Written, AppError> {
        let regulation = self.checked(actor, input)?;
        let sent = self.sent(actor, file)?;
        self.act(
            actor,
            Action::EditRegulation,
            &Request::new(key, &(id.to_string(), input, digest(file)))?,
            |tx| {
                tx.about("regulation", id);
                let found = regulations::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                Ok((Resource::Division(tx.division), found))
            },
            |tx, found| {
                if found.regulation.version != input.version {
                    return Err(Halt::stale("regulations", id));
                }
                let fresh = stored(tx, sent.as_ref())?;
                let kept = KeptRegulation {
                    regulation: Regulation {
                        id,
                        version: input.version,
                        ..regulation.clone()
                    },
                    file: fresh.or(found.file),
                    pinyin_sort: sort_key(&regulation.name),
                    entered_by: Some(actor.user),
                    entered_at: tx.now,
                };
                tell(tx, &kept);
                let version = regulations::update(tx.db, tx.division, &kept)?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    fn sent<'a>(&self, actor: &Actor, file: Option<&'a NewAttachment>) -> Result<Option<Sent<'a>>, AppError> {
        let Some(file) = file else { return Ok(None) };
        let (name, media_type) = self.accepted_file(actor, file)?;
        Ok(Some(Sent {
            name,
            media_type,
            bytes: &file.bytes,
        }))
    }

    fn checked(&self, actor: &Actor, input: &RegulationDraft) -> Result<Regulation, AppError> {
        let mut errors = Vec::new();
        let book = self.rule_book();
        let (issued_on, effective_from, effective_to) = (
            day("issued_on", "成文日期", &input.issued_on, &mut errors),
            day("effective_from", "施行日期", &input.effective_from, &mut errors),
            day("effective_to", "失效日期", &input.effective_to, &mut errors),
        );
        if let (Some(from), Some(to)) = (effective_from, effective_to)
            && to < from
        {
            let words = format!("失效日期 {to} 早于施行日期 {from},请核对。");
            errors.push(FieldError::new("effective_to", "regulation-dates-crossed", words));
        }
        let level = RegulationLevel::from_code(&input.level);
        if level.is_none() {
            errors.push(FieldError::new(
                "level",
                "regulation-level-missing",
                "请选择效力层级。",
            ));
        }
        for rule in input.rules.iter().filter(|rule| !is_rule(&book, actor, rule)) {
            let words = format!("没有名为“{rule}”的规则,请从清单中选择。");
            errors.push(FieldError::new("rules", "regulation-rule-unknown", words));
        }
        let mut rules = input.rules.clone();
        rules.sort_unstable();
        rules.dedup();
        let regulation = Regulation {
            // A new document gets its identifier inside the transaction, a known one keeps its own.
            id: RegulationId::from_uuid(uuid::Uuid::nil()),
            name: text("name", "文件名称", &input.name, (1, 120), &mut errors),
            document_number: text(
                "document_number",
                "文号",
                &input.document_number,
                (0, 60),
                &mut errors,
            ),
            issuer: text("issuer", "发文机关", &input.issuer, (1, 60), &mut errors),
            level: level.unwrap_or(RegulationLevel::Bureau),
            issued_on,
            effective_from,
            effective_to,
            text: long_text("text", "内容摘录", &input.text, &mut errors),
            found_at: text("found_at", "来处", &input.found_at, (0, 200), &mut errors),
            rules,
            version: 1,
        };
        if errors.is_empty() {
            Ok(regulation)
        } else {
            Err(AppError::Invalid(errors))
        }
    }
}

fn digest(file: Option<&NewAttachment>) -> Option<(String, String)> {
    file.map(|file| (file.file_name.clone(), sha256_hex(&file.bytes)))
}

fn stored(tx: &mut Tx<'_>, sent: Option<&Sent<'_>>) -> Step<Option<KeptFile>> {
    let Some(sent) = sent else { return Ok(None) };
    let sha256 = attachments::store_content(tx.db, tx.division, sent.bytes)?;
    tx.detail("file_name", &sent.name);
    tx.detail("content_sha256", &sha256);
    Ok(Some(KeptFile {
        name: sent.name.clone(),
        media_type: sent.media_type.to_owned(),
        byte_count: u64::try_from(sent.bytes.len()).map_err(AppError::fault)?,
        sha256,
    }))
}

fn tell(tx: &mut Tx<'_>, kept: &KeptRegulation) {
    tx.about("regulation", kept.regulation.id);
    tx.detail("name", kept.regulation.title());
}

/// Two entries of one document would split what is said of it.
fn refuse_twin(known: &[KeptRegulation], fresh: &Regulation) -> Result<(), AppError> {
    let is_twin = |kept: &&KeptRegulation| {
        kept.regulation.name == fresh.name && kept.regulation.document_number == fresh.document_number
    };
    match known.iter().find(is_twin) {
        None => Ok(()),
        Some(twin) => Err(AppError::field(
            "name",
            "regulation-taken",
            format!("制度库中已有“{}”,请直接修改该文件。", twin.regulation.title()),
        )),
    }
}

fn day(field: &str, title: &str, given: &str, errors: &mut Vec<FieldError>) -> Option<NaiveDate> {
    let given = given.trim();
    if given.is_empty() {
        return None;
    }
    let day = given.parse().ok();
    if day.is_none() {
        let words = format!("{title}“{given}”不是日期,请写成 2021-01-31 这样。");
        errors.push(FieldError::new(field, "date-unreadable", words));
    }
    day
}

fn text(
    field: &str,
    title: &str,
    given: &str,
    (least, most): (usize, usize),
    errors: &mut Vec<FieldError>,
) -> String {
    let given = given.trim();
    let length = given.chars().count();
    if length < least {
        errors.push(FieldError::new(field, "text-missing", format!("请填写{title}。")));
    } else if most < length || given.chars().any(char::is_control) {
        let words = format!("{title}须在一行之内,最多 {most} 个字;现有 {length} 个字。");
        errors.push(FieldError::new(field, "text-unfit", words));
    }
    given.to_owned()
}

/// Longest excerpt, characters: a long 办法 has some twenty thousand.
const TEXT_MAX: usize = 50_000;

fn long_text(field: &str, title: &str, given: &str, errors: &mut Vec<FieldError>) -> String {
    let given = given.trim();
    let length = given.chars().count();
    let is_plain = given
        .chars()
        .all(|letter| letter == '\n' || letter == '\t' || !letter.is_control());
    if TEXT_MAX < length || !is_plain {
        let words = format!("{title}最多 {TEXT_MAX} 个字,不含控制字符;现有 {length} 个字。");
        errors.push(FieldError::new(field, "text-unfit", words));
    }
    given.to_owned()
}
