-- 年度动态目录 (yearly catalogue) of project classes, one row for each edition.
--
-- `basis` keeps the rules it was computed under, so that a project's points can be read after the rules changed.
CREATE TABLE class_catalogues (
  division          TEXT NOT NULL,
  catalogue_id      TEXT NOT NULL,
  budget_year       INTEGER NOT NULL,
  edition           INTEGER NOT NULL,
  state             TEXT NOT NULL,
  reason            TEXT,
  basis             TEXT NOT NULL,
  rules_version     TEXT NOT NULL,
  sha256            TEXT,
  proposed_by       TEXT NOT NULL,
  proposed_by_name  TEXT NOT NULL,
  proposed_at       BIGINT NOT NULL,
  submitted_by      TEXT,
  submitted_by_name TEXT,
  submitted_at      BIGINT,
  decided_by        TEXT,
  decided_by_name   TEXT,
  decided_at        BIGINT,
  returned_words    TEXT,
  version           INTEGER NOT NULL,
  CONSTRAINT class_catalogues_pkey PRIMARY KEY (division, catalogue_id),
  CONSTRAINT class_catalogues_edition_unique UNIQUE (division, budget_year, edition)
);
