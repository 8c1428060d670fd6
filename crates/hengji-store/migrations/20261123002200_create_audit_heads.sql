-- 审计链头 (audit heads): the last number and hash of each division's chain.
--
-- Updating this row first makes writers of one division queue up, so that `seq` has no gap.
CREATE TABLE audit_heads (
  division TEXT NOT NULL,
  seq      BIGINT NOT NULL,
  hash     TEXT NOT NULL,
  CONSTRAINT audit_heads_pkey PRIMARY KEY (division)
);
