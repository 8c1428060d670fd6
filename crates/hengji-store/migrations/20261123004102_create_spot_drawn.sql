-- 抽中项目 (spot drawn): the sample in the order of the draw, with the tickets that decided it.
CREATE TABLE spot_drawn (
  division   TEXT NOT NULL,
  round_id   TEXT NOT NULL,
  project_id TEXT NOT NULL,
  position   INTEGER NOT NULL,
  ticket     TEXT NOT NULL,
  CONSTRAINT spot_drawn_pkey PRIMARY KEY (division, round_id, project_id),
  CONSTRAINT spot_drawn_position_unique UNIQUE (division, round_id, position)
);
