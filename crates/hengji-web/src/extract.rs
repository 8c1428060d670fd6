//! Bodies of requests as handlers get them: checked for token and key before anything else is read.

use axum::Form;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::StatusCode;
use hengji_app::{AppError, RequestKey};

use crate::error::WebError;
use crate::fields::{Fields, UnknownField};
use crate::state::WebState;
use crate::visit::Visit;

/// Hidden fields that every form carries.
const HIDDEN: [&str; 2] = ["csrf", "request_key"];

/// A posted form of a signed-in person.
pub(crate) struct Posted {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
    pub(crate) key: RequestKey,
}

impl Posted {
    /// Refuses a field that the form does not have.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), WebError> {
        only(&self.fields, known)
    }

    /// The same for a form with a value of many parts below `root`.
    pub(crate) fn only_or_below(&self, known: &[&str], root: &str) -> Result<(), WebError> {
        let all = [known, &HIDDEN].concat();
        self.fields.only_or_below(&all, root).map_err(unknown)
    }
}

fn unknown(UnknownField(name): UnknownField) -> WebError {
    WebError::BadForm(format!("表单中没有“{name}”这一项,请刷新页面后重新提交。"))
}

fn only(fields: &Fields, known: &[&str]) -> Result<(), WebError> {
    let all = [known, &HIDDEN].concat();
    fields.only(&all).map_err(unknown)
}

/// Token first: a form of another session is not even looked at.
fn guard(visit: &Visit, fields: &Fields) -> Result<RequestKey, WebError> {
    if visit.owns(fields.text("csrf")) {
        RequestKey::new(fields.text("request_key")).map_err(WebError::App)
    } else {
        Err(WebError::ForeignForm)
    }
}

impl FromRequest<WebState> for Posted {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, WebError> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        let fields = plain_form(Request::from_parts(parts, body), state).await?;
        let key = guard(&visit, &fields)?;
        Ok(Self { visit, fields, key })
    }
}

/// The fields of a form without a session (sign-in).
pub(crate) struct OpenForm(pub(crate) Fields);

impl FromRequest<WebState> for OpenForm {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, WebError> {
        plain_form(request, state).await.map(Self)
    }
}

async fn plain_form(request: Request, state: &WebState) -> Result<Fields, WebError> {
    match Form::<Vec<(String, String)>>::from_request(request, state).await {
        Ok(Form(pairs)) => Ok(Fields::new(pairs)),
        Err(FormRejection::InvalidFormContentType(_)) => Err(WebError::WrongMediaType),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(WebError::TooLarge),
        Err(_) => Err(WebError::BadForm(
            "表单内容无法识别,请刷新页面后重新提交。".to_owned(),
        )),
    }
}

/// A file that was sent.
pub(crate) struct SentFile {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// A posted form that may carry a file.
pub(crate) struct MaybeUpload {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
    pub(crate) key: RequestKey,
    pub(crate) file: Option<SentFile>,
}

impl MaybeUpload {
    /// Refuses a field that the form does not have.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), WebError> {
        only(&self.fields, known)
    }
}

impl FromRequest<WebState> for MaybeUpload {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, WebError> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        let request = Request::from_parts(parts, body);
        let multipart = Multipart::from_request(request, state).await;
        let (fields, file) = read_parts(multipart.map_err(|_| WebError::WrongMediaType)?).await?;
        let key = guard(&visit, &fields)?;
        Ok(Self {
            visit,
            fields,
            key,
            file,
        })
    }
}

/// A posted form with a file.
pub(crate) struct Upload {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
    pub(crate) key: RequestKey,
    pub(crate) file: SentFile,
}

impl Upload {
    /// Refuses a field that the form does not have.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), WebError> {
        only(&self.fields, known)
    }
}

impl FromRequest<WebState> for Upload {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, WebError> {
        let MaybeUpload {
            visit,
            fields,
            key,
            file,
        } = MaybeUpload::from_request(request, state).await?;
        let file = file.ok_or_else(|| AppError::field("file", "file-missing", "请选择要上传的文件。"))?;
        Ok(Self {
            visit,
            fields,
            key,
            file,
        })
    }
}

async fn read_parts(mut multipart: Multipart) -> Result<(Fields, Option<SentFile>), WebError> {
    let mut pairs = Vec::new();
    let mut file = None;
    while let Some(part) = multipart.next_field().await.map_err(|error| unreadable(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_some() {
            file = sent_file(part).await?.or(file);
        } else {
            pairs.push((name, part.text().await.map_err(|error| unreadable(&error))?));
        }
    }
    Ok((Fields::new(pairs), file))
}

/// A browser sends an empty part without a name where nothing was chosen.
async fn sent_file(part: Field<'_>) -> Result<Option<SentFile>, WebError> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let bytes = part.bytes().await.map_err(|error| unreadable(&error))?;
    if name.is_empty() && bytes.is_empty() {
        return Ok(None);
    }
    Ok(Some(SentFile {
        name,
        bytes: bytes.to_vec(),
    }))
}

fn unreadable(error: &MultipartError) -> WebError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        WebError::TooLarge
    } else {
        WebError::BadForm("上传没有完整到达,请重新上传。".to_owned())
    }
}
