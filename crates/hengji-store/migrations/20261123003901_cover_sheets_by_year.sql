-- 全过程进度 (progress of the year): whoever counts the sheets of a year reads the index alone and none of the sheets.
CREATE INDEX sheets_by_year
  ON sheets (division, budget_year, project_id, kind, period, state, step, edition, sheet_id);
