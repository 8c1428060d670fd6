-- 现场监控记录 (key monitoring records): what was seen on the spot, by whom and with whom.
CREATE TABLE key_monitoring_records (
  division     TEXT NOT NULL,
  record_id    TEXT NOT NULL,
  project_id   TEXT NOT NULL,
  visited_on   TEXT NOT NULL,
  place        TEXT NOT NULL,
  present      TEXT NOT NULL,
  situation    TEXT NOT NULL,
  problems     TEXT,
  made_by_name TEXT NOT NULL,
  made_at      BIGINT NOT NULL,
  CONSTRAINT key_monitoring_records_pkey PRIMARY KEY (division, record_id)
);
CREATE INDEX key_monitoring_records_by_project ON key_monitoring_records (division, project_id, visited_on, record_id);
