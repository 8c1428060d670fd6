-- 规则版本 (rule heads): how often a division has changed its rules.
--
-- Every request compares the sum with the one it knows, so that no process goes on with an old rule. A reference
-- table, because a division also has the rules of those above it.
CREATE TABLE rule_heads (
  division TEXT NOT NULL,
  version  INTEGER NOT NULL,
  CONSTRAINT rule_heads_pkey PRIMARY KEY (division)
);
