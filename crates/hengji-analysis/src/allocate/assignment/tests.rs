//! Caps, conflicts, rotation and overlap as properties of the solution, and the aims against every assignment.

use proptest::prelude::*;

use super::*;

fn engagement(project: &str, department: &str, amount_fen: i64, skills: &[&str]) -> Engagement {
    Engagement {
        project: project.to_owned(),
        department: department.to_owned(),
        amount_fen,
        skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
        preferred: BTreeSet::new(),
    }
}

fn institution(name: &str, quality: f64, skills: &[&str]) -> Institution {
    Institution {
        name: name.to_owned(),
        skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
        quality,
    }
}

fn conflict(institution: &str, with: &str, kind: ConflictKind) -> Conflict {
    Conflict {
        institution: institution.to_owned(),
        with: with.to_owned(),
        kind,
    }
}

fn past(year: i32, institution: &str, department: &str, amount_fen: i64) -> PastEngagement {
    PastEngagement {
        year,
        institution: institution.to_owned(),
        department: department.to_owned(),
        amount_fen,
    }
}

fn settings() -> AssignmentSettings {
    AssignmentSettings {
        year: 2026,
        start_value: "2026-03-01 双色球".to_owned(),
        share_cap_bp: 5_000,
        share_step_bp: 1,
        window_years: 3,
        pair_years: 2,
        conflict_years: 2,
        overlap_bp: 0,
        node_limit: 10_000,
    }
}

fn names(placed: &Placed) -> Vec<&str> {
    placed
        .institutions
        .iter()
        .map(|placement| placement.institution.as_str())
        .collect()
}

#[derive(Debug, Clone)]
struct District {
    engagements: Vec<Engagement>,
    institutions: Vec<Institution>,
    conflicts: Vec<Conflict>,
    history: Vec<PastEngagement>,
}

impl District {
    fn candidates(&self) -> Candidates<'_> {
        Candidates {
            engagements: &self.engagements,
            institutions: &self.institutions,
            conflicts: &self.conflicts,
            history: &self.history,
        }
    }
}

fn district(
    projects: std::ops::Range<usize>,
    institutions: std::ops::Range<usize>,
) -> impl Strategy<Value = District> {
    let projects = proptest::collection::vec((0_u8..3, 1_i64..50, 0_u8..4), projects);
    let institutions = proptest::collection::vec((0_u8..4, 0_u8..4), institutions);
    let conflicts = proptest::collection::vec((0_u8..3, 0_u8..3, 2022_i32..2027, 0_u8..3), 0..3);
    let history = proptest::collection::vec((2023_i32..2026, 0_u8..5, 0_u8..3, 1_i64..20), 0..10);
    (projects, institutions, conflicts, history).prop_map(|(projects, institutions, conflicts, history)| {
        let skills = |bits: u8| -> Vec<&str> {
            [(1, "财务"), (2, "工程")]
                .into_iter()
                .filter(|(bit, _)| bits & bit != 0)
                .map(|(_, skill)| skill)
                .collect()
        };
        let count = institutions.len();
        let who = |at: u8| format!("机构{}", usize::from(at) % count);
        District {
            engagements: projects
                .iter()
                .enumerate()
                .map(|(at, (department, amount, bits))| {
                    // One project in four asks for a skill.
                    let needed = if *bits == 3 { vec!["财务"] } else { vec![] };
                    engagement(
                        &format!("项目{at}"),
                        &format!("部门{department}"),
                        amount * 100_000,
                        &needed,
                    )
                })
                .collect(),
            institutions: institutions
                .iter()
                .enumerate()
                .map(|(at, (quality, bits))| {
                    institution(
                        &format!("机构{at}"),
                        70.0 + f64::from(*quality) * 5.0,
                        &skills(*bits),
                    )
                })
                .collect(),
            conflicts: conflicts
                .into_iter()
                .map(|(at, department, year, kind)| {
                    let kind = match kind {
                        0 => ConflictKind::SharedOwner,
                        1 => ConflictKind::Recipient,
                        _ => ConflictKind::Auditor { year },
                    };
                    conflict(&who(at), &format!("部门{department}"), kind)
                })
                .collect(),
            history: history
                .into_iter()
                .map(|(year, at, department, amount)| {
                    past(year, &who(at), &format!("部门{department}"), amount * 100_000)
                })
                .collect(),
        }
    })
}

