-- 年度结账 (closed years): budget years in which nothing changes any more.
--
-- The fingerprint says under which rules the year was closed: a later program that gives another one is found out.
CREATE TABLE closed_years (
  division          TEXT NOT NULL,
  budget_year       INTEGER NOT NULL,
  rules_fingerprint TEXT NOT NULL,
  note              TEXT,
  closed_by         TEXT NOT NULL,
  closed_at         BIGINT NOT NULL,
  CONSTRAINT closed_years_pkey PRIMARY KEY (division, budget_year)
);
