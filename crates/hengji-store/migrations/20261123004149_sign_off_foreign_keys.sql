-- 外键 (foreign keys) of sign-off sheets; SQLite gets them in the tables themselves.
ALTER TABLE sign_offs ADD CONSTRAINT sign_offs_evaluation_fk FOREIGN KEY (division, evaluation_id) REFERENCES evaluations (division, evaluation_id);
ALTER TABLE sign_offs ADD CONSTRAINT sign_offs_paper_fk FOREIGN KEY (division, paper_id) REFERENCES papers (division, paper_id);
ALTER TABLE sign_off_points ADD CONSTRAINT sign_off_points_sheet_fk FOREIGN KEY (division, sign_off_id) REFERENCES sign_offs (division, sign_off_id);
ALTER TABLE sign_off_answers ADD CONSTRAINT sign_off_answers_point_fk FOREIGN KEY (division, sign_off_id, number) REFERENCES sign_off_points (division, sign_off_id, number);
ALTER TABLE sign_off_looks ADD CONSTRAINT sign_off_looks_answer_fk FOREIGN KEY (division, sign_off_id, number) REFERENCES sign_off_answers (division, sign_off_id, number);
