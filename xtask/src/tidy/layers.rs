//! Dependencies point only down, the core stays pure, and each outside library has one home.

use std::path::Path;

use cargo_metadata::{DependencyKind, MetadataCommand};

use super::Breach;
use super::habits::Habits;
use crate::shell::Failure;

/// A package of the workspace with what it is built from; what only its tests use is left out.
#[derive(Debug)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug)]
struct Dependency {
    name: String,
    features: Vec<String>,
    has_default_features: bool,
}

/// Reads the declared graph from cargo itself, so that no way of writing a manifest escapes.
pub(crate) fn check(root: &Path, habits: &Habits) -> Result<Vec<Breach>, Failure> {
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .exec()
        .map_err(|cause| Failure::Machine(format!("cargo metadata 失败: {cause}")))?;
    let packages: Vec<Package> = metadata.packages.iter().map(package).collect();
    Ok(check_packages(&packages, habits))
}

fn package(package: &cargo_metadata::Package) -> Package {
    let built_from = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != DependencyKind::Development);
    Package {
        name: package.name.to_string(),
        dependencies: built_from
            .map(|dependency| Dependency {
                name: dependency.name.clone(),
                features: dependency.features.clone(),
                has_default_features: dependency.uses_default_features,
            })
            .collect(),
    }
}

fn check_packages(packages: &[Package], habits: &Habits) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for package in packages {
        let at = manifest_of(&package.name);
        let breach = |code, message: String| Breach::new(&at, 0, code, message);
        let Some(below) = habits.layers.get(&package.name) else {
            breaches.push(breach(
                "tidy-layer-unknown",
                "请在 xtask/tidy.toml 的 [layers] 写明它可依赖谁".to_owned(),
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let name = &dependency.name;
            if habits.layers.contains_key(name) && !below.contains(name) {
                let message = format!("{} 不得依赖 {name}: 依赖只能向下,新增须有决策记录", package.name);
                breaches.push(breach("tidy-layer", message));
            }
            if habits
                .homes
                .get(name)
                .is_some_and(|homes| !homes.contains(&package.name))
            {
                breaches.push(breach(
                    "tidy-home",
                    format!(
                        "{name} 只用于 {}",
                        habits
                            .homes
                            .get(name)
                            .map_or_else(String::new, |homes| homes.join("、"))
                    ),
                ));
            }
        }
        if habits.purity.packages.contains(&package.name) {
            breaches.extend(check_purity(package, &at, habits));
        }
    }
    breaches
}

fn check_purity(package: &Package, at: &str, habits: &Habits) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for dependency in &package.dependencies {
        let name = &dependency.name;
        if !habits.purity.dependencies.contains(name) {
            breaches.push(Breach::new(
                at,
                0,
                "tidy-not-pure",
                format!("纯粹的一层不得依赖 {name}"),
            ));
        }
        for feature in dependency
            .features
            .iter()
            .filter(|feature| habits.purity.features.contains(feature))
        {
            breaches.push(Breach::new(
                at,
                0,
                "tidy-not-pure",
                format!("{name} 不得启用 {feature}"),
            ));
        }
        // Chrono's default features hold the clock; a library of ours has none to speak of.
        if dependency.has_default_features && name == "chrono" {
            breaches.push(Breach::new(
                at,
                0,
                "tidy-not-pure",
                "chrono 须写 default-features = false",
            ));
        }
    }
    breaches
}

fn manifest_of(package: &str) -> String {
    if package == "xtask" {
        "xtask/Cargo.toml".to_owned()
    } else {
        format!("crates/{package}/Cargo.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository;

    fn codes(name: &str, dependencies: &[(&str, &[&str], bool)]) -> Vec<&'static str> {
        let habits = Habits::read(&repository::root()).unwrap();
        let package = Package {
            name: name.to_owned(),
            dependencies: dependencies
                .iter()
                .map(|(name, features, has_default_features)| Dependency {
                    name: (*name).to_owned(),
                    features: features.iter().map(|feature| (*feature).to_owned()).collect(),
                    has_default_features: *has_default_features,
                })
                .collect(),
        };
        check_packages(&[package], &habits)
            .into_iter()
            .map(|breach| breach.code)
            .collect()
    }

    #[test]
    fn edges_point_down_only() {
        for (package, dependency, expected) in [
            ("hengji-app", "hengji-store", vec![]),
            ("hengji-store", "hengji-app", vec!["tidy-layer"]),
            ("hengji-web", "hengji-store", vec!["tidy-layer"]),
            ("hengji-web", "axum", vec![]),
            ("hengji-app", "axum", vec!["tidy-home"]),
            ("hengji-app", "diesel", vec!["tidy-home"]),
            ("hengji-domain", "serde", vec!["tidy-not-pure"]),
            ("hengji-scoring", "hengji-domain", vec![]),
            ("hengji-new", "hengji-domain", vec!["tidy-layer-unknown"]),
        ] {
            assert_eq!(
                codes(package, &[(dependency, &[], false)]),
                expected,
                "{package} -> {dependency}"
            );
        }
    }

    #[test]
    fn a_clock_does_not_come_in_as_a_feature() {
        assert_eq!(codes("hengji-domain", &[("chrono", &["std"], false)]), [""; 0]);
        assert_eq!(
            codes("hengji-domain", &[("chrono", &["std"], true)]),
            ["tidy-not-pure"]
        );
        assert_eq!(
            codes("hengji-domain", &[("chrono", &["clock"], false)]),
            ["tidy-not-pure"]
        );
        assert_eq!(
            codes("hengji-domain", &[("uuid", &["v4"], false)]),
            ["tidy-not-pure"]
        );
    }
}
