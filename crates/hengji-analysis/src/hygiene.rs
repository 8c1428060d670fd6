//! 数据卫生 (hygiene): signs that targets, scores, texts or payments deserve a question.
