-- 会话 (sessions): in the user's home division, found by the hash of the token.
--
-- The token itself is never stored, so that a stolen copy of the database opens no session.
CREATE TABLE sessions (
  division          TEXT NOT NULL,
  token_hash        TEXT NOT NULL,
  user_id           TEXT NOT NULL,
  acting_division   TEXT NOT NULL,
  acting_year       INTEGER NOT NULL,
  address           TEXT,
  user_agent        TEXT,
  created_at        BIGINT NOT NULL,
  last_seen_at      BIGINT NOT NULL,
  confirmed_at      BIGINT,
  revoked_at        BIGINT,
  CONSTRAINT sessions_pkey PRIMARY KEY (division, token_hash)
);
CREATE INDEX sessions_by_user ON sessions (division, user_id);
