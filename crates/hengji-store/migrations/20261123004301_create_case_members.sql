-- 评价组 (members): who takes part as what, and what they declared of interests in the matter.
CREATE TABLE case_members (
  division      TEXT NOT NULL,
  evaluation_id TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  user_name     TEXT NOT NULL,
  duty          TEXT NOT NULL,
  declaration   TEXT NOT NULL,
  reason        TEXT,
  declared_at   BIGINT,
  added_by_name TEXT NOT NULL,
  added_at      BIGINT NOT NULL,
  CONSTRAINT case_members_pkey PRIMARY KEY (division, evaluation_id, user_id)
);
