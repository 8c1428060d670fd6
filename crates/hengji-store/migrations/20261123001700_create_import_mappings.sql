-- 列对应 (import mappings): which column of a project list means what, saved for the next file.
CREATE TABLE import_mappings (
  division   TEXT NOT NULL,
  mapping_id TEXT NOT NULL,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  column_map TEXT NOT NULL,
  saved_by   TEXT NOT NULL,
  saved_at   BIGINT NOT NULL,
  version    INTEGER NOT NULL,
  CONSTRAINT import_mappings_pkey PRIMARY KEY (division, mapping_id),
  CONSTRAINT import_mappings_name_unique UNIQUE (division, kind, name)
);
