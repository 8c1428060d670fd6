-- 合格机构名单 (institution lists): the eligible institutions of a year as they were made public, with their digest.
CREATE TABLE institution_lists (
  division       TEXT NOT NULL,
  list_id        TEXT NOT NULL,
  list_year      INTEGER NOT NULL,
  number         INTEGER NOT NULL,
  content        TEXT NOT NULL,
  sha256         TEXT NOT NULL,
  frozen_by_name TEXT NOT NULL,
  frozen_at      BIGINT NOT NULL,
  CONSTRAINT institution_lists_pkey PRIMARY KEY (division, list_id),
  CONSTRAINT institution_lists_number_unique UNIQUE (division, list_year, number)
);
