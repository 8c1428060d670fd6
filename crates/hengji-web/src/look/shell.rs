//! The frame around every page: blue bar, ribbon, menu by stage, breadcrumb, foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::form::{hidden, options};
use crate::assets;

/// An entry of the left menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MenuItem {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) is_present: bool,
}

/// A stage of the menu with its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Menu {
    pub(crate) stage: &'static str,
    pub(crate) items: Vec<MenuItem>,
}

/// The hidden fields of each form that changes something: the token against cross-site requests, and the key by
/// which a retried request is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Token {
    pub(crate) csrf: String,
    pub(crate) request_key: String,
}

impl Token {
    /// Both hidden fields.
    pub(crate) fn fields(&self) -> Markup {
        html! { (hidden("csrf", &self.csrf)) (hidden("request_key", &self.request_key)) }
    }
}

/// What the frame needs to know of the person and the place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Frame {
    pub(crate) division: String,
    pub(crate) division_name: String,
    pub(crate) is_demonstration: bool,
    /// Codes and names of the divisions to choose from.
    pub(crate) divisions: Vec<(String, String)>,
    pub(crate) year: String,
    pub(crate) years: Vec<String>,
    pub(crate) user_name: String,
    pub(crate) role_names: String,
    pub(crate) menus: Vec<Menu>,
    pub(crate) token: Token,
    /// The address of the page itself, to come back to after choosing another year.
    pub(crate) here: String,
    /// What every page of somebody of an institution is marked with.
    pub(crate) watermark: Option<String>,
}

/// One step of the breadcrumb: name and address; the last has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Crumb {
    name: String,
    path: Option<String>,
}

impl Crumb {
    /// A step that can be gone back to.
    pub(crate) fn to(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            path: Some(path.into()),
        }
    }

    /// Where one is.
    pub(crate) fn here(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            path: None,
        }
    }
}

fn head(title: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        title { (title) " - 衡绩" }
        link rel="icon" type="image/svg+xml" href=(assets::icon_path());
        link rel="stylesheet" href=(assets::style_path());
        script src=(assets::script_path()) defer {}
    }
}

/// The mark of the product: a balance.
fn brand() -> Markup {
    html! {
        svg viewBox="0 0 32 32" aria-hidden="true" {
            (PreEscaped("<path d=\"M16 6v19M9 26h14M6 11h20\" stroke=\"#fff\" stroke-width=\"2.2\" stroke-linecap=\"round\" fill=\"none\"/>"))
            (PreEscaped("<path d=\"M6 11l-3.2 7.2a3.6 3.6 0 0 0 6.4 0zM26 11l-3.2 7.2a3.6 3.6 0 0 0 6.4 0z\" fill=\"#9cc3f7\"/>"))
        }
        "衡绩 · 预算绩效管理"
    }
}

fn bar(frame: &Frame) -> Markup {
    let divisions = frame
        .divisions
        .iter()
        .map(|(code, name)| (code.as_str(), name.as_str()));
    let years = frame.years.iter().map(|year| (year.as_str(), year.as_str()));
    html! {
        header class="bar" {
            a class="brand" href="/" { (brand()) }
            form class="place" method="post" action="/place" data-autosubmit {
                (frame.token.fields()) (hidden("next", &frame.here))
                label class="sr" for="place-division" { "区划" }
                select id="place-division" name="division" { (options(divisions, &frame.division)) }
                label class="sr" for="place-year" { "预算年度" }
                select id="place-year" name="year" { (options(years, &frame.year)) }
                span { "年度" }
                noscript { button { "切换" } }
            }
            div class="me" {
                span { (frame.user_name) }
                span class="role" { (frame.role_names) }
                a href="/account" { "我的账户" }
                form method="post" action="/logout" { (frame.token.fields()) button { "退出" } }
            }
        }
        @if frame.is_demonstration {
            p class="ribbon" { b { "演示数据" } " 本区划的单位、项目、金额与人员均为演示而设,不代表任何真实单位;打印件同样带有本标识。" }
        }
    }
}

fn side(menus: &[Menu]) -> Markup {
    html! {
        nav class="side" aria-label="主菜单" {
            @for menu in menus {
                h2 { (menu.stage) }
                @for item in &menu.items {
                    a href=(item.path) aria-current=[item.is_present.then_some("page")] { (item.name) }
                }
            }
        }
    }
}

