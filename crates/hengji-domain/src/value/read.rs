//! Reading of texts (filled next).
