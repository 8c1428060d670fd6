-- 回头看 (look-back): a list frozen with its hash, then drawn from by a value that was announced beforehand.
CREATE TABLE look_backs (
  division       TEXT NOT NULL,
  look_back_id   TEXT NOT NULL,
  budget_year    INTEGER NOT NULL,
  number         INTEGER NOT NULL,
  title          TEXT NOT NULL,
  from_year      INTEGER NOT NULL,
  to_year        INTEGER NOT NULL,
  announced      TEXT NOT NULL,
  reason         TEXT,
  frame          TEXT NOT NULL,
  frame_sha256   TEXT NOT NULL,
  frozen_by_name TEXT NOT NULL,
  frozen_at      BIGINT NOT NULL,
  record         TEXT,
  drawn_by_name  TEXT,
  drawn_at       BIGINT,
  version        INTEGER NOT NULL,
  CONSTRAINT look_backs_pkey PRIMARY KEY (division, look_back_id),
  CONSTRAINT look_backs_number_unique UNIQUE (division, budget_year, number)
);
