-- 现场记录 (field records): what was seen where and by whom; a withdrawn one stays to be read. Items are a list of keys.
CREATE TABLE case_records (
  division          TEXT NOT NULL,
  record_id         TEXT NOT NULL,
  evaluation_id     TEXT NOT NULL,
  seen_on           TEXT NOT NULL,
  place             TEXT NOT NULL,
  present           TEXT NOT NULL,
  situation         TEXT NOT NULL,
  items             TEXT,
  kept_by_name      TEXT NOT NULL,
  kept_at           BIGINT NOT NULL,
  withdrawn_by_name TEXT,
  withdrawn_at      BIGINT,
  CONSTRAINT case_records_pkey PRIMARY KEY (division, record_id)
);
CREATE INDEX case_records_by_evaluation ON case_records (division, evaluation_id, seen_on, record_id);
