//! The room end to end: an agenda, lines spoken of, a change confirmed by the department, minutes signed by both sides.

use hengji_domain::centralised_review::{ReviewOutcome, RoomEditState};
use hengji_domain::id::{ProjectId, ReviewSessionId, ReviewSlotId, SheetId, UnitId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::{Money, Score};
use hengji_store::projects;

use super::view::{LibraryStanding, MinutesState};
use super::*;
use crate::authz::Action;
use crate::error::AppError;
use crate::projects::enter::sorted;
use crate::sheets::{Approval, LineDraft, Move, SheetDraft};
use crate::stage::district::{at, bureau, fill, of_year, person, school, schools, works};
use crate::stage::{Stage, codes, department, division, key};

const GOAL: [&str; 7] = [
    "产出指标|数量指标|道路养护里程|≥300公里|20",
    "产出指标|质量指标|养护验收合格率|≥95%|15",
    "产出指标|时效指标|养护完成时间|2020年12月31日前|5",
    "产出指标|成本指标|每公里养护成本|≤3万元|10",
    "效益指标|社会效益指标|因路面破损引发的事故|≤3起|20",
    "效益指标|可持续影响指标|道路完好率|持续提升|10",
    "满意度指标|服务对象满意度指标|市民满意度|≥90%|10",
];

fn reviewer() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn second_reviewer() -> Actor {
    person(Role::BudgetDivisionReviewer, bureau())
}

fn department_hand() -> Actor {
    person(Role::DepartmentReviewer, department())
}

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

/// A stage with a session, a slot of the department before both reviewers, and a goal at the performance step.
struct Room<'a> {
    stage: &'a Stage,
    session: ReviewSessionId,
    slot: ReviewSlotId,
    sheet: SheetId,
    next_key: std::cell::Cell<u32>,
}

fn on_each(test: impl Fn(&Room<'_>)) {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        let grants: Vec<_> = [reviewer(), second_reviewer()]
            .iter()
            .map(|one| (one.user, one.grants[0]))
            .collect::<Vec<(_, Grant)>>();
        stage.app.seed_grants(division(), &grants).unwrap();
        test(&Room::open(stage));
    });
}

fn project() -> ProjectId {
    let mut bytes = [0; 10];
    bytes[9] = 1;
    ProjectId::new(at(0), bytes)
}

fn draft(version: i32, lines: &[&str]) -> SheetDraft {
    let line = |text: &&str| {
        let [level1, level2, level3, target, weight] = text.split('|').collect::<Vec<_>>()[..] else {
            panic!("{text}")
        };
        LineDraft {
            level1: level1.into(),
            level2: level2.into(),
            level3: level3.into(),
            target: target.into(),
            weight: weight.into(),
            ..LineDraft::default()
        }
    };
    SheetDraft {
        version,
        annual_goal: "全年养护道路 300 公里,道路完好率保持在 90% 以上,市民出行安全便利。".into(),
        initial: "900".into(),
        lines: lines.iter().map(line).collect(),
        ..SheetDraft::default()
    }
}

fn slot_input(version: i32, department: UnitId, from: &str, to: &str, room: &str, who: &[&Actor]) -> NewSlot {
    NewSlot {
        version,
        department: department.to_string(),
        room: room.into(),
        day: "2020-11-16".into(),
        from: from.into(),
        to: to.into(),
        reviewers: who.iter().map(|one| one.user.to_string()).collect(),
    }
}

impl<'a> Room<'a> {
    fn open(stage: &'a Stage) -> Self {
        let app = &stage.app;
        let session = NewSession {
            name: "第一场".into(),
            place: "会议楼".into(),
            begins_on: "2020-11-16".into(),
            ends_on: "2020-11-18".into(),
        };
        let session = app
            .create_review_session(&reviewer(), &key(1), of_year(), &session)
            .unwrap();
        let session: ReviewSessionId = session.id.parse().unwrap();
        let input = slot_input(
            1,
            department(),
            "09:00",
            "11:00",
            "301",
            &[&reviewer(), &second_reviewer()],
        );
        let slot = app
            .add_review_slot(&reviewer(), &key(2), session, &input)
            .unwrap();
        let sheet = app.open_goal(&clerk(), &key(3), project()).unwrap();
        let room = Self {
            stage,
            session,
            slot: slot.id.parse().unwrap(),
            sheet: sheet.id.parse().unwrap(),
            next_key: std::cell::Cell::new(10),
        };
        room.hand_in();
        room
    }

    fn key(&self) -> crate::common::RequestKey {
        self.next_key.set(self.next_key.get() + 1);
        key(self.next_key.get())
    }

