-- 回头看对象 (drawn findings): whether the rectification still holds, and the new finding where it does not.
CREATE TABLE look_back_objects (
  division       TEXT NOT NULL,
  look_back_id   TEXT NOT NULL,
  finding_id     TEXT NOT NULL,
  position       INTEGER NOT NULL,
  result         TEXT,
  evidence       TEXT,
  looked_on      TEXT,
  looked_by_name TEXT,
  looked_at      BIGINT,
  relapse_id     TEXT,
  version        INTEGER NOT NULL,
  CONSTRAINT look_back_objects_pkey PRIMARY KEY (division, look_back_id, finding_id)
);
