-- 外键 (foreign keys) of the register of budget cuts; SQLite gets them in the tables themselves.
ALTER TABLE budget_cuts ADD CONSTRAINT budget_cuts_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE budget_cuts ADD CONSTRAINT budget_cuts_finding_fk FOREIGN KEY (division, finding_id) REFERENCES monitoring_findings (division, finding_id);
ALTER TABLE cut_vouchers ADD CONSTRAINT cut_vouchers_cut_fk FOREIGN KEY (division, cut_id) REFERENCES budget_cuts (division, cut_id);
