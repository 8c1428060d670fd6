//! Rebuilds the embedded book when a file under `rules/` is added or removed: the embedding macro itself
//! only notices files that it has already seen.

fn main() {
    println!("cargo:rerun-if-changed=../../rules");
}
