-- 财政重点监控 (key monitoring): the list of a year, by rule or by hand, each entry with its reason.
--
-- A project taken off the list stays as a row with the reason, because leaving out is a decision too.
CREATE TABLE key_monitorings (
  division      TEXT NOT NULL,
  project_id    TEXT NOT NULL,
  budget_year   INTEGER NOT NULL,
  origin        TEXT NOT NULL,
  is_listed     INTEGER NOT NULL,
  reason        TEXT NOT NULL,
  listed_by_name TEXT NOT NULL,
  listed_at     BIGINT NOT NULL,
  paper_id      TEXT,
  version       INTEGER NOT NULL,
  CONSTRAINT key_monitorings_pkey PRIMARY KEY (division, project_id)
);
CREATE INDEX key_monitorings_by_year ON key_monitorings (division, budget_year, project_id);