    fn hand_in(&self) {
        let app = &self.stage.app;
        app.save_sheet(&clerk(), &self.key(), self.sheet, &draft(1, &GOAL))
            .unwrap();
        app.submit_sheet(&clerk(), &self.key(), self.sheet, &Move { version: 2 })
            .unwrap();
        for (role, unit) in [
            (Role::UnitFinance, works()),
            (Role::UnitHead, works()),
            (Role::DepartmentReviewer, department()),
            (Role::BudgetDivisionReviewer, bureau()),
        ] {
            let input = Approval {
                version: self.page().version,
                words: String::new(),
            };
            app.approve_sheet(&person(role, unit), &self.key(), self.sheet, &input)
                .unwrap();
        }
    }

    fn page(&self) -> crate::sheets::view::SheetPage {
        self.stage.app.sheet_page(&reviewer(), self.sheet).unwrap()
    }

    fn desk(&self, actor: &Actor) -> view::DeskPage {
        self.stage.app.review_desk(actor, self.slot, self.sheet).unwrap()
    }

    /// `index reason words` for each line spoken of; `-` accepts.
    fn say(&self, actor: &Actor, said: &[(usize, &str, &str)]) -> Result<(), AppError> {
        let page = self.page();
        let input = SaidInput {
            edition: page.edition,
            lines: said
                .iter()
                .map(|(line, reason, words)| LineDecision {
                    line: Some(page.lines[*line].key.to_string()),
                    reason: (*reason).trim_matches('-').into(),
                    words: (*words).into(),
                })
                .collect(),
        };
        let key = self.key();
        self.stage
            .app
            .decide_lines(actor, &key, self.slot, self.sheet, &input)
            .map(|_| ())
    }

    fn accept_all(&self, actor: &Actor) {
        let all: Vec<_> = (0..GOAL.len()).map(|line| (line, "-", "")).collect();
        self.say(actor, &all).unwrap();
    }

    fn conclude(&self, actor: &Actor, outcome: &str) -> Result<(), AppError> {
        let page = self.page();
        let input = ConcludeInput {
            edition: page.edition,
            version: page.version,
            outcome: outcome.into(),
            words: String::new(),
        };
        let key = self.key();
        self.stage
            .app
            .conclude_in_room(actor, &key, self.slot, self.sheet, &input)
            .map(|_| ())
    }

    fn propose(&self, lines: &[&str]) -> Result<(), AppError> {
        let page = self.page();
        let mut agreed = draft(page.version, lines);
        for (line, stored) in agreed.lines.iter_mut().zip(&page.lines) {
            line.key = Some(stored.key.to_string());
        }
        let input = RoomEditInput {
            edition: page.edition,
            draft: agreed,
            words: "与部门商定量化完好率".into(),
        };
        let key = self.key();
        self.stage
            .app
            .propose_room_edit(&reviewer(), &key, self.slot, self.sheet, &input)
            .map(|_| ())
    }

    fn answer(&self, actor: &Actor, confirms: bool, words: &str) -> Result<(), AppError> {
        let edit = self.desk(&reviewer()).edits[0].clone();
        let input = EditAnswerInput {
            version: edit.version,
            confirms,
            words: words.into(),
        };
        let key = self.key();
        self.stage
            .app
            .answer_room_edit(actor, &key, edit.id, &input)
            .map(|_| ())
    }
}

/// The goal with one line made measurable.
fn measurable() -> [&'static str; 7] {
    let mut lines = GOAL;
    lines[5] = "效益指标|可持续影响指标|道路完好率|≥90%|10";
    lines
}

#[test]
fn a_goal_goes_back_with_what_was_said_of_its_lines() {
    on_each(|room| {
        room.accept_all(&reviewer());
        room.say(&reviewer(), &[(5, "not-quantified", "请写百分比")])
            .unwrap();
        room.say(&second_reviewer(), &[(0, "other", "里程请附清单")])
            .unwrap();
        let desk = room.desk(&reviewer());
        assert_eq!((desk.place, desk.next), ((1, desk.place.1), desk.next));
        assert_eq!(desk.lines[5].said[0].name, "不够细化量化");
        assert!(desk.lines[5].said[0].is_mine);
        assert!(desk.lines[0].said.iter().any(|one| !one.is_mine));
        assert_eq!(desk.lines[0].library, LibraryStanding::Absent);
        assert!(desk.may_decide && desk.may_conclude && desk.may_propose && !desk.may_answer);
        room.conclude(&reviewer(), "returned").unwrap();
        let back = room.page();
        assert_eq!((back.state.code, back.opinions.len()), ("returned", 2));
        let shown = room.stage.app.review_slot(&reviewer(), room.slot).unwrap();
        let goal = shown.goals.iter().find(|goal| goal.sheet == room.sheet).unwrap();
        assert_eq!(goal.outcome, Some((ReviewOutcome::Returned, 1)));
        assert_eq!((goal.accepted, goal.to_mend), (5, 2));
        // What is back with the unit is no longer on the table.
        assert_eq!(
            codes(&room.say(&reviewer(), &[(0, "-", "")]).unwrap_err()),
            "review-not-open"
        );
    });
}

