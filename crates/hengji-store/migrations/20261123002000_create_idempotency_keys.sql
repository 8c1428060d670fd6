-- 幂等键 (idempotency keys): what a request was answered, so that a retry gets the same answer.
--
-- Written in the transaction of the effect: there is never one without the other.
CREATE TABLE idempotency_keys (
  division    TEXT NOT NULL,
  user_id     TEXT NOT NULL,
  request_key TEXT NOT NULL,
  action      TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  answer      TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (division, user_id, request_key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (division, created_at);
