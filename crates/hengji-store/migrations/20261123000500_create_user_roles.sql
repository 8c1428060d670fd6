-- 授权 (user roles): who plays which part for which unit.
--
-- The division is that of the grant, not the user's home: a person may act in several divisions,
-- and each division's security administrator owns the grants given there.
CREATE TABLE user_roles (
  division   TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  role       TEXT NOT NULL,
  unit_id    TEXT NOT NULL,
  granted_by TEXT,
  granted_at BIGINT NOT NULL,
  CONSTRAINT user_roles_pkey PRIMARY KEY (division, user_id, role, unit_id)
);
