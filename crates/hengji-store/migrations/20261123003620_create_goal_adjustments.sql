-- 绩效目标调整 (goal adjustments): why an issued goal is changed, and which edition of it was replaced by which.
--
-- The sheet itself holds the lines as they shall be; dropped lines are kept here as JSON with their reasons.
CREATE TABLE goal_adjustments (
  division         TEXT NOT NULL,
  sheet_id         TEXT NOT NULL,
  goal_id          TEXT NOT NULL,
  from_edition     INTEGER NOT NULL,
  reason           TEXT,
  basis            TEXT,
  dropped          TEXT NOT NULL,
  replaced_edition INTEGER,
  CONSTRAINT goal_adjustments_pkey PRIMARY KEY (division, sheet_id)
);
CREATE INDEX goal_adjustments_by_goal ON goal_adjustments (division, goal_id, sheet_id);
