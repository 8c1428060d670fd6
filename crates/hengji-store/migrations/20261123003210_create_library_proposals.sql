-- 指标库变更申请 (proposals): what somebody wants entered, changed, merged or taken out, and what became of it.
--
-- `content` is the indicator as proposed, as JSON; a file brings many proposals under one `batch_id`.
CREATE TABLE library_proposals (
  division      TEXT NOT NULL,
  proposal_id   TEXT NOT NULL,
  batch_id      TEXT,
  kind          TEXT NOT NULL,
  state         TEXT NOT NULL,
  indicator_id  TEXT,
  base_version  INTEGER,
  successor_id  TEXT,
  budget_year   INTEGER NOT NULL,
  name          TEXT NOT NULL,
  content       TEXT,
  reason        TEXT NOT NULL,
  unit_id       TEXT NOT NULL,
  proposed_by   TEXT NOT NULL,
  proposer_name TEXT NOT NULL,
  proposed_at   BIGINT NOT NULL,
  decided_by    TEXT,
  decider_name  TEXT,
  decided_at    BIGINT,
  opinion       TEXT,
  version       INTEGER NOT NULL,
  CONSTRAINT library_proposals_pkey PRIMARY KEY (division, proposal_id)
);
CREATE INDEX library_proposals_by_state ON library_proposals (division, state, proposed_at, proposal_id);
CREATE INDEX library_proposals_by_batch ON library_proposals (division, batch_id, proposal_id);
