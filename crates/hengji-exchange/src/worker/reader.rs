//! Reading through the worker: the port of the application and the bulk reading of a district's files.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use hengji_app::ports::{RawTable, WorkbookReader, WorkbookRefusal as PortRefusal};
use hengji_domain::form::Form;

use super::gate::Gate;
use super::parent::Worker;
use super::{Answer, Purpose};
use crate::precheck::{check_size, looks_like_text};
use crate::recognise::recognise;
use crate::refusal::WorkbookRefusal;
use crate::table;

/// Workers at once: each may take half a gigabyte of memory, and more of them would only share the processors.
const WORKERS: usize = 2;

/// 工作簿读取 (reader of workbooks) in a process of its own.
#[derive(Debug, Clone)]
pub struct ProcessReader {
    program: PathBuf,
    gate: Arc<Gate>,
}

impl ProcessReader {
    /// A reader that starts this program with [`super::WORKER_ARGUMENT`].
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            gate: Arc::new(Gate::new(WORKERS)),
        }
    }

    /// A reader that starts the running program again.
    ///
    /// # Errors
    ///
    /// When the operating system does not tell which program is running.
    pub fn this_program() -> io::Result<Self> {
        std::env::current_exe().map(Self::new)
    }

    /// All forms of one workbook.
    ///
    /// # Errors
    ///
    /// [`WorkbookRefusal`] when nothing of the file can be used.
    pub fn forms(&self, bytes: &[u8]) -> Result<Vec<Form>, WorkbookRefusal> {
        let grid = self.grid(bytes, Purpose::Forms)?;
        recognise(&grid, &Purpose::Forms.limits())
    }

    /// The forms of many workbooks, in order, with one worker as long as it lives: starting a process for each
    /// file would cost more than reading it.
    pub fn forms_of_many<'a>(
        &'a self,
        files: impl IntoIterator<Item = &'a [u8]> + 'a,
    ) -> impl Iterator<Item = Result<Vec<Form>, WorkbookRefusal>> + 'a {
        let pass = self.gate.enter();
        let mut worker: Option<Worker> = None;
        let mut files_read = 0_u32;
        files.into_iter().map(move |bytes| {
            let _held = &pass;
            if FILES_PER_WORKER <= files_read {
                (worker, files_read) = (None, 0);
            }
            let mut answer = self.read_with(&mut worker, bytes);
            if worker.is_none() && 0 < files_read {
                // The worker may have died of what it had read before; the file gets one of its own.
                answer = self.read_with(&mut worker, bytes);
                files_read = 0;
            }
            files_read += 1;
            recognise(&answer?, &Purpose::Forms.limits())
        })
    }

    fn read_with(&self, worker: &mut Option<Worker>, bytes: &[u8]) -> Answer {
        let limits = Purpose::Forms.limits();
        check_size(bytes, &limits)?;
        let mut running = match worker.take() {
            Some(running) => running,
            None => Worker::start(&self.program, &limits)?,
        };
        let answer = running.read(bytes, Purpose::Forms);
        if !matches!(answer, Err(WorkbookRefusal::ReaderDied { .. })) {
            *worker = Some(running);
        }
        answer
    }

    /// The first worksheet with content, or the rows of a csv file.
    ///
    /// # Errors
    ///
    /// [`WorkbookRefusal`] when nothing of the file can be used.
    pub fn table(&self, name: &str, bytes: &[u8]) -> Result<RawTable, WorkbookRefusal> {
        let limits = Purpose::Table.limits();
        check_size(bytes, &limits)?;
        if looks_like_text(bytes) {
            return table::from_text(name, bytes, &limits);
        }
        table::from_grid(&self.grid(bytes, Purpose::Table)?)
    }

    fn grid(&self, bytes: &[u8], purpose: Purpose) -> Answer {
        let limits = purpose.limits();
        check_size(bytes, &limits)?;
        let _pass = self.gate.enter();
        Worker::start(&self.program, &limits)?.read(bytes, purpose)
    }
}

/// Files that one worker reads in turn: its processor time is limited for all of them together.
const FILES_PER_WORKER: u32 = 200;

impl WorkbookReader for ProcessReader {
    fn read_forms(&self, _name: &str, bytes: &[u8]) -> Result<Vec<Form>, PortRefusal> {
        Ok(self.forms(bytes)?)
    }

    fn read_table(&self, name: &str, bytes: &[u8]) -> Result<RawTable, PortRefusal> {
        Ok(self.table(name, bytes)?)
    }
}
