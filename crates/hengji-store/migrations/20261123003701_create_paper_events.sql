-- 公文办理记录 (paper events): who issued, served, signed for, answered or took back a paper, with the words said.
CREATE TABLE paper_events (
  division  TEXT NOT NULL,
  paper_id  TEXT NOT NULL,
  version   INTEGER NOT NULL,
  state     TEXT NOT NULL,
  words     TEXT,
  user_id   TEXT,
  user_name TEXT NOT NULL,
  made_at   BIGINT NOT NULL,
  CONSTRAINT paper_events_pkey PRIMARY KEY (division, paper_id, version)
);
