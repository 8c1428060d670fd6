-- 目录条目 (entry) of a yearly catalogue: a project as it was when it was classed, with the trace of its points.
CREATE TABLE class_entries (
  division       TEXT NOT NULL,
  catalogue_id   TEXT NOT NULL,
  project_id     TEXT NOT NULL,
  project_code   TEXT NOT NULL,
  project_name   TEXT NOT NULL,
  unit_id        TEXT NOT NULL,
  amount_fen     BIGINT NOT NULL,
  key_work       TEXT,
  rigid          TEXT,
  trace          TEXT NOT NULL,
  score_centi    INTEGER NOT NULL,
  by_score       TEXT NOT NULL,
  hard_rule      TEXT,
  proposed_class TEXT NOT NULL,
  class          TEXT NOT NULL,
  previous_class TEXT,
  share_a_bp     INTEGER NOT NULL,
  share_b_bp     INTEGER NOT NULL,
  share_c_bp     INTEGER NOT NULL,
  is_clear       BOOLEAN NOT NULL,
  is_incomplete  BOOLEAN NOT NULL,
  is_adjusted    BOOLEAN NOT NULL,
  CONSTRAINT class_entries_pkey PRIMARY KEY (division, catalogue_id, project_id)
);
CREATE INDEX class_entries_by_code ON class_entries (division, catalogue_id, project_code);
CREATE INDEX class_entries_by_class ON class_entries (division, catalogue_id, class, amount_fen);
CREATE INDEX class_entries_by_name ON class_entries (division, catalogue_id, unit_id, project_name);
