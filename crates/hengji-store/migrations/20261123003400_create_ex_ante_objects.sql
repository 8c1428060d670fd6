-- 事前评估对象 (objects): why a project is on the list of a year or off it, its category, who leads, what was asked.
--
-- A project taken off the list keeps its row, so that the next run of the rules does not put it back unseen.
CREATE TABLE ex_ante_objects (
  division     TEXT NOT NULL,
  project_id   TEXT NOT NULL,
  budget_year  INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  category     TEXT NOT NULL,
  lead_unit_id TEXT NOT NULL,
  is_listed    BOOLEAN NOT NULL,
  is_by_hand   BOOLEAN NOT NULL,
  reasons      TEXT,
  listed_at    BIGINT NOT NULL,
  version      INTEGER NOT NULL,
  CONSTRAINT ex_ante_objects_pkey PRIMARY KEY (division, project_id)
);
CREATE INDEX ex_ante_objects_by_year ON ex_ante_objects (division, budget_year, project_id);
