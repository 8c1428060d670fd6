-- 议程 (review slots): when and where the goals of one department are looked at.
--
-- The index finds what a new slot may collide with: everything of the division that overlaps it in time.
CREATE TABLE review_slots (
  division      TEXT NOT NULL,
  slot_id       TEXT NOT NULL,
  session_id    TEXT NOT NULL,
  department_id TEXT NOT NULL,
  room          TEXT NOT NULL,
  begins_at     BIGINT NOT NULL,
  ends_at       BIGINT NOT NULL,
  CONSTRAINT review_slots_pkey PRIMARY KEY (division, slot_id)
);
CREATE INDEX review_slots_by_time ON review_slots (division, begins_at, ends_at);
CREATE INDEX review_slots_by_session ON review_slots (division, session_id, begins_at, slot_id);
