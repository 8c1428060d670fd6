-- 指标运用 (uses of the library): lines by the indicator they were taken from, indicators by code, grams by object.
CREATE INDEX lines_by_library_indicator ON lines (division, library_indicator_id, budget_year);
CREATE INDEX search_grams_by_object ON search_grams (division, object_id);
CREATE INDEX library_indicators_by_code ON library_indicators (division, code);
