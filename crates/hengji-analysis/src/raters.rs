//! 评分者 (raters): who is severe, who agrees, and scores corrected for it.
