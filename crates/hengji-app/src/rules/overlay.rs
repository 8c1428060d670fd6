//! 本地更改文件 (overlay files): what the bureau approved, as files to lay into `rules/`.

use hengji_authz::Action;
use hengji_domain::person::Actor;

use super::view::OverlayFile;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// The files of the acting division with its approved changes in them, none before the first approval. Laid into
    /// `rules/<division>/` they load, and prove by their cases that the changes are in force.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn overlay_files(&self, actor: &Actor) -> Result<Vec<OverlayFile>, AppError> {
        self.may_look(actor, Action::ViewRuleProposals)?;
        let live = self.live_rules();
        let own: Vec<_> = live
            .overlay()
            .iter()
            .filter(|value| value.division == actor.division)
            .cloned()
            .collect();
        if own.is_empty() {
            return Ok(Vec::new());
        }
        let folder = format!("{}/", actor.division);
        let topics: Vec<String> = own
            .iter()
            .filter_map(|value| Some(format!("{folder}{}.toml", value.rule.split_once('.')?.0)))
            .chain([format!("{folder}sources.toml")])
            .collect();
        let laid = live.laid(&own).map_err(AppError::fault)?;
        let files = laid.into_iter().filter(|file| topics.contains(&file.name));
        Ok(files
            .map(|file| OverlayFile {
                name: file.name.trim_start_matches(&folder).to_owned(),
                text: file.text,
            })
            .collect())
    }
}
