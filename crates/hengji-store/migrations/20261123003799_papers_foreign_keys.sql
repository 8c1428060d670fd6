-- 外键 (foreign keys) of the register of papers, apart from its tables so that a sharded engine may skip this one file.
ALTER TABLE papers ADD CONSTRAINT papers_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
ALTER TABLE paper_events ADD CONSTRAINT paper_events_paper_fk FOREIGN KEY (division, paper_id) REFERENCES papers (division, paper_id);
ALTER TABLE paper_contents ADD CONSTRAINT paper_contents_paper_fk FOREIGN KEY (division, paper_id) REFERENCES papers (division, paper_id);
