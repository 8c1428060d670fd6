-- 同名指标 (lines of the same name): what a line is compared with is found by its name and unit over all years.
CREATE INDEX lines_by_name ON lines (division, level3, target_unit);
