-- 审核打分 (review points): the points that a reviewer gave for one item of the review.
CREATE TABLE review_points (
  division      TEXT NOT NULL,
  sheet_id      TEXT NOT NULL,
  edition       INTEGER NOT NULL,
  reviewer_id   TEXT NOT NULL,
  item          TEXT NOT NULL,
  slot_id       TEXT NOT NULL,
  reviewer_name TEXT NOT NULL,
  points_centi  INTEGER NOT NULL,
  given_at      BIGINT NOT NULL,
  CONSTRAINT review_points_pkey PRIMARY KEY (division, sheet_id, edition, reviewer_id, item)
);
CREATE INDEX review_points_by_slot ON review_points (division, slot_id, sheet_id);
