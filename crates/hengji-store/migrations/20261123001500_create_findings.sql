-- 问题 (findings) of a sheet as it stands now.
--
-- They are replaced together with the content they speak of; what was said of an edition is in its snapshot.
CREATE TABLE findings (
  division   TEXT NOT NULL,
  sheet_id   TEXT NOT NULL,
  position   INTEGER NOT NULL,
  code       TEXT NOT NULL,
  severity   TEXT NOT NULL,
  row_number INTEGER,
  field      TEXT,
  cell       TEXT,
  message    TEXT NOT NULL,
  suggestion TEXT,
  CONSTRAINT findings_pkey PRIMARY KEY (division, sheet_id, position)
);