/// How many steps a load fills.
fn steps(district: &District, settings: &AssignmentSettings, load: i64) -> i64 {
    let total: i64 = district.engagements.iter().map(|one| one.amount_fen).sum();
    let one = total * i64::from(settings.share_step_bp);
    (load * 10_000 + one - 1) / one
}

/// Fit in hundredths, largest load in steps and repeats of a full choice; nothing if it breaks a cap or leaves a gap.
fn judged(
    district: &District,
    settings: &AssignmentSettings,
    choice: &[usize],
) -> Option<(usize, i64, usize)> {
    let candidates = district.candidates();
    let table = pairs(candidates, settings);
    let rooms = rooms(candidates, &vec![1; choice.len()], settings);
    let (mut fit, mut repeats) = (0, 0);
    let mut loads = vec![(0_usize, 0_i64); rooms.len()];
    for (at, who) in choice.iter().enumerate() {
        let pair = table
            .pairs
            .iter()
            .find(|pair| pair.engagement == at && pair.institution == *who)?;
        fit += pair.fit;
        repeats += usize::from(pair.is_repeat);
        loads[*who].0 += 1;
        loads[*who].1 += district.engagements[at].amount_fen;
    }
    let kept = loads
        .iter()
        .zip(&rooms)
        .all(|(load, room)| load.0 <= room.count && load.1 <= room.amount_fen);
    kept.then(|| {
        (
            fit,
            steps(
                district,
                settings,
                loads.iter().map(|load| load.1).max().unwrap_or(0),
            ),
            repeats,
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn caps_conflicts_rotation_and_overlap_are_kept(
        district in district(4..12, 3..6), overlap in 0_u32..5_000, cap in 3_000_u32..10_000,
    ) {
        let settings = AssignmentSettings { overlap_bp: overlap, share_cap_bp: cap, ..settings() };
        let Ok(found) = assign_institutions(district.candidates(), &settings) else { return Ok(()) };
        for (engagement, placed) in district.engagements.iter().zip(&found.projects) {
            let who = names(placed);
            prop_assert!(who.len() == 1 || (who.len() == 2 && who[0] != who[1]), "{:?}", placed);
            for name in who {
                let institution = district.institutions.iter().find(|other| other.name == name).unwrap();
                prop_assert!(engagement.skills.is_subset(&institution.skills));
                for conflict in &district.conflicts {
                    let expired = matches!(conflict.kind, ConflictKind::Auditor { year } if year < 2024);
                    prop_assert!(expired || conflict.institution != name || conflict.with != engagement.department);
                }
                let served = |year| district.history.iter().any(|past| {
                    past.year == year && past.institution == name && past.department == engagement.department
                });
                prop_assert!(!(served(2025) && served(2024)), "{} for a third year running", name);
            }
        }
        for load in &found.institutions {
            prop_assert!(load.count <= load.count_cap && load.amount_fen <= load.amount_cap_fen, "{:?}", load);
            prop_assert!(load.share <= found.largest_share + 1e-12);
        }
        let total: i64 = found.institutions.iter().map(|load| load.count).sum::<usize>().try_into().unwrap();
        prop_assert_eq!(usize::try_from(total).unwrap(), found.engagements);
        prop_assert!(found.overlaps <= found.overlaps_wanted);
        prop_assert!(found.stages.iter().all(|stage| stage.proven));
    }

    #[test]
    fn the_aims_are_reached_in_their_order(
        district in district(1..6, 2..4), step in prop_oneof![Just(1_u32), Just(500), Just(2_000)],
    ) {
        let settings = AssignmentSettings { share_cap_bp: 7_000, share_step_bp: step, ..settings() };
        let (projects, institutions) = (district.engagements.len(), district.institutions.len());
        let all = (0..institutions.pow(u32::try_from(projects).unwrap())).map(|code| {
            (0..projects).map(|at| code / institutions.pow(u32::try_from(at).unwrap()) % institutions).collect::<Vec<_>>()
        });
        let best = all
            .filter_map(|choice| judged(&district, &settings, &choice))
            .max_by_key(|(fit, load, repeats)| (*fit, -load, std::cmp::Reverse(*repeats)));
        match (assign_institutions(district.candidates(), &settings), best) {
            (Ok(found), Some((fit, load, repeats))) => {
                prop_assert!((found.stages[0].value - float(fit) / 100.0).abs() < 1e-9);
                let largest = found.institutions.iter().map(|row| row.amount_fen).max().unwrap_or(0);
                prop_assert_eq!(steps(&district, &settings, largest), load);
                prop_assert_eq!(found.repeated_pairs, repeats);
            }
            (Err(AllocateError::Unplaceable(projects)), None) => {
                prop_assert!(projects.iter().all(|project| 0 < project.missing), "{:?}", projects);
                prop_assert!(!projects.is_empty());
            }
            (found, best) => prop_assert!(false, "{:?} {:?}", found, best),
        }
    }
}

/// Two institutions that differ in nothing, and projects that differ in nothing but their names.
fn twins() -> District {
    District {
        engagements: (0..6)
            .map(|at| engagement(&format!("项目{at}"), "教育局", 100_000, &[]))
            .collect(),
        institutions: vec![institution("甲", 80.0, &[]), institution("乙", 80.0, &[])],
        conflicts: vec![],
        history: vec![],
    }
}

#[test]
fn ties_are_settled_by_the_start_value_alone() {
    let district = twins();
    let run = |start_value: &str, reversed: bool| {
        let mut district = district.clone();
        if reversed {
            district.institutions.reverse();
        }
        let settings = AssignmentSettings {
            start_value: start_value.to_owned(),
            ..settings()
        };
        let found = assign_institutions(district.candidates(), &settings).unwrap();
        found
            .projects
            .iter()
            .map(|placed| placed.institutions[0].institution.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(run("一", false), run("一", false), "repeatable");
    assert_eq!(
        run("一", false),
        run("一", true),
        "the order of the table says nothing"
    );
    let others = ["二", "三", "四", "五", "六"];
    assert!(
        others.iter().any(|start| run(start, false) != run("一", false)),
        "the lottery decides"
    );
}

#[test]
fn overlap_takes_the_smallest_tickets() {
    let district = twins();
    let settings = AssignmentSettings {
        overlap_bp: 3_000,
        share_cap_bp: 6_000,
        ..settings()
    };
    let found = assign_institutions(district.candidates(), &settings).unwrap();
    assert_eq!(
        (found.overlaps, found.overlaps_wanted, found.engagements),
        (2, 2, 8)
    );
    let mut tickets: Vec<(crate::draw::Ticket, &str)> = district
        .engagements
        .iter()
        .map(|one| {
            (
                crate::draw::Ticket::of(&settings.start_value, &one.project),
                one.project.as_str(),
            )
        })
        .collect();
    tickets.sort();
    let doubled: BTreeSet<&str> = found
        .projects
        .iter()
        .filter(|placed| placed.institutions.len() == 2)
        .map(|placed| placed.project.as_str())
        .collect();
    assert_eq!(
        doubled,
        tickets
            .iter()
            .take(2)
            .map(|(_, name)| *name)
            .collect::<BTreeSet<&str>>()
    );
}

#[test]
fn concentration_is_told_beside_last_year() {
    let history = vec![past(2025, "甲", "民政局", 300), past(2025, "乙", "民政局", 100)];
    let district = District { history, ..twins() };
    let found = assign_institutions(
        district.candidates(),
        &AssignmentSettings {
            share_cap_bp: 6_000,
            ..settings()
        },
    )
    .unwrap();
    assert!((found.concentration.unwrap() - 0.5).abs() < 1e-12);
    assert!((found.concentration_before.unwrap() - 0.625).abs() < 1e-12);
    assert!((found.largest_share - 0.5).abs() < 1e-12);
}

#[test]
fn preferred_skills_make_a_better_fit() {
    let mut district = twins();
    district.engagements.truncate(1);
    district.engagements[0].preferred = ["绩效".to_owned(), "工程".to_owned()].into();
    district.institutions[1].skills = ["绩效".to_owned()].into();
    let settings = AssignmentSettings {
        share_cap_bp: 10_000,
        ..settings()
    };
    let found = assign_institutions(district.candidates(), &settings).unwrap();
    assert_eq!(names(&found.projects[0]), ["乙"]);
    assert!((found.projects[0].institutions[0].fit - 40.0).abs() < 1e-12);
}

#[test]
fn what_cannot_be_placed_is_named_with_its_reasons() {
    let told = |district: &District, settings: &AssignmentSettings| {
        assign_institutions(district.candidates(), settings)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    let mut skill = twins();
    skill.engagements[2].skills = ["工程".to_owned()].into();
    let recused = District {
        conflicts: vec![
            conflict("甲", "项目3", ConflictKind::SharedOwner),
            conflict("乙", "教育局", ConflictKind::Auditor { year: 2024 }),
        ],
        ..twins()
    };
    let rotated = District {
        history: ["甲", "乙"]
            .into_iter()
            .flat_map(|who| [2024, 2025].map(|year| past(year, who, "教育局", 1)))
            .collect(),
        ..twins()
    };
    let mut large = twins();
    large.engagements[5].amount_fen = 1_000_000;
    let tight = AssignmentSettings {
        share_cap_bp: 4_000,
        ..settings()
    };
    for (district, settings, parts) in [
        (
            &skill,
            settings(),
            &["有 1 个项目", "“项目2”", "2 家缺少专业能力"][..],
        ),
        (&recused, settings(), &["“项目3”尚缺 1 家", "2 家应回避"][..]),
        (
            &rotated,
            settings(),
            &["有 6 个项目", "2 家连续年限已满须轮换"][..],
        ),
        (
            &large,
            settings(),
            &["有 1 个项目", "“项目5”", "2 家超出份额上限"][..],
        ),
        (&twins(), tight, &["有 2 个项目", "2 家份额被其他项目占用"][..]),
    ] {
        let text = told(district, &settings);
        assert!(text.ends_with("[allocate-unplaceable]"), "{text}");
        assert!(parts.iter().all(|part| text.contains(part)), "{text}: {parts:?}");
    }
}

#[test]
fn an_old_audit_is_no_conflict_any_more() {
    let conflicts = vec![conflict("甲", "教育局", ConflictKind::Auditor { year: 2023 })];
    let district = District { conflicts, ..twins() };
    assert!(assign_institutions(district.candidates(), &settings()).is_ok());
}

#[test]
fn unusable_tables_are_refused() {
    let with = |change: &dyn Fn(&mut District)| {
        let mut district = twins();
        change(&mut district);
        assign_institutions(district.candidates(), &settings())
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    for (text, code) in [
        (
            with(&|district| district.engagements.clear()),
            "[allocate-nothing]",
        ),
        (
            with(&|district| district.institutions.clear()),
            "[allocate-nothing]",
        ),
        (
            with(&|district| district.engagements[1].project = "项目0".to_owned()),
            "[allocate-duplicate]",
        ),
        (
            with(&|district| district.engagements[1].amount_fen = -1),
            "[allocate-money]",
        ),
        (
            with(&|district| district.engagements[1].amount_fen = i64::MAX),
            "[allocate-money]",
        ),
        (
            with(&|district| district.institutions[0].quality = f64::NAN),
            "[allocate-out-of-range]",
        ),
        (
            with(&|district| {
                district
                    .conflicts
                    .push(conflict("丙", "教育局", ConflictKind::Recipient))
            }),
            "[allocate-unknown-institution]",
        ),
        (
            with(&|district| district.history.push(past(2025, "甲", "教育局", -5))),
            "[allocate-money]",
        ),
    ] {
        assert!(text.ends_with(code), "{code}: {text}");
    }
}
