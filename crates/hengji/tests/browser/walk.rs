//! A walk through the product, and what is reported when it stumbles.

use std::future::Future;
use std::rc::Rc;

use tokio::runtime;
use tokio::task::LocalSet;

use crate::chromium::Chromium;
use crate::demonstration::Demonstration;
use crate::visitor::Visitor;

/// Opens a demonstration and a browser of its own, and walks. A stumble leaves a picture; whatever happens,
/// browser and server are gone afterwards. At the end the browser must have had nothing to complain about but refused
/// input (422), which walks hand in on purpose.
pub(crate) fn walk<F, W>(name: &str, steps: F)
where
    F: FnOnce(Rc<Visitor>) -> W,
    W: Future<Output = ()> + 'static,
{
    walk_in(&[], name, steps);
}

/// The same in a demonstration that is made with further options.
pub(crate) fn walk_in<F, W>(options: &[&str], name: &str, steps: F)
where
    F: FnOnce(Rc<Visitor>) -> W,
    W: Future<Output = ()> + 'static,
{
    let demonstration = Demonstration::open(options);
    let chromium = Chromium::start();
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (ended, complaints) = LocalSet::new().block_on(&runtime, async {
        let driver = chromium.open().await;
        let visitor = Rc::new(Visitor::new(
            driver.clone(),
            demonstration.address(),
            demonstration.data(),
        ));
        let ended = tokio::task::spawn_local(steps(visitor.clone())).await;
        if ended.is_err() {
            visitor.picture_of_stumble(name).await;
        }
        let mut complaints = visitor.complaints().await;
        complaints.retain(|line| !line.ends_with("422 (Unprocessable Entity)"));
        driver.quit().await.unwrap();
        (ended, complaints)
    });
    if let Err(stumble) = ended {
        eprintln!("{}\n{}", demonstration.said(), complaints.join("\n"));
        std::panic::resume_unwind(stumble.into_panic());
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}