fn crumbs(path: &[Crumb]) -> Markup {
    html! {
        nav aria-label="所在位置" {
            ol class="crumbs" {
                @for crumb in path {
                    li { @match &crumb.path { Some(path) => { a href=(path) { (crumb.name) } } None => { (crumb.name) } } }
                }
            }
        }
    }
}

/// Marks of the watermark on one page.
const MARKS: usize = 24;

/// 水印: on the screen and on paper, over everything and in nobody's way.
fn watermark(text: Option<&str>) -> Markup {
    html! {
        @if let Some(text) = text {
            div class="watermark" aria-hidden="true" { @for _ in 0..MARKS { span { (text) } } }
        }
    }
}

/// A page of a signed-in person.
pub(crate) fn page(frame: &Frame, title: &str, path: &[Crumb], body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            (head(title))
            body {
                a class="skip" href="#main" { "跳到正文" }
                (watermark(frame.watermark.as_deref()))
                (bar(frame))
                div class="frame" {
                    (side(&frame.menus))
                    main id="main" {
                        (crumbs(path))
                        (body)
                        p class="foot" { "按 " kbd { "?" } " 查看键盘快捷键。时间为北京时间,金额单位万元(悬停显示精确到分的金额)。" }
                    }
                }
            }
        }
    }
}

/// A page outside the frame: sign-in, and faults before anybody is known.
pub(crate) fn bare_page(title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            (head(title))
            body class="gate" {
                main id="main" {
                    div class="brand" { (brand()) }
                    (body)
                }
            }
        }
    }
}

/// A page that is a paper: an A4 sheet with a bar that is not printed.
pub(crate) fn paper_page(title: &str, back: &str, is_demonstration: bool, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            (head(title))
            body class="paper" {
                div class="paper-bar" {
                    a class="button" href=(back) { "返回" }
                    button type="button" class="primary" data-print data-key="p" { "打印 " kbd { "Alt+P" } }
                }
                @if is_demonstration { p class="ribbon" { b { "演示数据" } " 本表不代表任何真实单位。" } }
                div class="sheet-paper" { (body) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        Frame {
            division: "330199".into(),
            division_name: "示范区(演示数据)".into(),
            divisions: vec![("330199".into(), "示范区(演示数据)".into())],
            year: "2020".into(),
            years: vec!["2020".into(), "2021".into()],
            user_name: "城管局业务经办".into(),
            menus: vec![Menu {
                stage: "工作台",
                items: vec![MenuItem {
                    name: "待办",
                    path: "/",
                    is_present: true,
                }],
            }],
            ..Frame::default()
        }
    }

    #[test]
    fn demonstration_data_wear_a_ribbon_and_real_data_do_not() {
        let real = page(&frame(), "待办", &[], html! {}).into_string();
        assert!(!real.contains("class=\"ribbon\""));
        let demonstration = Frame {
            is_demonstration: true,
            ..frame()
        };
        let shown = page(&demonstration, "待办", &[], html! {}).into_string();
        assert!(shown.contains("class=\"ribbon\""));
    }

    #[test]
    fn pages_of_an_institution_are_marked_with_its_name() {
        let plain = page(&frame(), "待办", &[], html! {}).into_string();
        assert!(!plain.contains("watermark"));
        let marked = Frame {
            watermark: Some("甲评价机构 · 主评人".into()),
            ..frame()
        };
        let shown = page(&marked, "待办", &[], html! {}).into_string();
        assert_eq!(shown.matches("<span>甲评价机构 · 主评人</span>").count(), MARKS);
    }

    #[test]
    fn the_present_year_and_menu_entry_are_marked() {
        let shown = page(&frame(), "待办", &[], html! {}).into_string();
        assert!(shown.contains("<option value=\"2020\" selected>"), "{shown}");
        assert!(shown.contains("href=\"/\" aria-current=\"page\""), "{shown}");
    }

    #[test]
    fn no_page_carries_inline_script_or_style() {
        for shown in [
            page(&frame(), "a", &[], html! {}).into_string(),
            bare_page("a", html! {}).into_string(),
            paper_page("a", "/", true, html! {}).into_string(),
        ] {
            assert!(
                !shown.contains("style=\"") && !shown.contains("<style"),
                "{shown}"
            );
            assert!(
                !shown.contains("onclick") && !shown.contains("<script>"),
                "{shown}"
            );
        }
    }
}
