-- 指标库 (indicator library): everything an indicator says beside its name, its years, and what took its place.
--
-- `class_key` is the class in the dated taxonomy; `level1` and `level2` stay as printed when it was entered.
ALTER TABLE library_indicators ADD COLUMN code TEXT;
ALTER TABLE library_indicators ADD COLUMN category TEXT;
ALTER TABLE library_indicators ADD COLUMN class_key TEXT;
ALTER TABLE library_indicators ADD COLUMN explanation TEXT;
ALTER TABLE library_indicators ADD COLUMN formula TEXT;
ALTER TABLE library_indicators ADD COLUMN evidence TEXT;
ALTER TABLE library_indicators ADD COLUMN data_source TEXT;
ALTER TABLE library_indicators ADD COLUMN value_basis TEXT;
ALTER TABLE library_indicators ADD COLUMN obtained_by TEXT;
ALTER TABLE library_indicators ADD COLUMN scoring_kind TEXT;
ALTER TABLE library_indicators ADD COLUMN functional_classes TEXT;
ALTER TABLE library_indicators ADD COLUMN economic_classes TEXT;
ALTER TABLE library_indicators ADD COLUMN is_quantified BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE library_indicators ADD COLUMN is_core BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE library_indicators ADD COLUMN valid_from INTEGER NOT NULL DEFAULT 2015;
ALTER TABLE library_indicators ADD COLUMN valid_to INTEGER;
ALTER TABLE library_indicators ADD COLUMN successor_id TEXT;
ALTER TABLE library_indicators ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE library_indicators ADD COLUMN search_text TEXT;
