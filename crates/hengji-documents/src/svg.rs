//! Drawings of our own pages, made fit to be printed: a page takes fonts and colours from its style sheet, a
//! paper has none.

/// The colours of our charts by their class. The page's style sheet says the same.
const STYLE: &str = "<style>text{font-size:12px;fill:#3d4756}.track{fill:#e9eef5}.blue{fill:#3b76cc}\
.green{fill:#3f9a5f}.red{fill:#d2543f}.amber{fill:#dba13a}.grey{fill:#b6c0ce}.value{fill:#1c2430}</style>";

/// The drawing with what the typesetter needs: its name space, a font that is there, the colours.
pub(crate) fn for_print(svg: &str, family: &str) -> String {
    let Some((before, rest)) = svg.split_once("<svg") else {
        return svg.to_owned();
    };
    let Some((attributes, content)) = rest.split_once('>') else {
        return svg.to_owned();
    };
    let mut added = String::new();
    if !attributes.contains("xmlns=") {
        added.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
    }
    if !attributes.contains("font-family=") {
        added.push_str(&format!(" font-family=\"{family}\""));
    }
    format!("{before}<svg{added}{attributes}>{STYLE}{content}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_gets_what_it_lacks_and_keeps_what_it_has() {
        let printed = for_print("<svg class=\"chart\"><rect/></svg>", "FangSong");
        assert!(printed.starts_with(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"FangSong\" class=\"chart\"><style>"
        ));
        assert!(printed.ends_with("</style><rect/></svg>"));
        let own = for_print("<svg xmlns=\"x\" font-family=\"y\"></svg>", "FangSong");
        assert!(
            own.starts_with("<svg xmlns=\"x\" font-family=\"y\"><style>"),
            "{own}"
        );
    }

    #[test]
    fn what_is_no_drawing_is_left_to_the_typesetter_to_refuse() {
        assert_eq!(for_print("no drawing", "FangSong"), "no drawing");
        assert_eq!(for_print("<svg", "FangSong"), "<svg");
    }
}
