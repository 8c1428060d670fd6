-- 评价结果发布快照 (result snapshots): what was published of a year's results, frozen, signed by two hands, in a chain.
CREATE TABLE result_snapshots (
  division       TEXT NOT NULL,
  snapshot_id    TEXT NOT NULL,
  budget_year    INTEGER NOT NULL,
  number         INTEGER NOT NULL,
  title          TEXT NOT NULL,
  content        TEXT NOT NULL,
  content_sha256 TEXT NOT NULL,
  state          TEXT NOT NULL,
  made_by        TEXT NOT NULL,
  made_by_name   TEXT NOT NULL,
  made_at        BIGINT NOT NULL,
  checked_by     TEXT,
  checked_by_name TEXT,
  checked_at     BIGINT,
  reason         TEXT,
  previous_seal  TEXT,
  seal           TEXT,
  version        INTEGER NOT NULL,
  CONSTRAINT result_snapshots_pkey PRIMARY KEY (division, snapshot_id),
  CONSTRAINT result_snapshots_number_unique UNIQUE (division, budget_year, number)
);
