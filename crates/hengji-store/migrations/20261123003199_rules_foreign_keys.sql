-- 制度库的外键 (foreign keys of the rules kept in the database), apart like all of them for engines without.
ALTER TABLE regulations ADD CONSTRAINT regulations_division_fk FOREIGN KEY (division) REFERENCES divisions (division);
ALTER TABLE regulations ADD CONSTRAINT regulations_content_fk FOREIGN KEY (division, sha256) REFERENCES attachment_contents (division, sha256);
ALTER TABLE regulation_rules ADD CONSTRAINT regulation_rules_regulation_fk FOREIGN KEY (division, regulation_id) REFERENCES regulations (division, regulation_id);
ALTER TABLE rule_proposals ADD CONSTRAINT rule_proposals_regulation_fk FOREIGN KEY (division, regulation_id) REFERENCES regulations (division, regulation_id);
ALTER TABLE closed_years ADD CONSTRAINT closed_years_division_fk FOREIGN KEY (division) REFERENCES divisions (division);
