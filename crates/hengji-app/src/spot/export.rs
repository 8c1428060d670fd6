//! 导出 (export): the list of a round exactly as filtered, what was drawn marked.

use hengji_authz::Action;
use hengji_domain::Score;
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;

use super::list::SpotQuery;
use super::view::{SpotOutcome, SpotRow};
use crate::app::App;
use crate::error::AppError;
use crate::exports::whole_list;
use crate::ports::{Cell, Table};

const COLUMNS: [(&str, u16); 17] = [
    ("项目代码", 24),
    ("项目名称", 40),
    ("主管部门", 24),
    ("实施单位", 24),
    ("金额(万元)", 16),
    ("自评分", 10),
    ("是否抽中", 10),
    ("抽取次序", 10),
    ("抽取号", 68),
    ("撤下理由", 40),
    ("指标自评分", 10),
    ("指标复核分", 10),
    ("自评质量分", 10),
    ("抽评得分", 10),
    ("等级", 8),
    ("进展", 12),
    ("签证单", 12),
];

impl App {
    /// The filtered list as an xlsx file. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`]; [`AppError::Refused`] `export-too-large`.
    pub fn export_spot_round(
        &self,
        actor: &Actor,
        id: SpotRoundId,
        query: &SpotQuery,
    ) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportSpotRounds)?;
        let mut told = None;
        let rows = whole_list(|page| {
            let part = SpotQuery {
                page,
                ..query.clone()
            };
            let round = self.spot_round(actor, id, &part)?;
            let notes = [
                format!("名单指纹(SHA-256):{}", round.frame_sha256),
                format!("第 {} 次抽取,{}", round.number, round.state.name()),
            ];
            told = Some((round.title, notes));
            Ok(round.list)
        })?;
        let (title, notes) = told.ok_or(AppError::NotFound)?;
        let rows = rows.iter().map(cells).collect();
        let table = Table::new(title, &COLUMNS, rows).noted(notes);
        self.leave_house_about(actor, Action::ExportSpotRounds, ("spot_round", id), table)
    }
}

fn cells(row: &SpotRow) -> Vec<Cell> {
    let mark = match (&row.off, row.position) {
        (Some(_), _) => "撤下",
        (None, Some(_)) => "抽中",
        (None, None) => "",
    };
    let mut all = vec![
        Cell::text(row.code.clone()),
        Cell::text(row.name.clone()),
        Cell::text(row.department_name.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::Money(row.amount),
        row.self_score.map_or(Cell::Blank, Cell::Score),
        Cell::text(mark),
        row.position
            .map_or(Cell::Blank, |place| Cell::Integer(i64::from(place))),
        Cell::text(row.ticket.clone().unwrap_or_default()),
        Cell::text(
            row.off
                .as_ref()
                .map(|(reason, _)| reason.clone())
                .unwrap_or_default(),
        ),
    ];
    all.extend(outcome(row.outcome.as_ref()));
    all
}

/// What the evaluation came to; blank cells before it was begun.
fn outcome(found: Option<&SpotOutcome>) -> [Cell; 7] {
    let score =
        |of: &dyn Fn(&SpotOutcome) -> Option<Score>| found.and_then(of).map_or(Cell::Blank, Cell::Score);
    let word =
        |of: &dyn Fn(&SpotOutcome) -> Option<String>| Cell::text(found.and_then(of).unwrap_or_default());
    [
        score(&|one| one.own),
        score(&|one| one.verified),
        score(&|one| one.quality),
        score(&|one| one.total),
        word(&|one| one.grade.clone()),
        word(&|one| Some(one.state.name().to_owned())),
        word(&|one| one.sign_off.map(|state| state.name().to_owned())),
    ]
}
