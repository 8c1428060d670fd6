-- 抽评名单 (spot eligible): every project that could be drawn, as it was when the list was frozen.
--
-- What the hash covers is kept here, not looked up: a department renamed later must not break a published hash.
CREATE TABLE spot_eligible (
  division         TEXT NOT NULL,
  round_id         TEXT NOT NULL,
  project_id       TEXT NOT NULL,
  code             TEXT NOT NULL,
  department_id    TEXT NOT NULL,
  department_name  TEXT NOT NULL,
  amount_fen       BIGINT NOT NULL,
  self_score_centi INTEGER,
  sheet_id         TEXT NOT NULL,
  off_reason       TEXT,
  off_by_name      TEXT,
  off_at           BIGINT,
  CONSTRAINT spot_eligible_pkey PRIMARY KEY (division, round_id, project_id),
  CONSTRAINT spot_eligible_code_unique UNIQUE (division, round_id, code)
);
