-- 回避的评分人 (rater to keep away): an account of the bureau that does not rate the institution, with its name then.
ALTER TABLE institution_conflicts ADD COLUMN with_user_id TEXT;
ALTER TABLE institution_conflicts ADD COLUMN with_user_name TEXT;
