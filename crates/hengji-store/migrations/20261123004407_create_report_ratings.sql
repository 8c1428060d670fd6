-- 报告评分 (report ratings): one rating of each version of a report, with the page that shows each score.
CREATE TABLE report_ratings (
  division       TEXT NOT NULL,
  assignment_id  TEXT NOT NULL,
  report_version INTEGER NOT NULL,
  content        TEXT NOT NULL,
  total_centi    INTEGER NOT NULL,
  words          TEXT,
  rated_by       TEXT NOT NULL,
  rated_by_name  TEXT NOT NULL,
  rated_at       BIGINT NOT NULL,
  CONSTRAINT report_ratings_pkey PRIMARY KEY (division, assignment_id, report_version)
);
