-- 类别调整 (adjustment): who moved a project from which class to which, when and why. Rows are never changed.
CREATE TABLE class_adjustments (
  division      TEXT NOT NULL,
  adjustment_id TEXT NOT NULL,
  catalogue_id  TEXT NOT NULL,
  project_id    TEXT NOT NULL,
  from_class    TEXT NOT NULL,
  to_class      TEXT NOT NULL,
  reason        TEXT NOT NULL,
  made_by       TEXT NOT NULL,
  made_by_name  TEXT NOT NULL,
  made_at       BIGINT NOT NULL,
  CONSTRAINT class_adjustments_pkey PRIMARY KEY (division, adjustment_id)
);
CREATE INDEX class_adjustments_by_project ON class_adjustments (division, catalogue_id, project_id, made_at);
