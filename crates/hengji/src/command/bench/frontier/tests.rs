//! The measurement's words, and what counts as a finding.

use super::*;

fn answer(certified: usize) -> Answer {
    let run = |threads: usize| {
        serde_json::from_value(serde_json::json!({"threads": threads, "cpu_ms": 53.2, "peak_kb": 9_216}))
            .unwrap()
    };
    Answer {
        question: QUESTION,
        rows: vec![Row {
            units: 1_000,
            input_sha256: "ab".repeat(32),
            efficient: 587,
            certified,
            runs: vec![run(1), run(2)],
        }],
        peers: Measured::read(None).unwrap(),
    }
}

#[test]
fn figures_stand_beside_those_of_the_peers() {
    let words = in_words(&answer(1_000));
    for part in [
        "1000 个单位:前沿上 587 个,证书有效 1000 / 1000",
        "衡绩,1 线程:0.053 秒 / 9 MB",
        "highspy",
        "倍",
        "其他程序",
        "未测:R Benchmarking",
    ] {
        assert!(words.contains(part), "{part}\n{words}");
    }
}

#[test]
fn an_answer_without_a_certificate_is_a_finding() {
    assert_eq!(exit(&answer(1_000)), Exit::Fine);
    assert_eq!(exit(&answer(999)), Exit::Findings);
}

#[test]
fn a_measurement_that_cannot_be_read_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("peers.json");
    let said = Measured::read(Some(&path)).unwrap_err();
    assert!(said.message().ends_with("[file-unreadable]"), "{said:?}");
    std::fs::write(&path, "{}").unwrap();
    let said = Measured::read(Some(&path)).unwrap_err();
    assert!(said.message().ends_with("[peers-unreadable]"), "{said:?}");
}

#[test]
fn a_peer_that_failed_is_shown_with_its_problem() {
    let peer: PeerRow = serde_json::from_value(serde_json::json!({
        "program": "dealib", "cpu_seconds": 600.0, "peak_kb": 43_000, "problem": "stopped after 600 s"
    }))
    .unwrap();
    assert_eq!(peer_words(&peer), "dealib :stopped after 600 s");
}
