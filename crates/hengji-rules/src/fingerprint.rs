//! 规则版本 (fingerprint): tells the rules of one year from those of another.

/// FNV-1a over 128 bits: it tells versions of rules apart, it does not guard against forgers.
pub(crate) struct Fingerprint(u128);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fingerprint {
    pub(crate) fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 ^= u128::from(byte);
            self.0 = self.0.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }

    pub(crate) fn finish(&self) -> String {
        format!("{:032x}", self.0)
    }
}
