//! 单位成本标杆 (benchmark): is this target in proportion to this money, when scale matters?
