-- 历史口令 (password history): hashes of earlier passwords.
--
-- 等保 asks that a new password differ from the last ones, which only their hashes can prove.
CREATE TABLE password_history (
  division      TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  changed_at    BIGINT NOT NULL,
  password_hash TEXT NOT NULL,
  CONSTRAINT password_history_pkey PRIMARY KEY (division, user_id, changed_at)
);
