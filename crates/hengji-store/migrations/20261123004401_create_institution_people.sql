-- 机构人员 (institution people): by post, with the years that the conditions ask for and nothing more.
CREATE TABLE institution_people (
  division        TEXT NOT NULL,
  person_id       TEXT NOT NULL,
  unit_id         TEXT NOT NULL,
  name            TEXT NOT NULL,
  practice_from   INTEGER NOT NULL,
  evaluation_from INTEGER NOT NULL,
  is_lead         BOOLEAN NOT NULL,
  left_on         TEXT,
  CONSTRAINT institution_people_pkey PRIMARY KEY (division, person_id),
  CONSTRAINT institution_people_name_unique UNIQUE (division, unit_id, name)
);
