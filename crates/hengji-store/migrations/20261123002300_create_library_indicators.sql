-- 指标库 (indicator library): indicators to pick from when a goal is written.
CREATE TABLE library_indicators (
  division     TEXT NOT NULL,
  indicator_id TEXT NOT NULL,
  level1       TEXT NOT NULL,
  level2       TEXT NOT NULL,
  name         TEXT NOT NULL,
  comparator   TEXT,
  example      TEXT,
  unit         TEXT,
  source       TEXT NOT NULL,
  initials     TEXT NOT NULL,
  pinyin_sort  TEXT NOT NULL,
  CONSTRAINT library_indicators_pkey PRIMARY KEY (division, indicator_id),
  CONSTRAINT library_indicators_name_unique UNIQUE (division, level1, level2, name)
);
