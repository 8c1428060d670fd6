-- 外键 (foreign keys) of the tables of ex-ante evaluations.
ALTER TABLE ex_ante_objects ADD CONSTRAINT ex_ante_objects_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE ex_ante_objects ADD CONSTRAINT ex_ante_objects_lead_fk FOREIGN KEY (division, lead_unit_id) REFERENCES units (division, unit_id);
ALTER TABLE ex_ante_list_changes ADD CONSTRAINT ex_ante_list_changes_project_fk FOREIGN KEY (division, project_id) REFERENCES projects (division, project_id);
ALTER TABLE ex_ante_results ADD CONSTRAINT ex_ante_results_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE ex_ante_materials ADD CONSTRAINT ex_ante_materials_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE ex_ante_experts ADD CONSTRAINT ex_ante_experts_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE ex_ante_scores ADD CONSTRAINT ex_ante_scores_expert_fk FOREIGN KEY (division, sheet_id, user_id) REFERENCES ex_ante_experts (division, sheet_id, user_id);
ALTER TABLE ex_ante_conditions ADD CONSTRAINT ex_ante_conditions_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id);
ALTER TABLE ex_ante_conditions ADD CONSTRAINT ex_ante_conditions_unit_fk FOREIGN KEY (division, unit_id) REFERENCES units (division, unit_id);
