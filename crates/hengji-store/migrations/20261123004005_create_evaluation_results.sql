-- 评价结果 (results): one row for each conclusion; a conclusion that was reopened keeps its row and says why.
CREATE TABLE evaluation_results (
  division          TEXT NOT NULL,
  evaluation_id     TEXT NOT NULL,
  edition           INTEGER NOT NULL,
  self_centi        INTEGER,
  total_centi       INTEGER NOT NULL,
  grade             TEXT NOT NULL,
  vetoes            TEXT,
  words             TEXT,
  trace             TEXT NOT NULL,
  trace_sha256      TEXT NOT NULL,
  rules_fingerprint TEXT NOT NULL,
  concluded_by      TEXT NOT NULL,
  concluded_by_name TEXT NOT NULL,
  concluded_at      BIGINT NOT NULL,
  reopened_by_name  TEXT,
  reopened_at       BIGINT,
  reopen_reason     TEXT,
  CONSTRAINT evaluation_results_pkey PRIMARY KEY (division, evaluation_id, edition)
);
