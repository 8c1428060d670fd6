//! Small-area and mixed models.
