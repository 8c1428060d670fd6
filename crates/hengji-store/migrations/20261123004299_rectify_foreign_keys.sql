-- 外键 (foreign keys) of findings, rectification and look-back; SQLite gets them in the tables themselves.
ALTER TABLE evaluation_findings ADD CONSTRAINT evaluation_findings_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
ALTER TABLE evaluation_findings ADD CONSTRAINT evaluation_findings_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE evaluation_findings ADD CONSTRAINT evaluation_findings_paper_fk FOREIGN KEY (division, paper_id) REFERENCES papers (division, paper_id);
ALTER TABLE evaluation_findings ADD CONSTRAINT evaluation_findings_earlier_fk FOREIGN KEY (division, earlier_id) REFERENCES evaluation_findings (division, finding_id);
ALTER TABLE finding_steps ADD CONSTRAINT finding_steps_finding_fk FOREIGN KEY (division, finding_id) REFERENCES evaluation_findings (division, finding_id);
ALTER TABLE rectification_commitments ADD CONSTRAINT rectification_commitments_finding_fk FOREIGN KEY (division, finding_id) REFERENCES evaluation_findings (division, finding_id);
ALTER TABLE rectification_steps ADD CONSTRAINT rectification_steps_commitment_fk FOREIGN KEY (division, commitment_id) REFERENCES rectification_commitments (division, commitment_id);
ALTER TABLE rectification_proofs ADD CONSTRAINT rectification_proofs_commitment_fk FOREIGN KEY (division, commitment_id) REFERENCES rectification_commitments (division, commitment_id);
ALTER TABLE rectification_proofs ADD CONSTRAINT rectification_proofs_content_fk FOREIGN KEY (division, sha256) REFERENCES attachment_contents (division, sha256);
ALTER TABLE finding_objections ADD CONSTRAINT finding_objections_finding_fk FOREIGN KEY (division, finding_id) REFERENCES evaluation_findings (division, finding_id);
ALTER TABLE look_back_objects ADD CONSTRAINT look_back_objects_look_back_fk FOREIGN KEY (division, look_back_id) REFERENCES look_backs (division, look_back_id);
ALTER TABLE look_back_objects ADD CONSTRAINT look_back_objects_finding_fk FOREIGN KEY (division, finding_id) REFERENCES evaluation_findings (division, finding_id);
ALTER TABLE look_back_objects ADD CONSTRAINT look_back_objects_relapse_fk FOREIGN KEY (division, relapse_id) REFERENCES evaluation_findings (division, finding_id);
