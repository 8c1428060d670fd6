-- 指标行 (lines): text verbatim beside what was read, so that SQL can filter without reading Chinese.
--
-- Project and year are repeated so that the life of an indicator is one query on an index.
CREATE TABLE lines (
  division TEXT NOT NULL, sheet_id TEXT NOT NULL, line_key TEXT NOT NULL,
  project_id TEXT NOT NULL, budget_year INTEGER NOT NULL, position INTEGER NOT NULL,
  level1 TEXT, level2 TEXT, level3 TEXT,
  target_text TEXT, target_kind TEXT NOT NULL, target_comparator TEXT, target_value TEXT,
  target_high TEXT, target_unit TEXT, target_due_on TEXT, target_tiers TEXT,
  actual_text TEXT, actual_kind TEXT NOT NULL, actual_comparator TEXT, actual_value TEXT,
  actual_high TEXT, actual_unit TEXT, actual_due_on TEXT, actual_tiers TEXT,
  weight_centi INTEGER, stated_centi INTEGER, computed_centi INTEGER,
  reason TEXT, parent_key TEXT, library_indicator_id TEXT,
  CONSTRAINT lines_pkey PRIMARY KEY (division, sheet_id, line_key),
  CONSTRAINT lines_position_unique UNIQUE (division, sheet_id, position)
);
CREATE INDEX lines_by_key ON lines (division, line_key, budget_year, sheet_id);
