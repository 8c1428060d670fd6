-- 问题的查找 (finding them): letters and units ask for their findings.
CREATE INDEX evaluation_findings_by_paper ON evaluation_findings (division, paper_id, finding_id);
CREATE INDEX evaluation_findings_by_unit ON evaluation_findings (division, unit_id, budget_year, finding_id);
