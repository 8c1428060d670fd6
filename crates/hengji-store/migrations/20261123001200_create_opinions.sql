-- 审核意见 (opinions): what a reviewer said of a sheet or of one line.
--
-- The author's name is kept as it was then, because papers show who spoke at the time.
CREATE TABLE opinions (
  division    TEXT NOT NULL,
  opinion_id  TEXT NOT NULL,
  sheet_id    TEXT NOT NULL,
  edition     INTEGER NOT NULL,
  step        INTEGER NOT NULL,
  verdict     TEXT NOT NULL,
  line_key    TEXT,
  reason      TEXT,
  words       TEXT,
  author_id   TEXT NOT NULL,
  author_name TEXT NOT NULL,
  made_at     BIGINT NOT NULL,
  CONSTRAINT opinions_pkey PRIMARY KEY (division, opinion_id)
);
CREATE INDEX opinions_by_sheet ON opinions (division, sheet_id, made_at, opinion_id);
