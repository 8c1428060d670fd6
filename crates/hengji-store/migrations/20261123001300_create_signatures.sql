-- 会签 (signatures): who answered for which content at which step.
--
-- One signature for a step of an edition: two would leave open which of them counts.
CREATE TABLE signatures (
  division       TEXT NOT NULL,
  sheet_id       TEXT NOT NULL,
  edition        INTEGER NOT NULL,
  step           INTEGER NOT NULL,
  role           TEXT NOT NULL,
  signer_id      TEXT NOT NULL,
  signer_name    TEXT NOT NULL,
  content_sha256 TEXT NOT NULL,
  signed_at      BIGINT NOT NULL,
  CONSTRAINT signatures_pkey PRIMARY KEY (division, sheet_id, edition, step)
);
