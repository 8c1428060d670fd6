-- 用户 (users): accounts, kept in their home division.
--
-- `second_factor_step` remembers the last time step used, because a code must not be used twice.
CREATE TABLE users (
  division             TEXT NOT NULL,
  user_id              TEXT NOT NULL,
  login_name           TEXT NOT NULL,
  name                 TEXT NOT NULL,
  unit_id              TEXT,
  password_hash        TEXT NOT NULL,
  must_change_password BOOLEAN NOT NULL,
  password_changed_at  BIGINT NOT NULL,
  second_factor        TEXT,
  second_factor_step   BIGINT,
  failed_attempts      INTEGER NOT NULL,
  locked_until         BIGINT,
  is_disabled          BOOLEAN NOT NULL,
  created_at           BIGINT NOT NULL,
  version              INTEGER NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (division, user_id)
);