#[test]
fn a_change_agreed_in_the_room_becomes_an_edition_by_the_departments_hand() {
    on_each(|room| {
        room.say(&reviewer(), &[(5, "not-quantified", "")]).unwrap();
        room.propose(&measurable()).unwrap();
        let desk = room.desk(&department_hand());
        assert!(desk.may_answer && !desk.may_decide);
        assert_eq!(desk.edits[0].state, RoomEditState::Proposed);
        assert_eq!(room.page().edition, 1, "the goal stays as it was handed in");
        let waiting = room
            .stage
            .app
            .review_sessions(&department_hand(), of_year())
            .unwrap();
        assert_eq!(waiting.waiting.len(), 1);

        room.answer(&department_hand(), true, "").unwrap();
        let page = room.page();
        assert_eq!((page.edition, page.state.code), (2, "in_review"));
        assert_eq!(page.lines[5].target.text, "≥90%");
        let before = room.stage.app.sheet_diff(&reviewer(), room.sheet, 1, 2).unwrap();
        assert_eq!(before.lines[5].fields[0].before, "持续提升");
        let hand = page.signatures.iter().find(|one| one.edition == 2).unwrap();
        assert_eq!(hand.hand.name, department_hand().name);
        assert_eq!(hand.content_sha256, page.editions[1].content_sha256);

        // The new edition is read anew, passes, and waits for the leader under the department's digest.
        room.accept_all(&reviewer());
        room.conclude(&reviewer(), "passed").unwrap();
        assert_eq!(room.page().state.name, "批复下达");
        let progress = room
            .stage
            .app
            .review_sessions(&reviewer(), of_year())
            .unwrap()
            .progress;
        let total = &progress.total;
        assert_eq!((total.quantified_before, total.lines_before), (6, 7));
        assert_eq!((total.quantified_after, total.lines_after), (7, 7));
        assert_eq!((total.passed, total.returned), (1, 0));
    });
}

#[test]
fn a_new_line_keeps_the_key_under_which_it_was_shown() {
    on_each(|room| {
        let mut lines = measurable().to_vec();
        lines[6] = "满意度指标|服务对象满意度指标|市民满意度|≥90%|5";
        lines.push("满意度指标|服务对象满意度指标|商户满意度|≥85%|5");
        room.propose(&lines).unwrap();
        let shown = room.desk(&reviewer()).edits[0].diff.lines[7].key;
        room.answer(&department_hand(), true, "").unwrap();
        assert_eq!(room.page().lines[7].key, shown);
    });
}

