-- 部门答复 (answers): one for a point, given once.
CREATE TABLE sign_off_answers (
  division    TEXT NOT NULL,
  sign_off_id TEXT NOT NULL,
  number      INTEGER NOT NULL,
  verdict     TEXT NOT NULL,
  words       TEXT,
  evidence    TEXT,
  CONSTRAINT sign_off_answers_pkey PRIMARY KEY (division, sign_off_id, number)
);
