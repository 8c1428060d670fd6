-- 评价指标 (items) of an evaluation, copied when it is opened, so that later rules do not touch it.
CREATE TABLE evaluation_items (
  division      TEXT NOT NULL,
  evaluation_id TEXT NOT NULL,
  item_key      TEXT NOT NULL,
  position      INTEGER NOT NULL,
  part          TEXT NOT NULL,
  path          TEXT,
  name          TEXT NOT NULL,
  weight_centi  INTEGER NOT NULL,
  method        TEXT NOT NULL,
  explanation   TEXT,
  evidence      TEXT,
  basis         TEXT,
  is_unverified BOOLEAN NOT NULL,
  own_centi     INTEGER,
  CONSTRAINT evaluation_items_pkey PRIMARY KEY (division, evaluation_id, item_key)
);
CREATE INDEX evaluation_items_by_key ON evaluation_items (division, item_key);
