-- 外键 (foreign keys) of the library's proposals and versions.
ALTER TABLE library_proposals ADD CONSTRAINT library_proposals_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
ALTER TABLE library_versions ADD CONSTRAINT library_versions_indicator_fk FOREIGN KEY (division, indicator_id) REFERENCES library_indicators (division, indicator_id) DEFERRABLE INITIALLY DEFERRED;
