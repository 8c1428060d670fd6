-- 评分 (scores): added, never edited; the highest serial of an item, side and scorer is the score that stands.
CREATE TABLE evaluation_scores (
  division      TEXT NOT NULL,
  score_id      TEXT NOT NULL,
  evaluation_id TEXT NOT NULL,
  item_key      TEXT NOT NULL,
  side          TEXT NOT NULL,
  slot          TEXT NOT NULL,
  serial        INTEGER NOT NULL,
  stage         TEXT NOT NULL,
  scorer_id     TEXT NOT NULL,
  scorer_name   TEXT NOT NULL,
  score_centi   INTEGER NOT NULL,
  answer        TEXT NOT NULL,
  trace         TEXT NOT NULL,
  evidence      TEXT,
  made_at       BIGINT NOT NULL,
  CONSTRAINT evaluation_scores_pkey PRIMARY KEY (division, score_id),
  CONSTRAINT evaluation_scores_serial_unique UNIQUE (division, evaluation_id, item_key, side, slot, serial)
);
