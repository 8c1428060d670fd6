//! Bodies and keys of API requests.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use hengji_app::RequestKey;
use serde::de::DeserializeOwned;

use crate::error::WebError;
use crate::request_key;
use crate::state::WebState;

/// A JSON body; what is unreadable is told with its place.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<WebState> for Body<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, WebError> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(WebError::WrongMediaType),
            Err(JsonRejection::JsonDataError(error)) => Err(WebError::BadForm(format!(
                "请求内容与接口文档不符:{}。",
                error.body_text()
            ))),
            Err(JsonRejection::JsonSyntaxError(error)) => Err(WebError::BadForm(format!(
                "请求内容不是 JSON:{}。",
                error.body_text()
            ))),
            Err(_) => Err(WebError::TooLarge),
        }
    }
}

/// `Idempotency-Key`; a request without one gets a key of its own and is not protected against repetition.
pub(super) struct Key(pub(super) RequestKey);

impl FromRequestParts<WebState> for Key {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, WebError> {
        let sent = parts
            .headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok());
        let text = sent.map_or_else(request_key::fresh, str::to_owned);
        Ok(Self(RequestKey::new(&text)?))
    }
}
