-- 整改经过 (steps of a commitment): promised, claimed, rejected, verified, reminded.
CREATE TABLE rectification_steps (
  division      TEXT NOT NULL,
  commitment_id TEXT NOT NULL,
  made_at       BIGINT NOT NULL,
  deed          TEXT NOT NULL,
  words         TEXT,
  made_by       TEXT,
  made_by_name  TEXT NOT NULL,
  CONSTRAINT rectification_steps_pkey PRIMARY KEY (division, commitment_id, made_at, deed)
);
