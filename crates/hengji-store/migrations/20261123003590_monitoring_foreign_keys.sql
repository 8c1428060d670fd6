-- 外键 (foreign keys) of monitoring, apart from its tables so that a sharded engine may skip this one file.
ALTER TABLE monitoring_outlooks ADD CONSTRAINT monitoring_outlooks_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE monitoring_results ADD CONSTRAINT monitoring_results_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE monitoring_reminders ADD CONSTRAINT monitoring_reminders_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
ALTER TABLE monitoring_findings ADD CONSTRAINT monitoring_findings_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE monitoring_findings ADD CONSTRAINT monitoring_findings_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE monitoring_disposals ADD CONSTRAINT monitoring_disposals_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE key_monitorings ADD CONSTRAINT key_monitorings_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE key_monitoring_records ADD CONSTRAINT key_monitoring_records_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
