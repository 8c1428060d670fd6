-- 现场修改 (room edits): a goal changed together in the room, and the department's answer.
--
-- The proposal is kept as it was made. Confirmed, it becomes the next edition; the edition before it stays.
CREATE TABLE room_edits (
  division         TEXT NOT NULL,
  edit_id          TEXT NOT NULL,
  slot_id          TEXT NOT NULL,
  sheet_id         TEXT NOT NULL,
  from_edition     INTEGER NOT NULL,
  state            TEXT NOT NULL,
  proposal         TEXT NOT NULL,
  proposed_by      TEXT NOT NULL,
  proposed_by_name TEXT NOT NULL,
  proposed_at      BIGINT NOT NULL,
  answered_by      TEXT,
  answered_by_name TEXT,
  answered_at      BIGINT,
  answer_words     TEXT,
  version          INTEGER NOT NULL,
  CONSTRAINT room_edits_pkey PRIMARY KEY (division, edit_id)
);
CREATE INDEX room_edits_by_sheet ON room_edits (division, sheet_id, proposed_at, edit_id);
CREATE INDEX room_edits_by_slot ON room_edits (division, slot_id, state);
