-- 提交 (hands): who handed the scores of a side in; a side that is sent back has no row again.
CREATE TABLE evaluation_hands (
  division      TEXT NOT NULL,
  evaluation_id TEXT NOT NULL,
  side          TEXT NOT NULL,
  slot          TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  user_name     TEXT NOT NULL,
  handed_in_at  BIGINT NOT NULL,
  CONSTRAINT evaluation_hands_pkey PRIMARY KEY (division, evaluation_id, side, slot)
);
