-- 凭证 (vouchers): the papers by which the budget office took the money; one paper may carry out several cuts.
CREATE TABLE cut_vouchers (
  division        TEXT NOT NULL,
  voucher_id      TEXT NOT NULL,
  cut_id          TEXT NOT NULL,
  number          TEXT NOT NULL,
  dated_on        TEXT NOT NULL,
  amount_fen      BIGINT NOT NULL,
  entered_by      TEXT NOT NULL,
  entered_by_name TEXT NOT NULL,
  entered_at      BIGINT NOT NULL,
  CONSTRAINT cut_vouchers_pkey PRIMARY KEY (division, voucher_id),
  CONSTRAINT cut_vouchers_number_unique UNIQUE (division, cut_id, number)
);
