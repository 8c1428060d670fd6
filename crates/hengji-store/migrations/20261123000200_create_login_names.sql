-- 登录名 (login names): a reference table, because a name is unique across all divisions.
--
-- It says in which division an account lives; everything else about the account stays there.
CREATE TABLE login_names (
  login_name TEXT NOT NULL,
  division   TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  CONSTRAINT login_names_pkey PRIMARY KEY (login_name)
);
