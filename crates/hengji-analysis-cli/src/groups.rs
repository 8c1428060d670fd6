//! 分组 (groups): values gathered under the names of a column, in the order in which the names were met.

use std::collections::HashMap;

/// Values by name.
#[derive(Debug)]
pub(crate) struct Groups<T> {
    all: Vec<(String, Vec<T>)>,
    places: HashMap<String, usize>,
}

impl<T> Groups<T> {
    /// No name yet.
    pub(crate) fn new() -> Self {
        Self {
            all: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// Adds a value under a name.
    pub(crate) fn add(&mut self, name: &str, value: T) {
        let place = self.places.get(name).copied();
        match place.and_then(|place| self.all.get_mut(place)) {
            Some((_, values)) => values.push(value),
            None => {
                self.places.insert(name.to_owned(), self.all.len());
                self.all.push((name.to_owned(), vec![value]));
            }
        }
    }

    /// How many names.
    pub(crate) const fn len(&self) -> usize {
        self.all.len()
    }

    /// The values under a name.
    pub(crate) fn get(&self, name: &str) -> Option<&[T]> {
        let place = self.places.get(name)?;
        self.all.get(*place).map(|(_, values)| values.as_slice())
    }

    /// Each name with its values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[T])> {
        self.all
            .iter()
            .map(|(name, values)| (name.as_str(), values.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_the_order_in_which_they_were_met() {
        let mut groups = Groups::new();
        for (name, value) in [("乙", 1), ("甲", 2), ("乙", 3)] {
            groups.add(name, value);
        }
        let found: Vec<(&str, &[i32])> = groups.iter().collect();
        assert_eq!(found, [("乙", [1, 3].as_slice()), ("甲", [2].as_slice())]);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups.get("甲"), Some([2].as_slice()));
        assert_eq!(groups.get("丙"), None);
    }
}
