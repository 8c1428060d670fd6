-- 第三方机构 (institutions): what the register knows of a body beyond its name, and what shows that it may be chosen.
CREATE TABLE institutions (
  division          TEXT NOT NULL,
  unit_id           TEXT NOT NULL,
  credit_code       TEXT NOT NULL,
  kind              TEXT NOT NULL,
  founded_on        TEXT NOT NULL,
  contact           TEXT,
  platform_on       TEXT,
  credit_checked_on TEXT,
  violation_on      TEXT,
  suspended_reason  TEXT,
  entered_by_name   TEXT NOT NULL,
  entered_at        BIGINT NOT NULL,
  version           INTEGER NOT NULL,
  CONSTRAINT institutions_pkey PRIMARY KEY (division, unit_id),
  CONSTRAINT institutions_credit_code_unique UNIQUE (division, credit_code)
);
