-- 答复期限的算法 (how the days of an answer are counted): working days where nothing is written.
ALTER TABLE papers ADD COLUMN answer_counted TEXT;
