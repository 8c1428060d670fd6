-- 评估材料 (materials): the checklist of one evaluation with where each piece stands.
--
-- The files themselves are attachments of the sheet whose line is the key of the material.
CREATE TABLE ex_ante_materials (
  division     TEXT NOT NULL,
  sheet_id     TEXT NOT NULL,
  material_key TEXT NOT NULL,
  position     INTEGER NOT NULL,
  code         TEXT NOT NULL,
  name         TEXT NOT NULL,
  is_required  BOOLEAN NOT NULL,
  state        TEXT NOT NULL,
  reason       TEXT,
  decided_by   TEXT,
  decided_at   BIGINT,
  CONSTRAINT ex_ante_materials_pkey PRIMARY KEY (division, sheet_id, material_key)
);
