-- 外键 (foreign keys) of goal adjustments, apart so that a sharded engine may skip this one file.
ALTER TABLE goal_adjustments ADD CONSTRAINT goal_adjustments_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE goal_adjustments ADD CONSTRAINT goal_adjustments_goal_fk FOREIGN KEY (division, goal_id) REFERENCES sheets (division, sheet_id);
