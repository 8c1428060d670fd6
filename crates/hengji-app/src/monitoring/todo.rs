//! 监控待办 (digest): one line for a period and a person, whatever the number of sheets behind it.

use hengji_authz::scope;
use hengji_domain::person::{Actor, Role};
use hengji_domain::rule::Chain;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, NaiveDate, Timestamp};
use hengji_store::Count;
use hengji_store::monitoring::{OpenedPeriod, PeriodState, last_reminders, periods_of_year};
use hengji_store::sheets::{Post, count_waiting_in};

use super::view::Digest;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// What monitoring asks of the actor: for each open period what waits at their steps, and what is late in their
    /// reach once the rule of escalation says so.
    ///
    /// # Errors
    ///
    /// Of the database. A year without rules of monitoring asks nothing.
    pub(crate) fn monitoring_digests(
        &self,
        actor: &Actor,
        year: BudgetYear,
    ) -> Result<Vec<Digest>, AppError> {
        let in_force = self.rules(actor.division, year);
        let (Ok(chain), Ok(rules)) = (in_force.chain(SheetKind::Monitoring), in_force.monitoring()) else {
            return Ok(Vec::new());
        };
        let today = self.now().shanghai_date();
        let escalation = rules.escalation.value;
        self.read(|db| {
            let mut digests = Vec::new();
            let periods = periods_of_year(db, actor.division, year)?;
            for opened in periods.iter().filter(|one| one.state == PeriodState::Open) {
                let reminded = last_reminders(db, actor.division, year, &opened.period.code)?;
                for asked in asked(actor, &chain.value, opened, escalation, today) {
                    let code = opened.period.code.as_str();
                    let counted = count_waiting_in(db, actor.division, year, code, &asked.posts)?;
                    let (Count::Exactly(count) | Count::MoreThan(count)) = counted;
                    if 0 < count {
                        let mine = reminded
                            .iter()
                            .find(|one| actor.grants.iter().any(|grant| grant.unit == one.unit));
                        digests.push(asked.digest(opened, count, today, mine.map(|one| one.sent_at)));
                    }
                }
            }
            Ok(digests)
        })
    }
}

/// Something a period may ask of somebody.
struct Asked {
    what: &'static str,
    posts: Vec<Post>,
    due_on: NaiveDate,
    is_escalated: bool,
    state: &'static str,
}

impl Asked {
    fn digest(
        &self,
        opened: &OpenedPeriod,
        count: u64,
        today: NaiveDate,
        reminded_at: Option<Timestamp>,
    ) -> Digest {
        Digest {
            period: opened.period.code.clone(),
            what: format!("{} 绩效监控{}", opened.period.name, self.what),
            count,
            due_on: self.due_on,
            days_left: self.due_on.signed_duration_since(today).num_days(),
            is_escalated: self.is_escalated,
            reminded_at: reminded_at.filter(|_| self.state == "unfinished"),
            state: self.state,
        }
    }
}

fn asked(
    actor: &Actor,
    chain: &Chain,
    opened: &OpenedPeriod,
    escalation: hengji_domain::monitoring::Escalation,
    today: NaiveDate,
) -> Vec<Asked> {
    let period = &opened.period;
    let mut all = Vec::new();
    for (step, one) in chain.steps.iter().enumerate() {
        if !actor.has(one.role) {
            continue;
        }
        let is_writing = step == 0;
        all.push(Asked {
            what: if is_writing { "待填报" } else { "待审核" },
            posts: vec![post(actor, one.role, step)],
            due_on: match one.role {
                Role::UnitClerk | Role::UnitFinance | Role::UnitHead => period.unit_due_on,
                Role::DepartmentReviewer => period.department_due_on,
                _ => period.finance_due_on,
            },
            is_escalated: false,
            state: if is_writing { "unfinished" } else { "in_review" },
        });
    }
    let late = today.signed_duration_since(period.unit_due_on).num_days();
    for (role, after) in [
        (Role::UnitHead, escalation.head_after_days),
        (Role::DepartmentReviewer, escalation.department_after_days),
    ] {
        if actor.has(role) && i64::from(after) <= late {
            all.push(Asked {
                what: "逾期未报",
                posts: vec![post(actor, role, 0)],
                due_on: period.unit_due_on,
                is_escalated: true,
                state: "unfinished",
            });
        }
    }
    all
}

/// The step as this role of the actor reaches it.
fn post(actor: &Actor, role: Role, step: usize) -> Post {
    let mut part = actor.clone();
    part.grants.retain(|grant| grant.role == role);
    Post {
        kind: SheetKind::Monitoring,
        step,
        scope: scope(&part),
    }
}
