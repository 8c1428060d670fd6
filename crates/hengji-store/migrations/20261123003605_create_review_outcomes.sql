-- 审核结果 (review outcomes): how the review of one edition of a goal ended in the room.
--
-- One outcome for an edition: whoever comes second is told what the first one decided.
CREATE TABLE review_outcomes (
  division        TEXT NOT NULL,
  sheet_id        TEXT NOT NULL,
  edition         INTEGER NOT NULL,
  slot_id         TEXT NOT NULL,
  outcome         TEXT NOT NULL,
  decided_by      TEXT NOT NULL,
  decided_by_name TEXT NOT NULL,
  decided_at      BIGINT NOT NULL,
  CONSTRAINT review_outcomes_pkey PRIMARY KEY (division, sheet_id, edition)
);
CREATE INDEX review_outcomes_by_slot ON review_outcomes (division, slot_id, sheet_id);
