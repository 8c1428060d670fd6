-- 预计情况 (monitoring outlooks): what a unit says of a line beside its actual value.
CREATE TABLE monitoring_outlooks (
  division   TEXT NOT NULL,
  sheet_id   TEXT NOT NULL,
  line_key   TEXT NOT NULL,
  expected   TEXT,
  likelihood TEXT,
  cause      TEXT,
  measures   TEXT,
  CONSTRAINT monitoring_outlooks_pkey PRIMARY KEY (division, sheet_id, line_key)
);
