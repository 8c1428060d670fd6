-- 外键 (foreign keys) of circulars; SQLite gets them in the tables themselves.
ALTER TABLE circulars ADD CONSTRAINT circulars_round_fk FOREIGN KEY (division, round_id) REFERENCES spot_rounds (division, round_id);
ALTER TABLE circulars ADD CONSTRAINT circulars_paper_fk FOREIGN KEY (division, paper_id) REFERENCES papers (division, paper_id);
ALTER TABLE circular_receipts ADD CONSTRAINT circular_receipts_circular_fk FOREIGN KEY (division, circular_id) REFERENCES circulars (division, circular_id);
ALTER TABLE circular_receipts ADD CONSTRAINT circular_receipts_department_fk FOREIGN KEY (division, department_id) REFERENCES units (division, unit_id);
