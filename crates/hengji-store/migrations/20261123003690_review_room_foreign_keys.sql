-- 外键 (foreign keys) of the review room, apart so that a sharded engine may skip this one file.
ALTER TABLE review_slots ADD CONSTRAINT review_slots_session_fk FOREIGN KEY (division, session_id) REFERENCES review_sessions (division, session_id);
ALTER TABLE review_slots ADD CONSTRAINT review_slots_department_fk FOREIGN KEY (division, department_id) REFERENCES units (division, unit_id);
ALTER TABLE review_reviewers ADD CONSTRAINT review_reviewers_slot_fk FOREIGN KEY (division, slot_id) REFERENCES review_slots (division, slot_id);
ALTER TABLE review_decisions ADD CONSTRAINT review_decisions_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE review_decisions ADD CONSTRAINT review_decisions_slot_fk FOREIGN KEY (division, slot_id) REFERENCES review_slots (division, slot_id);
ALTER TABLE review_points ADD CONSTRAINT review_points_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE review_points ADD CONSTRAINT review_points_slot_fk FOREIGN KEY (division, slot_id) REFERENCES review_slots (division, slot_id);
ALTER TABLE review_outcomes ADD CONSTRAINT review_outcomes_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE review_outcomes ADD CONSTRAINT review_outcomes_slot_fk FOREIGN KEY (division, slot_id) REFERENCES review_slots (division, slot_id);
ALTER TABLE room_edits ADD CONSTRAINT room_edits_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE room_edits ADD CONSTRAINT room_edits_slot_fk FOREIGN KEY (division, slot_id) REFERENCES review_slots (division, slot_id);
ALTER TABLE review_minutes ADD CONSTRAINT review_minutes_slot_fk FOREIGN KEY (division, slot_id) REFERENCES review_slots (division, slot_id);
