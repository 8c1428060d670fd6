-- 后台任务 (jobs): claimed by an optimistic update under a lease, so that a dead worker's job is taken over.
CREATE TABLE jobs (
  division       TEXT NOT NULL,
  job_id         TEXT NOT NULL,
  kind           TEXT NOT NULL,
  payload        TEXT NOT NULL,
  state          TEXT NOT NULL,
  owner          TEXT,
  lease_until    BIGINT,
  attempts       INTEGER NOT NULL,
  progress_done  BIGINT NOT NULL,
  progress_total BIGINT NOT NULL,
  message        TEXT,
  created_by     TEXT,
  created_at     BIGINT NOT NULL,
  concluded_at   BIGINT,
  version        INTEGER NOT NULL,
  CONSTRAINT jobs_pkey PRIMARY KEY (division, job_id)
);
CREATE INDEX jobs_by_state ON jobs (division, state, created_at, job_id);
