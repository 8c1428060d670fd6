-- Papers are looked for by year, by addressee and by what they grew from.
CREATE INDEX papers_by_year ON papers (division, budget_year, issued_on, paper_id);
CREATE INDEX papers_by_unit ON papers (division, unit_id, due_on);
CREATE INDEX papers_by_source ON papers (division, source_kind, source_id);
