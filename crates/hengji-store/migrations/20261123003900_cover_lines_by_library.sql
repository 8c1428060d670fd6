-- 覆盖面 (coverage): whoever counts the projects of the core indicators reads the index alone and none of the lines.
DROP INDEX lines_by_library_indicator;
CREATE INDEX lines_by_core_indicator
  ON lines (division, library_indicator_id, budget_year, project_id, sheet_id);
