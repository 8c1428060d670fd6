-- 事前评估结果 (results): what the sheet of an evaluation has beside its lines: money, conclusion, discussion.
--
-- The cut is stored beside what was asked and granted, so that the budget side can add it up without arithmetic.
CREATE TABLE ex_ante_results (
  division             TEXT NOT NULL,
  sheet_id             TEXT NOT NULL,
  project_id           TEXT NOT NULL,
  budget_year          INTEGER NOT NULL,
  asked_fen            BIGINT NOT NULL,
  summary              TEXT,
  discussion_opened_at BIGINT,
  discussion_opened_by TEXT,
  score_centi          INTEGER,
  proposed             TEXT,
  conclusion           TEXT,
  departure_reason     TEXT,
  granted_fen          BIGINT,
  cut_fen              BIGINT,
  advice               TEXT,
  concluded_at         BIGINT,
  CONSTRAINT ex_ante_results_pkey PRIMARY KEY (division, sheet_id),
  CONSTRAINT ex_ante_results_project_unique UNIQUE (division, project_id)
);
CREATE INDEX ex_ante_results_by_year ON ex_ante_results (division, budget_year, concluded_at, sheet_id);
