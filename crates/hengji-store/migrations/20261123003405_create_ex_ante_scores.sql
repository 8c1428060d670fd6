-- 专家评分 (scores): round 1 is what an expert gave before the discussion, round 2 what was changed after it.
--
-- A changed score is a second row, never an update: both versions stay.
CREATE TABLE ex_ante_scores (
  division    TEXT NOT NULL,
  sheet_id    TEXT NOT NULL,
  user_id     TEXT NOT NULL,
  line_key    TEXT NOT NULL,
  round       INTEGER NOT NULL,
  score_centi INTEGER NOT NULL,
  words       TEXT,
  made_at     BIGINT NOT NULL,
  CONSTRAINT ex_ante_scores_pkey PRIMARY KEY (division, sheet_id, user_id, line_key, round)
);
