//! Opened by the workspace; filled below.
