//! 编码与重名 (keys): what tells indicators apart, so that none is entered twice and each gets a code of its own.

use std::collections::BTreeMap;

use hengji_domain::Division;
use hengji_domain::id::IndicatorId;
use hengji_store::Db;
use hengji_store::library::{self, IndicatorKey};

use super::IndicatorInput;
use crate::app::Step;
use crate::error::FieldError;

/// The keys of the libraries that a division has and inherits, with those that a change adds.
pub(super) struct Keys {
    division: Division,
    by_code: BTreeMap<String, IndicatorKey>,
    by_name: BTreeMap<(String, String), IndicatorKey>,
    /// Greatest serial number of each category.
    serials: BTreeMap<String, u32>,
}

impl Keys {
    /// The keys as they are stored now.
    pub(super) fn load(db: &mut Db, division: Division) -> Step<Self> {
        let mut keys = Self {
            division,
            by_code: BTreeMap::new(),
            by_name: BTreeMap::new(),
            serials: BTreeMap::new(),
        };
        for key in library::keys(db, &division.lineage())? {
            keys.add(key);
        }
        Ok(keys)
    }

    /// Remembers a key; codes are unique within one library only.
    pub(super) fn add(&mut self, key: IndicatorKey) {
        if key.division == self.division && !key.code.is_empty() {
            if let Some((category, serial)) = key.code.rsplit_once('-')
                && let Ok(serial) = serial.parse::<u32>()
            {
                let greatest = self.serials.entry(category.to_owned()).or_default();
                *greatest = serial.max(*greatest);
            }
            self.by_code.insert(key.code.clone(), key.clone());
        }
        self.by_name.insert((key.level2.clone(), key.name.clone()), key);
    }

    /// The indicator of the own library with this code.
    pub(super) fn by_code(&self, code: &str) -> Option<IndicatorId> {
        self.by_code.get(code).map(|key| key.id)
    }

    /// What stands in the way of an indicator: another one of the same code, or of the same name in its class.
    pub(super) fn twin(&self, input: &IndicatorInput, except: Option<IndicatorId>) -> Option<FieldError> {
        let other = |key: &&IndicatorKey| Some(key.id) != except;
        let named = (input.level2.clone(), input.name.clone());
        if let Some(twin) = self.by_name.get(&named).filter(other) {
            let message = format!(
                "区划 {} 的指标库在“{}”下已有“{}”(编码 {}),请直接选用。",
                twin.division, twin.level2, twin.name, twin.code
            );
            return Some(FieldError::new("name", "indicator-taken", message));
        }
        let twin = self.by_code.get(&input.code).filter(other)?;
        let message = format!(
            "编码 {} 已用于“{}”,请换一个,或留空由系统顺编。",
            twin.code, twin.name
        );
        Some(FieldError::new("code", "code-taken", message))
    }

    /// The next free code of a category: its code and a serial number of two digits.
    pub(super) fn next_code(&mut self, category: &str) -> String {
        let serial = self.serials.entry(category.to_owned()).or_default();
        *serial += 1;
        format!("{category}-{serial:02}")
    }
}
