-- 表 (sheets): goal, monitoring and self-evaluation of a project, without their lines.
--
-- One of each kind and period for a project, the whole year being the period `year`: opening a sheet twice must
-- not make two records.
CREATE TABLE sheets (
  division TEXT NOT NULL,
  sheet_id TEXT NOT NULL,
  project_id TEXT NOT NULL,
  budget_year INTEGER NOT NULL,
  kind TEXT NOT NULL,
  period TEXT NOT NULL,
  state TEXT NOT NULL,
  step INTEGER,
  state_at BIGINT,
  edition INTEGER NOT NULL,
  version INTEGER NOT NULL,
  annual_goal TEXT,
  achievement TEXT,
  initial_fen BIGINT,
  adjusted_fen BIGINT,
  executed_fen BIGINT,
  execution_weight_centi INTEGER,
  execution_stated_centi INTEGER,
  execution_computed_centi INTEGER,
  stated_total_centi INTEGER,
  computed_total_centi INTEGER,
  CONSTRAINT sheets_pkey PRIMARY KEY (division, sheet_id),
  CONSTRAINT sheets_kind_unique UNIQUE (division, project_id, budget_year, kind, period)
);
CREATE INDEX sheets_by_state ON sheets (division, budget_year, state, kind, step, state_at);
