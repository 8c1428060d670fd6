-- 复查 (second looks) at disputed points: one for a point, by somebody who did not score it.
CREATE TABLE sign_off_looks (
  division       TEXT NOT NULL,
  sign_off_id    TEXT NOT NULL,
  number         INTEGER NOT NULL,
  outcome        TEXT NOT NULL,
  words          TEXT NOT NULL,
  score_centi    INTEGER,
  looked_by      TEXT NOT NULL,
  looked_by_name TEXT NOT NULL,
  looked_at      BIGINT NOT NULL,
  CONSTRAINT sign_off_looks_pkey PRIMARY KEY (division, sign_off_id, number)
);
