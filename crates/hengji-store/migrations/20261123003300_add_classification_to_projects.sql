-- 分类要素 and 项目类别 of a project: what it is classed by, and its class in the catalogue in force.
--
-- The class repeats that of the frozen catalogue of the year, because lists, limits and things to do depend on it in
-- one statement; freezing a catalogue writes it for all projects at once, and nothing else does.
ALTER TABLE projects ADD COLUMN key_work TEXT;
ALTER TABLE projects ADD COLUMN key_work_level TEXT;
ALTER TABLE projects ADD COLUMN function_level TEXT;
ALTER TABLE projects ADD COLUMN stage_level TEXT;
ALTER TABLE projects ADD COLUMN rigid TEXT;
ALTER TABLE projects ADD COLUMN project_class TEXT;
CREATE INDEX projects_by_class ON projects (division, budget_year, project_class, code);
