-- 名单调整 (list changes): who put a project on the list or took it off by hand, and why.
CREATE TABLE ex_ante_list_changes (
  division    TEXT NOT NULL,
  change_id   TEXT NOT NULL,
  project_id  TEXT NOT NULL,
  budget_year INTEGER NOT NULL,
  deed        TEXT NOT NULL,
  reason      TEXT NOT NULL,
  author_id   TEXT NOT NULL,
  author_name TEXT NOT NULL,
  made_at     BIGINT NOT NULL,
  CONSTRAINT ex_ante_list_changes_pkey PRIMARY KEY (division, change_id)
);
CREATE INDEX ex_ante_list_changes_by_year ON ex_ante_list_changes (division, budget_year, made_at, change_id);
