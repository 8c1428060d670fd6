//! 事前绩效评估 (ex-ante evaluations): the list of a year, and what an evaluation has beside its sheet.

mod condition;
mod expert;
mod list;
mod material;
mod object;
mod result;
mod score;

pub use condition::{conditions_of_sheet, replace_conditions, settle_condition};
pub use expert::{
    Expert, assigned_sheets, experts_of_sheet, experts_of_year, insert_expert, remove_expert, update_expert,
};
pub use list::{ExAnteFilter, ExAnteListing, ResultBrief, listings};
pub use material::{insert_materials, materials_of_sheet, update_material};
pub use object::{
    ExAnteObject, ListChange, changes_of_year, find_object, insert_change, insert_objects, objects_of_year,
    update_object,
};
pub use result::{
    ExAnteResult, find_result, insert_result, result_of_project, results_of_year, update_result,
};
pub use score::{ExpertScore, Round, replace_round, scores_of_sheet};

#[cfg(test)]
mod tests;
