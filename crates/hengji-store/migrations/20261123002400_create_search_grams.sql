-- 检索 (search grams): pairs of characters and where they occur.
--
-- No engine's own text search finds Chinese words of two characters; this one table does on all of them.
CREATE TABLE search_grams (
  division  TEXT NOT NULL,
  gram      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  object_id TEXT NOT NULL,
  CONSTRAINT search_grams_pkey PRIMARY KEY (division, gram, kind, object_id)
);
