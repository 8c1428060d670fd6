-- 整改措施 (commitments): what a unit promised, what it claims to have done, and what the bureau verified.
CREATE TABLE rectification_commitments (
  division         TEXT NOT NULL,
  commitment_id    TEXT NOT NULL,
  finding_id       TEXT NOT NULL,
  kind             TEXT NOT NULL,
  words            TEXT NOT NULL,
  owner            TEXT NOT NULL,
  due_on           TEXT NOT NULL,
  proof_asked      TEXT NOT NULL,
  state            TEXT NOT NULL,
  promised_by      TEXT,
  promised_by_name TEXT NOT NULL,
  promised_at      BIGINT NOT NULL,
  claimed_by       TEXT,
  claimed_on       TEXT,
  verified_by      TEXT,
  verified_on      TEXT,
  version          INTEGER NOT NULL,
  CONSTRAINT rectification_commitments_pkey PRIMARY KEY (division, commitment_id)
);
CREATE INDEX rectification_commitments_by_finding ON rectification_commitments (division, finding_id, commitment_id);
CREATE INDEX rectification_commitments_by_state ON rectification_commitments (division, state, due_on, commitment_id);
