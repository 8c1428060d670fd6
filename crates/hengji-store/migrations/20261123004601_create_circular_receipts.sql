-- 通报签收 (circular receipts): one row for each department that the circular was served to, signed once.
CREATE TABLE circular_receipts (
  division           TEXT NOT NULL,
  circular_id        TEXT NOT NULL,
  department_id      TEXT NOT NULL,
  department_name    TEXT NOT NULL,
  projects           INTEGER NOT NULL,
  receipted_by       TEXT, receipted_by_name TEXT, receipted_at BIGINT,
  CONSTRAINT circular_receipts_pkey PRIMARY KEY (division, circular_id, department_id)
);
