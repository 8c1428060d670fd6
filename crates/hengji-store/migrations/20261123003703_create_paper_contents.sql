-- 公文正文 (paper contents): the text as it was issued, never changed. A PDF is made from it whenever one is wanted.
CREATE TABLE paper_contents (
  division TEXT NOT NULL,
  paper_id TEXT NOT NULL,
  content  TEXT NOT NULL,
  CONSTRAINT paper_contents_pkey PRIMARY KEY (division, paper_id)
);
