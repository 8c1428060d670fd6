-- 项目 (projects) of one budget year.
--
-- `total_fen` repeats the sum of the sources, because lists are filtered and sorted by it on an index.
CREATE TABLE projects (
  division         TEXT NOT NULL,
  project_id       TEXT NOT NULL,
  budget_year      INTEGER NOT NULL,
  code             TEXT NOT NULL,
  name             TEXT NOT NULL,
  unit_id          TEXT NOT NULL,
  department_id    TEXT NOT NULL,
  project_type     TEXT NOT NULL,
  nature           TEXT NOT NULL,
  fiscal_fen       BIGINT NOT NULL,
  carried_over_fen BIGINT NOT NULL,
  other_fen        BIGINT NOT NULL,
  total_fen        BIGINT NOT NULL,
  pinyin_sort      TEXT NOT NULL,
  version          INTEGER NOT NULL,
  CONSTRAINT projects_pkey PRIMARY KEY (division, project_id),
  CONSTRAINT projects_code_unique UNIQUE (division, budget_year, code)
);
CREATE INDEX projects_by_unit ON projects (division, budget_year, unit_id, code);
CREATE INDEX projects_by_department ON projects (division, budget_year, department_id, code);
CREATE INDEX projects_by_total ON projects (division, budget_year, total_fen, project_id);
CREATE INDEX projects_by_name ON projects (division, budget_year, pinyin_sort, project_id);
