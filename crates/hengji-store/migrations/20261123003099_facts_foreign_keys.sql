-- 外键 (foreign keys) of loads and differences, apart so that a sharded engine may skip this one file.
ALTER TABLE fact_loads ADD CONSTRAINT fact_loads_import_fk FOREIGN KEY (division, import_id) REFERENCES import_batches (division, import_id);
ALTER TABLE differences ADD CONSTRAINT differences_owner_fk FOREIGN KEY (division, owner_unit_id) REFERENCES units (division, unit_id);
