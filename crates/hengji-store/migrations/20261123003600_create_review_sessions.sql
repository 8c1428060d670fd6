-- 集中审核会议 (review sessions): some days on which departments come to have their goals looked at.
--
-- The version is raised whenever the agenda changes, so that two planners cannot plan past each other.
CREATE TABLE review_sessions (
  division    TEXT NOT NULL,
  session_id  TEXT NOT NULL,
  budget_year INTEGER NOT NULL,
  name        TEXT NOT NULL,
  place       TEXT NOT NULL,
  begins_on   TEXT NOT NULL,
  ends_on     TEXT NOT NULL,
  version     INTEGER NOT NULL,
  created_by  TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  CONSTRAINT review_sessions_pkey PRIMARY KEY (division, session_id),
  CONSTRAINT review_sessions_name_unique UNIQUE (division, budget_year, name)
);
