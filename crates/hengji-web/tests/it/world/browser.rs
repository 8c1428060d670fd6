//! A browser without script: it keeps its cookie and posts the forms that pages hold.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use tower::ServiceExt;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of the first hidden field with this name.
    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        let mark = format!("name=\"{name}\" value=\"");
        let at = self.body.find(&mark)? + mark.len();
        let end = self.body[at..].find('"')? + at;
        Some(self.body[at..end].to_owned())
    }
}

/// A browser.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookie: Option<String>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookie: None }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// A fragment, as the script asks for it.
    pub(crate) async fn fragment(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header("x-fragment", "1");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Fills a form that stands on the page `on` and posts it.
    pub(crate) async fn post(&mut self, on: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(on).await;
        let hidden = |name: &str| {
            page.hidden(name)
                .unwrap_or_else(|| panic!("no {name} on {on}: {}", page.body))
        };
        let (csrf, key) = (hidden("csrf"), hidden("request_key"));
        let all = [&[("csrf", csrf.as_str()), ("request_key", key.as_str())], fields].concat();
        self.post_plain(path, &all).await
    }

    /// Posts exactly these fields.
    pub(crate) async fn post_plain(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::HOST, "hengji.test")
            .header(header::ORIGIN, "https://hengji.test");
        self.send(request.body(Body::from(encoded(fields))).unwrap())
            .await
    }

    /// Posts a form with a file.
    pub(crate) async fn upload(
        &mut self,
        on: &str,
        path: &str,
        fields: &[(&str, &str)],
        name: &str,
        content: &[u8],
    ) -> Answer {
        let page = self.get(on).await;
        let (csrf, key) = (page.hidden("csrf").unwrap(), page.hidden("request_key").unwrap());
        let all = [&[("csrf", csrf.as_str()), ("request_key", key.as_str())], fields].concat();
        let mut body = Vec::new();
        for (field, value) in all {
            let part =
                format!("--cut\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head =
            format!("--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Answer {
        if let Some(cookie) = &self.cookie {
            request
                .headers_mut()
                .insert(header::COOKIE, cookie.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            let pair = value.to_str().unwrap().split(';').next().unwrap_or_default();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

/// `a=1&b=2` with everything but letters and digits escaped.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    let pair = |(name, value): &(&str, &str)| format!("{}={}", escape(name), escape(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}
