-- 抽取记录 (spot records): the record as it was made and published, never changed.
CREATE TABLE spot_records (
  division TEXT NOT NULL,
  round_id TEXT NOT NULL,
  record   TEXT NOT NULL,
  CONSTRAINT spot_records_pkey PRIMARY KEY (division, round_id)
);
