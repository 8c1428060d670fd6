//! Who may be chosen, by draw or directly, and what an institution sees and does.
