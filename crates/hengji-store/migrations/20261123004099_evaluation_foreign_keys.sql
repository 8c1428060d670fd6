-- 外键 (foreign keys) of evaluations; SQLite gets them in the tables themselves.
ALTER TABLE evaluations ADD CONSTRAINT evaluations_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
ALTER TABLE evaluations ADD CONSTRAINT evaluations_department_fk FOREIGN KEY (division, department_id) REFERENCES units (division, unit_id);
ALTER TABLE evaluations ADD CONSTRAINT evaluations_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE evaluation_items ADD CONSTRAINT evaluation_items_evaluation_fk FOREIGN KEY (division, evaluation_id) REFERENCES evaluations (division, evaluation_id);
ALTER TABLE evaluation_scores ADD CONSTRAINT evaluation_scores_item_fk FOREIGN KEY (division, evaluation_id, item_key) REFERENCES evaluation_items (division, evaluation_id, item_key);
ALTER TABLE evaluation_facts ADD CONSTRAINT evaluation_facts_evaluation_fk FOREIGN KEY (division, evaluation_id) REFERENCES evaluations (division, evaluation_id);
ALTER TABLE evaluation_hands ADD CONSTRAINT evaluation_hands_evaluation_fk FOREIGN KEY (division, evaluation_id) REFERENCES evaluations (division, evaluation_id);
ALTER TABLE evaluation_results ADD CONSTRAINT evaluation_results_evaluation_fk FOREIGN KEY (division, evaluation_id) REFERENCES evaluations (division, evaluation_id);
