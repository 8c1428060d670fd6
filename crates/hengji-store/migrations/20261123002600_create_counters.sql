-- 编号 (counters): the last business number given, by division and name.
--
-- Updated in the transaction that uses the number; a sequence would leave gaps and differs by engine.
CREATE TABLE counters (
  division TEXT NOT NULL,
  name     TEXT NOT NULL,
  value    BIGINT NOT NULL,
  CONSTRAINT counters_pkey PRIMARY KEY (division, name)
);
