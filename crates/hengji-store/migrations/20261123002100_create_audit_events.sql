-- 审计事件 (audit events): append-only, each chained to the one before it by its hash.
--
-- The order is that of `seq`, never of the clock, because a clock may be set back.
CREATE TABLE audit_events (
  division      TEXT NOT NULL,
  seq           BIGINT NOT NULL,
  happened_at   BIGINT NOT NULL,
  actor_id      TEXT,
  actor_name    TEXT,
  address       TEXT,
  action        TEXT NOT NULL,
  outcome       TEXT NOT NULL,
  object_kind   TEXT,
  object_id     TEXT,
  details       TEXT,
  previous_hash TEXT NOT NULL,
  hash          TEXT NOT NULL,
  CONSTRAINT audit_events_pkey PRIMARY KEY (division, seq)
);
CREATE INDEX audit_events_by_object ON audit_events (division, object_id, seq);
CREATE INDEX audit_events_by_actor ON audit_events (division, actor_id, seq);
