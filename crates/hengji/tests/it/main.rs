//! The binary as scripts and integrators meet it: processes, exit codes, JSON.

#[cfg(test)]
mod analysis;
#[cfg(test)]
mod check;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod help;
#[cfg(test)]
mod import;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod report;
#[cfg(test)]
mod results;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod run;
#[cfg(test)]
mod server;
