-- 文件所据规则 (regulation rules): which rules a document grounds, so that a rule finds its documents.
CREATE TABLE regulation_rules (
  division      TEXT NOT NULL,
  regulation_id TEXT NOT NULL,
  rule          TEXT NOT NULL,
  CONSTRAINT regulation_rules_pkey PRIMARY KEY (division, regulation_id, rule)
);
CREATE INDEX regulation_rules_by_rule ON regulation_rules (division, rule);
