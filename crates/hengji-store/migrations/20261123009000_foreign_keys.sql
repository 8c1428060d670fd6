-- 外键 (foreign keys), all of them and nothing else, so that a sharded engine may skip this one file.
--
-- PostgreSQL runs it as it is. SQLite cannot add a constraint to a table, so the runner writes each line
-- into the CREATE TABLE of its table instead.
ALTER TABLE login_names ADD CONSTRAINT login_names_division_fk FOREIGN KEY (division) REFERENCES divisions (division);
ALTER TABLE units ADD CONSTRAINT units_division_fk FOREIGN KEY (division) REFERENCES divisions (division);
ALTER TABLE units ADD CONSTRAINT units_department_fk FOREIGN KEY (division, department_id) REFERENCES units (division, unit_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE units ADD CONSTRAINT units_budget_division_fk FOREIGN KEY (division, budget_division_id) REFERENCES units (division, unit_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE users ADD CONSTRAINT users_division_fk FOREIGN KEY (division) REFERENCES divisions (division);
ALTER TABLE users ADD CONSTRAINT users_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
ALTER TABLE user_roles ADD CONSTRAINT user_roles_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
ALTER TABLE sessions ADD CONSTRAINT sessions_user_fk FOREIGN KEY (division, user_id) REFERENCES users (division, user_id);
ALTER TABLE password_history ADD CONSTRAINT password_history_user_fk FOREIGN KEY (division, user_id) REFERENCES users (division, user_id);
ALTER TABLE projects ADD CONSTRAINT projects_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
ALTER TABLE projects ADD CONSTRAINT projects_department_fk FOREIGN KEY (division, department_id) REFERENCES units (division, unit_id);
ALTER TABLE sheets ADD CONSTRAINT sheets_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE lines ADD CONSTRAINT lines_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE editions ADD CONSTRAINT editions_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE opinions ADD CONSTRAINT opinions_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE signatures ADD CONSTRAINT signatures_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE findings ADD CONSTRAINT findings_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE attachments ADD CONSTRAINT attachments_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE attachments ADD CONSTRAINT attachments_content_fk FOREIGN KEY (division, sha256) REFERENCES attachment_contents (division, sha256);
