-- 指标历次内容 (versions): an indicator as it stood after each change; old goals were written under the old words.
CREATE TABLE library_versions (
  division     TEXT NOT NULL,
  indicator_id TEXT NOT NULL,
  version      INTEGER NOT NULL,
  content      TEXT NOT NULL,
  change       TEXT NOT NULL,
  reason       TEXT,
  proposer_name TEXT,
  decider_name TEXT,
  made_at      BIGINT NOT NULL,
  CONSTRAINT library_versions_pkey PRIMARY KEY (division, indicator_id, version)
);
