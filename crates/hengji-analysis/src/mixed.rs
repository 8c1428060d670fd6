//! 混合模型 (mixed models): variance components by restricted maximum likelihood.
