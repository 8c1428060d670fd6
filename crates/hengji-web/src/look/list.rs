//! Long lists: pages, sortable heads, merged cells.

use hengji_app::PageOf;
use maud::{Markup, html};

/// How a list is sorted now: the key and whether downward.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sorting {
    pub(crate) key: String,
    pub(crate) descending: bool,
}

/// A head that sorts by `key`; clicking the present key turns the direction. `query` holds the other parameters.
pub(crate) fn sort_head(sorting: &Sorting, key: &str, name: &str, query: &str, class: &str) -> Markup {
    let is_present = sorting.key == key;
    let (look, next) = match (is_present, sorting.descending) {
        (true, false) => ("sort up", "desc"),
        (true, true) => ("sort down", "asc"),
        (false, _) => ("sort", "asc"),
    };
    let direction = match look {
        "sort up" => Some("ascending"),
        "sort down" => Some("descending"),
        _ => None,
    };
    html! {
        th scope="col" class=(class) aria-sort=[direction] {
            a class=(look) href={ "?sort=" (key) "&order=" (next) (query) } { (name) }
        }
    }
}

/// 上一页 … 下一页 with the total; `query` holds the parameters other than the page, each with its `&`.
pub(crate) fn pager<T>(list: &PageOf<T>, query: &str) -> Markup {
    let (page, pages) = (u64::from(list.page), list.pages());
    let near = page.saturating_sub(2).max(1)..=(page + 2).min(pages);
    let link = |target: u64, text: &str| html! { a href={ "?page=" (target) (query) } { (text) } };
    html! {
        nav class="pager" aria-label="分页" {
            span { @if list.is_total_exact { "共 " (list.total) " 条" } @else { "超过 " (list.total) " 条,请缩小查询范围" } }
            @if 1 < pages {
                @if 1 < page { (link(page - 1, "上一页")) }
                @if 1 < *near.start() { (link(1, "1")) @if 2 < *near.start() { "…" } }
                @for n in near.clone() {
                    @if n == page { span class="here" aria-current="page" { (n) } } @else { (link(n, &n.to_string())) }
                }
                @if *near.end() < pages { @if *near.end() + 1 < pages { "…" } (link(pages, &pages.to_string())) }
                @if page < pages { (link(page + 1, "下一页")) }
            }
        }
    }
}

/// Row spans of merged cells: for each row how many rows its cell covers, 0 where the cell above covers it.
pub(crate) fn spans<T, K: PartialEq>(rows: &[T], key: impl Fn(&T) -> K) -> Vec<usize> {
    let mut spans: Vec<usize> = Vec::with_capacity(rows.len());
    let mut rest = rows;
    while let Some(first) = rest.first() {
        let head = key(first);
        let height = rest.iter().take_while(|row| key(row) == head).count();
        spans.push(height);
        spans.extend(std::iter::repeat_n(0, height - 1));
        rest = rest.get(height..).unwrap_or_default();
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_neighbours_share_one_cell() {
        let check = |names: &str, expected: &[usize]| {
            let rows: Vec<char> = names.chars().collect();
            assert_eq!(spans(&rows, |row| *row), expected, "{names}");
        };
        check("", &[]);
        check("a", &[1]);
        check("aaab", &[3, 0, 0, 1]);
        check("aba", &[1, 1, 1]);
        check("abb", &[1, 2, 0]);
    }

    fn list(page: u32, total: u64, is_total_exact: bool) -> PageOf<()> {
        PageOf {
            rows: Vec::new(),
            page,
            page_size: 20,
            total,
            is_total_exact,
        }
    }

    #[test]
    fn a_pager_shows_the_neighbourhood_and_both_ends() {
        let shown = pager(&list(10, 1_423, true), "&q=x").into_string();
        for part in [
            "共 1423 条",
            "page=9&amp;q=x",
            "page=1&amp;q=x",
            "page=72&amp;q=x",
            "aria-current=\"page\">10<",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(!shown.contains("page=20"));
    }

    #[test]
    fn a_short_list_has_no_page_links() {
        assert!(!pager(&list(1, 3, true), "").into_string().contains("href"));
    }

    #[test]
    fn a_list_too_long_to_count_says_so() {
        assert!(
            pager(&list(1, 10_000, false), "")
                .into_string()
                .contains("超过 10000 条")
        );
    }

    #[test]
    fn the_present_key_turns_its_direction() {
        let now = Sorting {
            key: "code".into(),
            descending: false,
        };
        assert!(
            sort_head(&now, "code", "代码", "", "")
                .into_string()
                .contains("order=desc")
        );
        assert!(
            sort_head(&now, "name", "名称", "", "")
                .into_string()
                .contains("order=asc")
        );
    }
}
