//! 效率前沿 (frontier): who does more with less, with scale effects.
