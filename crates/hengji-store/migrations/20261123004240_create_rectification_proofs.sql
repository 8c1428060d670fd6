-- 整改证明 (proofs): files beside a claim; their content lies with the attachments. A round begins with a rejection.
CREATE TABLE rectification_proofs (
  division         TEXT NOT NULL,
  proof_id         TEXT NOT NULL,
  commitment_id    TEXT NOT NULL,
  round            INTEGER NOT NULL,
  file_name        TEXT NOT NULL,
  media_type       TEXT NOT NULL,
  byte_count       BIGINT NOT NULL,
  sha256           TEXT NOT NULL,
  uploaded_by_name TEXT NOT NULL,
  uploaded_at      BIGINT NOT NULL,
  CONSTRAINT rectification_proofs_pkey PRIMARY KEY (division, proof_id)
);
CREATE INDEX rectification_proofs_by_commitment ON rectification_proofs (division, commitment_id, uploaded_at, proof_id);
