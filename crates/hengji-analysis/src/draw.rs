//! 抽取 (draw): selections that anyone can repeat, and what a sample says of the whole.
