-- 征求意见点 (points): what the unit is asked about in a round of the exchange of views, its answer, what became of it.
CREATE TABLE case_points (
  division         TEXT NOT NULL,
  point_id         TEXT NOT NULL,
  evaluation_id    TEXT NOT NULL,
  round            INTEGER NOT NULL,
  position         INTEGER NOT NULL,
  sort             TEXT NOT NULL,
  place            TEXT NOT NULL,
  words            TEXT NOT NULL,
  answer           TEXT,
  opinion          TEXT,
  answered_by_name TEXT,
  answered_at      BIGINT,
  outcome          TEXT,
  reason           TEXT,
  decided_by_name  TEXT,
  decided_at       BIGINT,
  CONSTRAINT case_points_pkey PRIMARY KEY (division, point_id),
  CONSTRAINT case_points_position_unique UNIQUE (division, evaluation_id, round, position)
);
