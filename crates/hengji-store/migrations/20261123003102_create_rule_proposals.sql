-- 规则更改申请 (rule proposals): one person proposes, another approves.
--
-- The approved ones, in the order of their approval, are the overlay over the rule files: there is no second
-- place where a value in force could differ from the paper that put it there.
CREATE TABLE rule_proposals (
  division      TEXT NOT NULL,
  proposal_id   TEXT NOT NULL,
  kind          TEXT NOT NULL,
  rule          TEXT NOT NULL,
  from_year     INTEGER NOT NULL,
  value         TEXT,
  words_before  TEXT NOT NULL,
  words_after   TEXT NOT NULL,
  regulation_id TEXT NOT NULL,
  clause        TEXT NOT NULL,
  verification  TEXT NOT NULL,
  verified_on   TEXT,
  note          TEXT,
  reason        TEXT NOT NULL,
  state         TEXT NOT NULL,
  proposed_by   TEXT NOT NULL,
  proposed_at   BIGINT NOT NULL,
  settled_by    TEXT,
  settled_at    BIGINT,
  opinion       TEXT,
  version       INTEGER NOT NULL,
  CONSTRAINT rule_proposals_pkey PRIMARY KEY (division, proposal_id)
);
CREATE INDEX rule_proposals_by_state ON rule_proposals (division, state, settled_at);