#[test]
fn refusals_in_the_room() {
    on_each(|room| {
        let refused = |outcome: Result<(), AppError>| codes(&outcome.unwrap_err());
        assert_eq!(
            refused(room.conclude(&reviewer(), "returned")),
            "review-nothing-to-mend"
        );
        assert_eq!(refused(room.conclude(&reviewer(), "passed")), "review-lines-open");
        assert_eq!(
            refused(room.conclude(&reviewer(), "maybe")),
            "outcome:outcome-unknown"
        );
        assert_eq!(refused(room.say(&reviewer(), &[])), "nothing-said");
        assert_eq!(
            refused(room.say(&reviewer(), &[(0, "no-such-reason", "")])),
            "return-reason-unknown"
        );
        assert_eq!(
            refused(room.say(&reviewer(), &[(0, "other", " ")])),
            "return-reason-needs-text"
        );
        assert_eq!(
            refused(room.say(&department_hand(), &[(0, "-", "")])),
            "role-not-held"
        );
        assert_eq!(
            refused(room.say(&person(Role::PerformanceReviewer, works()), &[(0, "-", "")])),
            "not-a-reviewer-here"
        );
        let mut over = GOAL;
        over[0] = "产出指标|数量指标|道路养护里程|≥300公里|25";
        assert_eq!(refused(room.propose(&over)), "sheet-has-errors");
        assert_eq!(refused(room.propose(&GOAL)), "room-edit-empty");
        room.accept_all(&reviewer());
        room.say(&reviewer(), &[(5, "not-quantified", "")]).unwrap();
        assert_eq!(
            refused(room.conclude(&reviewer(), "passed")),
            "review-lines-to-mend"
        );
        room.propose(&measurable()).unwrap();
        assert_eq!(refused(room.propose(&measurable())), "room-edit-open");
        assert_eq!(refused(room.conclude(&reviewer(), "returned")), "room-edit-open");
        assert_eq!(refused(room.answer(&reviewer(), true, "")), "role-not-held");
        assert_eq!(
            refused(room.answer(&department_hand(), false, "")),
            "room-edit-words-missing"
        );
        let paper = PaperSignature {
            version: 1,
            signed_by: "分管副局长".into(),
        };
        let edit = room.desk(&reviewer()).edits[0].id;
        let signed = room
            .stage
            .app
            .record_room_signature(&reviewer(), &room.key(), edit, &paper);
        assert_eq!(codes(&signed.unwrap_err()), "paper-confirmation-unknown");
        room.answer(&department_hand(), false, "需要再核实").unwrap();
        assert_eq!(
            refused(room.answer(&department_hand(), true, "")),
            "stale-version"
        );
        assert_eq!(room.page().edition, 1);
    });
}

#[test]
fn whoever_is_second_is_told_what_the_first_decided() {
    on_each(|room| {
        room.accept_all(&reviewer());
        room.conclude(&second_reviewer(), "passed").unwrap();
        // The second reviewer does not hold the step, so the outcome is written and the goal waits.
        assert_eq!(room.page().state.name, "绩效科审核");
        let told = room.conclude(&reviewer(), "passed").unwrap_err();
        assert_eq!(told.code(), "review-concluded");
        assert!(told.to_string().contains("审核通过"), "{told}");
    });
}

#[test]
fn a_goal_of_much_money_passes_only_with_points_and_a_passing_grade() {
    on_each(|room| {
        room.stage
            .database
            .database
            .write(|db| {
                let mut record = projects::find(db, division(), project())?.unwrap();
                record.funding.fiscal = Money::from_fen(500_000_000);
                projects::update(db, division(), &sorted(record))
            })
            .unwrap();
        room.accept_all(&reviewer());
        assert_eq!(
            room.conclude(&reviewer(), "passed").unwrap_err().code(),
            "review-points-missing"
        );
        let items = room.desk(&reviewer()).points.unwrap().table;
        let give = |share: i32| {
            let input = PointsInput {
                edition: 1,
                items: items
                    .items()
                    .map(|item| {
                        let points = Score::from_centi(item.points.centi() / 100 * share);
                        (item.name.clone(), points.to_string())
                    })
                    .collect(),
            };
            room.stage
                .app
                .score_in_room(&reviewer(), &room.key(), room.slot, room.sheet, &input)
        };
        assert_eq!(codes(&give(120).unwrap_err()), "points:review-points");
        give(70).unwrap();
        let low = room.conclude(&reviewer(), "passed").unwrap_err();
        assert_eq!(low.code(), "review-grade-too-low");
        assert!(low.to_string().contains("退回修改"), "{low}");
        give(80).unwrap();
        let points = room.desk(&reviewer()).points.unwrap();
        assert_eq!(points.grade.as_deref(), Some("良"));
        room.conclude(&reviewer(), "passed").unwrap();
    });
}

#[test]
fn minutes_are_made_from_the_record_and_signed_by_both_sides() {
    on_each(|room| {
        let app = &room.stage.app;
        let make = || app.make_review_minutes(&reviewer(), &room.key(), room.slot);
        assert_eq!(make().unwrap_err().code(), "minutes-nothing-said");
        room.say(&reviewer(), &[(5, "not-quantified", "请写百分比")])
            .unwrap();
        room.conclude(&reviewer(), "returned").unwrap();
        make().unwrap();
        assert_eq!(make().unwrap_err().code(), "minutes-unchanged");
        let minutes = |actor: &Actor| app.review_slot(actor, room.slot).unwrap().minutes.unwrap();
        let made = minutes(&reviewer());
        assert_eq!(made.state, MinutesState::Unsigned);
        assert_eq!(made.paper.goals[0].outcome, "退回修改");
        assert_eq!(made.paper.goals[0].opinions[0].line, "道路完好率");
        let sign = |actor: &Actor, sha256: &str| {
            app.sign_review_minutes(actor, &room.key(), room.slot, sha256)
                .map(|_| ())
        };
        assert_eq!(sign(&reviewer(), "0").unwrap_err().code(), "stale-version");
        sign(&department_hand(), &made.sha256).unwrap();
        assert_eq!(minutes(&reviewer()).state, MinutesState::BureauMissing);
        assert_eq!(
            sign(&department_hand(), &made.sha256).unwrap_err().code(),
            "stale-version"
        );
        sign(&reviewer(), &made.sha256).unwrap();
        assert_eq!(minutes(&department_hand()).state, MinutesState::Signed);
        let stranger = person(Role::DepartmentReviewer, schools());
        assert_eq!(sign(&stranger, &made.sha256).unwrap_err().code(), "not-found");
    });
}

