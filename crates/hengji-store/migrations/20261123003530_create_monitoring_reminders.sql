-- 催报 (monitoring reminders): one for a unit, whatever the number of its sheets.
CREATE TABLE monitoring_reminders (
  division     TEXT NOT NULL,
  reminder_id  TEXT NOT NULL,
  budget_year  INTEGER NOT NULL,
  period       TEXT NOT NULL,
  unit_id      TEXT NOT NULL,
  sheets       INTEGER NOT NULL,
  sent_by_name TEXT NOT NULL,
  sent_at      BIGINT NOT NULL,
  CONSTRAINT monitoring_reminders_pkey PRIMARY KEY (division, reminder_id)
);
CREATE INDEX monitoring_reminders_by_unit ON monitoring_reminders (division, budget_year, period, unit_id, sent_at);
