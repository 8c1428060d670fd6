-- 对账差异 (differences): two figures that should be equal, the unit that must say why, and what was said.
--
-- One difference has one record however often it is found again: its history must not be spread over many.
CREATE TABLE differences (
  division          TEXT NOT NULL,
  difference_id     TEXT NOT NULL,
  budget_year       INTEGER NOT NULL,
  kind              TEXT NOT NULL,
  subject           TEXT NOT NULL,
  subject_name      TEXT,
  period            TEXT NOT NULL,
  owner_unit_id     TEXT NOT NULL,
  expected_fen      BIGINT NOT NULL,
  found_fen         BIGINT NOT NULL,
  state             TEXT NOT NULL,
  explanation       TEXT,
  explained_by_name TEXT,
  explained_at      BIGINT,
  conclusion        TEXT,
  concluded_by_name TEXT,
  concluded_at      BIGINT,
  found_at          BIGINT NOT NULL,
  version           INTEGER NOT NULL,
  CONSTRAINT differences_pkey PRIMARY KEY (division, difference_id),
  CONSTRAINT differences_subject_unique UNIQUE (division, budget_year, kind, subject, period)
);
CREATE INDEX differences_by_owner ON differences (division, budget_year, owner_unit_id, state);
