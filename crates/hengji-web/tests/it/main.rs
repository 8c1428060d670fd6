//! The server as people and programs meet it: real router, real database, nothing faked but time and workbooks.

#[cfg(test)]
mod api;
#[cfg(test)]
mod benchmark;
#[cfg(test)]
mod case_files;
#[cfg(test)]
mod csrf;
#[cfg(test)]
mod cuts;
#[cfg(test)]
mod evaluations;
#[cfg(test)]
mod ex_ante;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod money;
#[cfg(test)]
mod monitoring;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod people;
#[cfg(test)]
mod queries;
#[cfg(test)]
mod rectification;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod spot;
#[cfg(test)]
mod strangers;
#[cfg(test)]
mod walk;
#[cfg(test)]
mod world;
