-- 审核人 (reviewers of a slot): who sits on the bureau's side of the table.
--
-- The name is kept as it was then, because the minutes show who sat there.
CREATE TABLE review_reviewers (
  division  TEXT NOT NULL,
  slot_id   TEXT NOT NULL,
  user_id   TEXT NOT NULL,
  user_name TEXT NOT NULL,
  CONSTRAINT review_reviewers_pkey PRIMARY KEY (division, slot_id, user_id)
);
