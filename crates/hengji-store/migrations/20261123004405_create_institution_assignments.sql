-- 委托 (institution assignments): which institution evaluates what, how it came to it, and how far it has come.
--
-- One institution has one case once: a second look goes to somebody else.
CREATE TABLE institution_assignments (
  division          TEXT NOT NULL,
  assignment_id     TEXT NOT NULL,
  evaluation_id     TEXT NOT NULL,
  unit_id           TEXT NOT NULL,
  way               TEXT NOT NULL,
  draw_id           TEXT,
  reason            TEXT,
  assigned_by       TEXT NOT NULL,
  assigned_by_name  TEXT NOT NULL,
  assigned_at       BIGINT NOT NULL,
  handed_in_by_name TEXT, handed_in_at BIGINT,
  withdrawn_reason  TEXT,
  withdrawn_by_name TEXT, withdrawn_at BIGINT,
  state             TEXT NOT NULL,
  version           INTEGER NOT NULL,
  CONSTRAINT institution_assignments_pkey PRIMARY KEY (division, assignment_id),
  CONSTRAINT institution_assignments_pair_unique UNIQUE (division, evaluation_id, unit_id)
);
CREATE INDEX institution_assignments_by_unit ON institution_assignments (division, unit_id, state);
