-- 外键 (foreign keys) of spot evaluation; SQLite gets them in the tables themselves.
ALTER TABLE spot_eligible ADD CONSTRAINT spot_eligible_round_fk FOREIGN KEY (division, round_id) REFERENCES spot_rounds (division, round_id);
ALTER TABLE spot_eligible ADD CONSTRAINT spot_eligible_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE spot_eligible ADD CONSTRAINT spot_eligible_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE spot_drawn ADD CONSTRAINT spot_drawn_eligible_fk FOREIGN KEY (division, round_id, project_id) REFERENCES spot_eligible (division, round_id, project_id);
ALTER TABLE spot_records ADD CONSTRAINT spot_records_round_fk FOREIGN KEY (division, round_id) REFERENCES spot_rounds (division, round_id);
