//! Slacks-based, directional and other models beside the radial ones.