#[test]
fn two_planners_cannot_plan_past_each_other() {
    on_each(|room| {
        let add = |version, who: UnitId, from: &str, to: &str, name: &str, people: &[&Actor]| {
            let input = slot_input(version, who, from, to, name, people);
            room.stage
                .app
                .add_review_slot(&reviewer(), &room.key(), room.session, &input)
        };
        let both = add(2, schools(), "10:00", "12:00", "301", &[&second_reviewer()]).unwrap_err();
        assert_eq!(both.code(), "agenda-room-overlap");
        for name in ["城管局", "教育局"] {
            assert!(both.to_string().contains(name), "{both}");
        }
        let busy = add(2, schools(), "10:00", "12:00", "302", &[&reviewer()]).unwrap_err();
        assert_eq!(busy.code(), "agenda-reviewer-overlap");
        assert_eq!(
            codes(&add(2, schools(), "25:00", "12:00", "", &[]).unwrap_err()),
            "room:name-missing from:time-unreadable"
        );
        assert_eq!(
            codes(&add(2, schools(), "14:00", "15:00", "301", &[&clerk()]).unwrap_err()),
            "reviewers:reviewer-unknown"
        );
        add(2, schools(), "11:00", "12:00", "301", &[&reviewer()]).unwrap();
        assert_eq!(
            add(2, schools(), "14:00", "15:00", "301", &[&reviewer()])
                .unwrap_err()
                .code(),
            "stale-version"
        );
        room.say(&reviewer(), &[(0, "-", "")]).unwrap();
        let gone = room
            .stage
            .app
            .remove_review_slot(&reviewer(), &room.key(), room.slot, 3);
        assert_eq!(gone.unwrap_err().code(), "agenda-slot-in-use");
    });
}

#[test]
fn a_goal_of_another_department_is_not_found_in_the_slot() {
    on_each(|room| {
        let elsewhere = crate::stage::district::sheet_id(6, hengji_domain::sheet::SheetKind::Goal);
        let desk = room.stage.app.review_desk(&reviewer(), room.slot, elsewhere);
        assert_eq!(desk.unwrap_err(), AppError::NotFound);
        let stranger = person(Role::UnitClerk, school());
        let desk = room.stage.app.review_desk(&stranger, room.slot, room.sheet);
        assert_eq!(desk.unwrap_err(), AppError::NotFound);
        let page = room.stage.app.review_slot(&stranger, room.slot).unwrap();
        assert!(
            page.goals.is_empty(),
            "the agenda is known to all, the goals are not"
        );
    });
}

#[test]
fn lists_leave_the_house_with_an_event() {
    on_each(|room| {
        room.say(&reviewer(), &[(0, "-", ""), (1, "not-quantified", "")])
            .unwrap();
        room.say(&second_reviewer(), &[(0, "-", ""), (1, "-", "")])
            .unwrap();
        for (list, rows) in [
            (ReviewExport::Agenda, 1),
            (ReviewExport::Slot(room.slot), 4),
            (ReviewExport::Consistency, 2),
        ] {
            room.stage
                .app
                .export_review(&reviewer(), of_year(), list)
                .unwrap();
            assert_eq!(room.stage.desk.last_written().rows.len(), rows, "{list:?}");
        }
        room.stage
            .app
            .export_review(&department_hand(), of_year(), ReviewExport::Progress)
            .unwrap();
        let consistency = room.stage.app.review_consistency(&reviewer(), of_year()).unwrap();
        assert_eq!((consistency.lines, consistency.shared_lines), (2, 2));
        assert_eq!(consistency.reviewers.len(), 2);
        let denied = room.stage.app.review_consistency(&department_hand(), of_year());
        assert_eq!(denied.unwrap_err().code(), "role-not-held");
        assert!(Action::PlanReview.roles().contains(&Role::PerformanceReviewer));
    });
}
