-- 问题台账索引 (index): the findings of one evaluation, monitoring or other origin.
CREATE INDEX evaluation_findings_by_origin ON evaluation_findings (division, origin_id, budget_year, serial);
