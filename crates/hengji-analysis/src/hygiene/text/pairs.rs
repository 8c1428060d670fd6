//! 雷同文本对 (like pairs): found among many texts without comparing each with each.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::super::error::{HygieneError, within};
use super::grams::{Gram, grams, likeness};
use super::minhash::Banding;
use super::normalise::{Digits, normalised};
use super::simhash::{distance, simhash};

/// How texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TextSettings {
    /// Likeness from which a pair is told, 0 to 1.
    pub likeness: f64,
    /// What makes a run.
    pub gram: Gram,
    /// What becomes of digits.
    pub digits: Digits,
    /// Texts with fewer different runs are left out: 完成 is no copy of 完成.
    pub grams_least: usize,
    /// How like pairs are sought.
    pub banding: Banding,
    /// Comparisons above which the check is refused.
    pub comparisons_most: usize,
}

/// Two texts that are like each other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LikePair {
    /// The earlier text, as a position from 0.
    pub first: usize,
    /// The later text.
    pub second: usize,
    /// Exact Jaccard likeness of their runs.
    pub likeness: f64,
    /// Bits in which their SimHashes differ, of 64.
    pub simhash_distance: u32,
}

/// What was found among many texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CopiedTexts {
    /// Texts given.
    pub texts: usize,
    /// Texts left out, being too short.
    pub short: usize,
    /// Texts with the same runs, each group by position; one text of a group stands for it in `pairs`.
    pub groups: Vec<Vec<usize>>,
    /// Pairs from the threshold up, by position.
    pub pairs: Vec<LikePair>,
    /// Pairs really compared.
    pub compared: usize,
    /// Pairs there are.
    pub all_pairs: usize,
    /// The chance that a pair of just the threshold was not compared; pairs more alike are missed less.
    pub chance_missed: f64,
    /// How it was done.
    pub settings: TextSettings,
}

/// A text that takes part: its first position and its runs.
struct Entry {
    at: usize,
    set: Vec<u64>,
    keys: Vec<u64>,
    hash: u64,
}

/// Finds texts that repeat each other. Likeness is exact for every pair told; which pairs are looked at comes from
/// MinHash bands, so the time grows with the texts and not with their square.
///
/// A pair is a question: goals of one programme share their words by right.
///
/// # Errors
///
/// [`HygieneError::Setting`], [`HygieneError::TooManyComparisons`] where so many texts are of one mould that the bands
/// no longer separate them.
pub fn copied_texts<T: AsRef<str> + Sync>(
    texts: &[T],
    settings: &TextSettings,
) -> Result<CopiedTexts, HygieneError> {
    within("文本相似度起点", settings.likeness, f64::MIN_POSITIVE, 1.0)?;
    let sets: Vec<Vec<u64>> = texts
        .par_iter()
        .map(|text| grams(&normalised(text.as_ref(), settings.digits), settings.gram))
        .collect();
    let least = settings.grams_least.max(1);
    let short = sets.iter().filter(|set| set.len() < least).count();
    let alike = same(sets, least);
    let groups = alike
        .iter()
        .filter(|(_, rows)| 1 < rows.len())
        .map(|(_, rows)| rows.clone())
        .collect();
    let entries: Vec<Entry> = alike
        .into_par_iter()
        .filter_map(|(set, rows)| {
            let at = *rows.first()?;
            Some(Entry {
                at,
                keys: settings.banding.keys(&set),
                hash: simhash(&set),
                set,
            })
        })
        .collect();
    let buckets = buckets(&entries, settings.banding);
    refuse_too_many(texts.len(), &buckets, settings.comparisons_most)?;
    let (pairs, compared) = compare(&entries, &buckets, settings.likeness);
    Ok(CopiedTexts {
        texts: texts.len(),
        short,
        groups,
        pairs,
        compared,
        all_pairs: texts.len().saturating_mul(texts.len().saturating_sub(1)) / 2,
        chance_missed: settings.banding.chance_missed(settings.likeness),
        settings: *settings,
    })
}

/// The different sets with the positions that have them, by first position.
fn same(sets: Vec<Vec<u64>>, least: usize) -> Vec<(Vec<u64>, Vec<usize>)> {
    let mut groups: BTreeMap<Vec<u64>, Vec<usize>> = BTreeMap::new();
    for (at, set) in sets.into_iter().enumerate().filter(|(_, set)| least <= set.len()) {
        groups.entry(set).or_default().push(at);
    }
    let mut groups: Vec<(Vec<u64>, Vec<usize>)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, rows)| rows.first().copied());
    groups
}

/// For each band the entries that agree on it, where two or more do.
fn buckets(entries: &[Entry], banding: Banding) -> Vec<(usize, Vec<Vec<usize>>)> {
    (0..banding.bands)
        .into_par_iter()
        .map(|band| {
            let mut keyed: Vec<(u64, usize)> = (0..)
                .zip(entries)
                .filter_map(|(at, entry)| Some((*entry.keys.get(band)?, at)))
                .collect();
            keyed.sort_unstable();
            let runs = keyed
                .chunk_by(|one, other| one.0 == other.0)
                .filter(|run| 1 < run.len());
            (
                band,
                runs.map(|run| run.iter().map(|(_, at)| *at).collect()).collect(),
            )
        })
        .collect()
}

fn refuse_too_many(
    texts: usize,
    buckets: &[(usize, Vec<Vec<usize>>)],
    most: usize,
) -> Result<(), HygieneError> {
    let comparisons = buckets
        .iter()
        .flat_map(|(_, runs)| runs)
        .map(|run| run.len().saturating_mul(run.len() - 1) / 2)
        .fold(0, usize::saturating_add);
    if comparisons <= most {
        Ok(())
    } else {
        Err(HygieneError::TooManyComparisons {
            texts,
            comparisons,
            most,
        })
    }
}

/// Compares the entries of every bucket once: a pair that agreed on an earlier band was compared there.
fn compare(
    entries: &[Entry],
    buckets: &[(usize, Vec<Vec<usize>>)],
    threshold: f64,
) -> (Vec<LikePair>, usize) {
    let runs: Vec<(usize, &Vec<usize>)> = buckets
        .iter()
        .flat_map(|(band, runs)| runs.iter().map(move |run| (*band, run)))
        .collect();
    let found: Vec<(Vec<LikePair>, usize)> = runs
        .into_par_iter()
        .map(|(band, run)| {
            let mut pairs = Vec::new();
            let mut compared = 0;
            let members: Vec<&Entry> = run.iter().filter_map(|at| entries.get(*at)).collect();
            for (skipped, one) in (1..).zip(&members) {
                for other in members.iter().skip(skipped) {
                    if agreed_before(one, other, band) {
                        continue;
                    }
                    compared += 1;
                    let likeness = likeness(&one.set, &other.set);
                    if threshold <= likeness {
                        let simhash_distance = distance(one.hash, other.hash);
                        pairs.push(LikePair {
                            first: one.at,
                            second: other.at,
                            likeness,
                            simhash_distance,
                        });
                    }
                }
            }
            (pairs, compared)
        })
        .collect();
    let compared = found.iter().map(|(_, compared)| compared).sum();
    let mut pairs: Vec<LikePair> = found.into_iter().flat_map(|(pairs, _)| pairs).collect();
    pairs.sort_by_key(|pair| (pair.first, pair.second));
    (pairs, compared)
}

fn agreed_before(one: &Entry, other: &Entry, band: usize) -> bool {
    one.keys
        .iter()
        .zip(&other.keys)
        .take(band)
        .any(|(one, other)| one == other)
}

#[cfg(test)]
mod tests;
