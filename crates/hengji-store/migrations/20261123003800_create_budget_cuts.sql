-- 压减、核减 (budget cuts): from the finding through proposal and decision to what was taken from the budget.
CREATE TABLE budget_cuts (
  division         TEXT NOT NULL,
  cut_id           TEXT NOT NULL,
  budget_year      INTEGER NOT NULL,
  book             TEXT NOT NULL,
  serial           INTEGER NOT NULL,
  project_id       TEXT NOT NULL,
  finding_id       TEXT,
  ground           TEXT NOT NULL,
  finding          TEXT NOT NULL,
  proposed_fen     BIGINT NOT NULL,
  proposed_by      TEXT NOT NULL,
  proposed_by_name TEXT NOT NULL,
  proposed_at      BIGINT NOT NULL,
  state            TEXT NOT NULL,
  decided_fen      BIGINT,
  decision         TEXT,
  decided_by       TEXT,
  decided_by_name  TEXT,
  decided_at       BIGINT,
  decided_month    TEXT,
  version          INTEGER NOT NULL,
  CONSTRAINT budget_cuts_pkey PRIMARY KEY (division, cut_id),
  CONSTRAINT budget_cuts_serial_unique UNIQUE (division, budget_year, book, serial),
  CONSTRAINT budget_cuts_finding_unique UNIQUE (division, finding_id)
);
CREATE INDEX budget_cuts_by_project ON budget_cuts (division, project_id, cut_id);
