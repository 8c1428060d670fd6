//! The product as people meet it: a real Chromium, from the sign-in page of the demonstration to the final score.

#[cfg(test)]
mod adjustment;
#[cfg(test)]
mod benchmark;
#[cfg(test)]
mod case_file;
#[cfg(test)]
mod chromium;
#[cfg(test)]
mod circular;
#[cfg(test)]
mod cuts;
#[cfg(test)]
mod demonstration;
#[cfg(test)]
mod draw;
#[cfg(test)]
mod evaluation;
#[cfg(test)]
mod ex_ante;
#[cfg(test)]
mod goal;
#[cfg(test)]
mod grid;
#[cfg(test)]
mod import;
#[cfg(test)]
mod keyboard;
#[cfg(test)]
mod library;
#[cfg(test)]
mod line;
#[cfg(test)]
mod money;
#[cfg(test)]
mod monitoring;
#[cfg(test)]
mod oversight;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod picture;
#[cfg(test)]
mod progress;
#[cfg(test)]
mod project_class;
#[cfg(test)]
mod rectification;
#[cfg(test)]
mod results;
#[cfg(test)]
mod review;
#[cfg(test)]
mod review_room;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod self_evaluation;
#[cfg(test)]
mod sign_off;
#[cfg(test)]
mod spot;
#[cfg(test)]
mod third_party;
#[cfg(test)]
mod visitor;
#[cfg(test)]
mod walk;
