//! How a request ends early; the main loop answers for it.

#[derive(Debug)]
pub enum Failure {
    /// In one of the protocol's phases, with a sentence.
    Error(&'static str, String),
    /// Valid, but not done here: the operator as `domain:Name`, where it is about one.
    Unsupported(Option<String>, String),
}

pub type Outcome<T> = Result<T, Failure>;

pub fn fail<T>(phase: &'static str, message: impl Into<String>) -> Outcome<T> {
    Err(Failure::Error(phase, message.into()))
}

pub fn refuse<T>(reason: impl Into<String>) -> Outcome<T> {
    Err(Failure::Unsupported(None, reason.into()))
}
