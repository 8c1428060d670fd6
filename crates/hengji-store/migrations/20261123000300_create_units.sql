-- 预算单位, 主管部门, 街道, 科室 (units): one tree for each division.
--
-- `pinyin_sort` is made by the application, because the collations of the engines differ.
CREATE TABLE units (
  division           TEXT NOT NULL,
  unit_id            TEXT NOT NULL,
  code               TEXT NOT NULL,
  name               TEXT NOT NULL,
  kind               TEXT NOT NULL,
  department_id      TEXT NOT NULL,
  budget_division_id TEXT,
  pinyin_sort        TEXT NOT NULL,
  CONSTRAINT units_pkey PRIMARY KEY (division, unit_id),
  CONSTRAINT units_code_unique UNIQUE (division, code)
);
CREATE INDEX units_by_department ON units (division, department_id);
