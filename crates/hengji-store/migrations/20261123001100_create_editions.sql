-- 版次 (editions): what was handed in, as it was handed in.
--
-- Two editions can be compared, and a signature names the SHA-256 of the one it was given for.
CREATE TABLE editions (
  division      TEXT NOT NULL,
  sheet_id      TEXT NOT NULL,
  edition       INTEGER NOT NULL,
  snapshot      TEXT NOT NULL,
  sha256        TEXT NOT NULL,
  rules_version TEXT NOT NULL,
  made_by       TEXT NOT NULL,
  made_at       BIGINT NOT NULL,
  CONSTRAINT editions_pkey PRIMARY KEY (division, sheet_id, edition)
);
