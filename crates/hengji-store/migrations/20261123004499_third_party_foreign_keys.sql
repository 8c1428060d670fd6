-- 外键 (foreign keys) of third-party institutions; SQLite gets them in the tables themselves.
ALTER TABLE institutions ADD CONSTRAINT institutions_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
ALTER TABLE institution_people ADD CONSTRAINT institution_people_institution_fk FOREIGN KEY (division, unit_id) REFERENCES institutions (division, unit_id);
ALTER TABLE institution_conflicts ADD CONSTRAINT institution_conflicts_institution_fk FOREIGN KEY (division, unit_id) REFERENCES institutions (division, unit_id);
ALTER TABLE institution_conflicts ADD CONSTRAINT institution_conflicts_person_fk FOREIGN KEY (division, person_id) REFERENCES institution_people (division, person_id);
ALTER TABLE institution_conflicts ADD CONSTRAINT institution_conflicts_with_unit_fk FOREIGN KEY (division, with_unit_id) REFERENCES units (division, unit_id);
ALTER TABLE institution_conflicts ADD CONSTRAINT institution_conflicts_with_project_fk FOREIGN KEY (division, with_project_id) REFERENCES projects (division, project_id);
ALTER TABLE institution_assignments ADD CONSTRAINT institution_assignments_evaluation_fk FOREIGN KEY (division, evaluation_id) REFERENCES evaluations (division, evaluation_id);
ALTER TABLE institution_assignments ADD CONSTRAINT institution_assignments_institution_fk FOREIGN KEY (division, unit_id) REFERENCES institutions (division, unit_id);
ALTER TABLE institution_assignments ADD CONSTRAINT institution_assignments_draw_fk FOREIGN KEY (division, draw_id) REFERENCES institution_draws (division, draw_id);
ALTER TABLE institution_reports ADD CONSTRAINT institution_reports_assignment_fk FOREIGN KEY (division, assignment_id) REFERENCES institution_assignments (division, assignment_id);
ALTER TABLE report_ratings ADD CONSTRAINT report_ratings_report_fk FOREIGN KEY (division, assignment_id, report_version) REFERENCES institution_reports (division, assignment_id, version);
