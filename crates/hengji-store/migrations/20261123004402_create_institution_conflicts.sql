-- 回避事项 (institution conflicts): what an institution, or one of its people, must keep away from and until when.
CREATE TABLE institution_conflicts (
  division         TEXT NOT NULL,
  conflict_id      TEXT NOT NULL,
  unit_id          TEXT NOT NULL,
  person_id        TEXT,
  with_unit_id     TEXT,
  with_project_id  TEXT,
  kind             TEXT NOT NULL,
  ended_on         TEXT,
  note             TEXT NOT NULL,
  declared_by_name TEXT NOT NULL,
  declared_at      BIGINT NOT NULL,
  withdrawn_by_name TEXT, withdrawn_at BIGINT, withdrawn_reason TEXT,
  CONSTRAINT institution_conflicts_pkey PRIMARY KEY (division, conflict_id)
);
