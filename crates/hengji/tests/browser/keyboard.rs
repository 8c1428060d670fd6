//! Without a mouse: every step by Tab, Enter and the letters shown on the buttons.

use thirtyfour::prelude::*;

use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// Goes on by Tab until the focus is on what the selector names; returns after how many steps.
    async fn tab_to(&self, css: &str) -> u32 {
        for steps in 0..80 {
            let there = format!("return document.activeElement.matches({css:?})");
            if self.script(&there).await.as_bool().unwrap() {
                return steps;
            }
            self.keys(Key::Tab).await;
        }
        panic!("80 times Tab does not reach {css}");
    }
}

#[test]
fn in_a_browser_the_keyboard_alone_reaches_the_grid_and_saves() {
    walk("keyboard", |visitor| async move {
        visitor.open("/login").await;
        visitor.tab_to("#login_name").await;
        visitor.keys("clerk").await;
        visitor.tab_to("#password").await;
        visitor.keys(crate::demonstration::PASSWORD).await;
        visitor
            .turns_page("Enter", async {
                visitor.keys(Key::Enter).await;
                Ok(())
            })
            .await;
        visitor.see("main h1", "待办").await;
        visitor.choose_year("2021").await;
        visitor.tab_to("main a[href^='/goals/']").await;
        visitor.picture("40-keyboard-on-todo").await;
        visitor
            .turns_page("Enter on 待办", async {
                visitor.keys(Key::Enter).await;
                Ok(())
            })
            .await;
        visitor.tab_to(".skip").await;
        visitor.keys(Key::Enter).await;
        let steps = visitor.tab_to("tbody[data-rows] [name=level1]").await;
        assert!(steps < 20, "the grid is {steps} steps away");
        visitor.picture("41-keyboard-in-grid").await;

        let rows = visitor.column("level3").await.len();
        visitor.tab_to("tbody[data-rows] [name=target]").await;
        visitor.keys("≥365天").await;
        // Down the column by Enter, as in a workbook program, and on past the last line.
        for _ in 0..rows {
            visitor.keys(Key::Enter).await;
        }
        visitor.keys("≥12次").await;
        visitor
            .turns_page("Alt+S", async {
                visitor.keys(Key::Alt + "s").await;
                Ok(())
            })
            .await;
        let targets = visitor.column("target").await;
        assert_eq!(targets[0], "≥365天", "what Tab reaches is written over");
        assert_eq!(targets.last().map(String::as_str), Some("≥12次"), "{targets:?}");
        visitor.picture("42-keyboard-saved").await;
    });
}
