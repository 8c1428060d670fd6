//! 分析命令 (analysis commands): tables in, figures with their method, rules and evidence out.
