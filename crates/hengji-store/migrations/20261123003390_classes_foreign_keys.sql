-- 外键 (foreign keys) of the classification, apart from its tables so that a sharded engine may skip them.
ALTER TABLE class_entries ADD CONSTRAINT class_entries_catalogue_fk FOREIGN KEY (division, catalogue_id) REFERENCES class_catalogues (division, catalogue_id);
ALTER TABLE class_entries ADD CONSTRAINT class_entries_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE class_adjustments ADD CONSTRAINT class_adjustments_catalogue_fk FOREIGN KEY (division, catalogue_id) REFERENCES class_catalogues (division, catalogue_id);
