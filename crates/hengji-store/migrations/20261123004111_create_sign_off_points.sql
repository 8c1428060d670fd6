-- 签证事项 (points) of a sheet as it was issued: never changed.
CREATE TABLE sign_off_points (
  division       TEXT NOT NULL,
  sign_off_id    TEXT NOT NULL,
  number         INTEGER NOT NULL,
  item_key       TEXT,
  name           TEXT,
  weight_centi   INTEGER,
  own_centi      INTEGER,
  verified_centi INTEGER,
  words          TEXT NOT NULL,
  CONSTRAINT sign_off_points_pkey PRIMARY KEY (division, sign_off_id, number)
);
