-- 行政区划 (divisions): a reference table, the only kind that may lack `division` in front of other columns.
--
-- It is replicated to every shard, so that each business table may point at it.
CREATE TABLE divisions (
  division         TEXT NOT NULL,
  name             TEXT NOT NULL,
  is_demonstration BOOLEAN NOT NULL,
  CONSTRAINT divisions_pkey PRIMARY KEY (division)
);
