-- 评估专家 (experts) invited to one evaluation; an expert sees this evaluation and no other.
CREATE TABLE ex_ante_experts (
  division     TEXT NOT NULL,
  sheet_id     TEXT NOT NULL,
  user_id      TEXT NOT NULL,
  name         TEXT NOT NULL,
  institution  TEXT,
  invited_by   TEXT NOT NULL,
  invited_at   BIGINT NOT NULL,
  opinion      TEXT,
  submitted_at BIGINT,
  revised_at   BIGINT,
  version      INTEGER NOT NULL,
  CONSTRAINT ex_ante_experts_pkey PRIMARY KEY (division, sheet_id, user_id)
);
CREATE INDEX ex_ante_experts_by_user ON ex_ante_experts (division, user_id, sheet_id);
