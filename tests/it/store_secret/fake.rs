//! A Secrets Manager of one secret, in AWS's words, that fails on cue and remembers what it was asked.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{HttpAnswer, ScriptedHttp, wait_for};

const JSON: &str = "Content-Type: application/x-amz-json-1.1";

/// What happens to one call instead of what was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// It is refused with this status, code and message.
    Refused(u16, &'static str, &'static str),
    /// It is refused, and what was sent is repeated.
    Repeated,
    /// It is done, and no answer comes.
    AnswerLost,
    /// It is done, and the answer comes when there is no fault any more.
    AnswerLate,
    /// It is not done, and no answer comes.
    NoAnswer,
    /// Before it another run creates the secret, with this value.
    Overtaken(&'static str),
}

/// What is stored, and what was asked.
#[derive(Default)]
pub(super) struct State {
    /// The current value; none where there is no secret.
    pub(super) value: Option<String>,
    /// The tokens of values that were written, in order: the versions.
    pub(super) versions: Vec<String>,
    /// Operations, in order.
    pub(super) asked: Vec<String>,
    /// What a description shows beside name and ARN.
    pub(super) shown: serde_json::Map<String, Value>,
}

/// The server.
pub(super) struct Fake {
    server: ScriptedHttp,
    state: Arc<Mutex<State>>,
}

impl Fake {
    /// A server that begins as `state`. `fault` says what happens to the nth call of an operation, counted from 1.
    pub(super) fn new(
        state: State,
        fault: impl Fn(&str, usize) -> Option<Fault> + Send + Sync + 'static,
    ) -> Self {
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let server = ScriptedHttp::new(move |request| {
            let target = request.headers.lines().find_map(|line| line.strip_prefix("x-amz-target: "))?;
            let operation = target.strip_prefix("secretsmanager.")?.to_owned();
            let body: Value = serde_json::from_slice(&request.body).ok()?;
            let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
            state.asked.push(operation.clone());
            let nth = state.asked.iter().filter(|asked| **asked == operation).count();
            match fault(&operation, nth) {
                None => Some(state.answer(&operation, &body)),
                Some(Fault::Refused(status, code, message)) => Some(refusal(status, code, message)),
                Some(Fault::Repeated) => {
                    let sent = body["SecretString"].as_str().unwrap_or_default();
                    Some(refusal(400, "InvalidParameterException", &format!("cannot take {sent}")))
                }
                Some(Fault::AnswerLost) => {
                    state.answer(&operation, &body);
                    None
                }
                Some(Fault::AnswerLate) => {
                    let answer = state.answer(&operation, &body);
                    drop(state);
                    wait_for("end of the fault", Duration::from_mins(1), || {
                        if fault(&operation, nth).is_none() { Ok(()) } else { Err("not yet") }
                    });
                    Some(answer)
                }
                Some(Fault::NoAnswer) => None,
                Some(Fault::Overtaken(value)) => {
                    state.write(value, "another-run");
                    Some(state.answer(&operation, &body))
                }
            }
        });
        Self { server, state }
    }

    /// Its address.
    pub(super) fn url(&self) -> String {
        self.server.url()
    }

    /// What was asked since the last time.
    pub(super) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner).asked)
    }

    /// Whether an operation was asked since the last time.
    pub(super) fn has_asked(&self, operation: &str) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.asked.iter().any(|asked| asked == operation)
    }

    /// The calls that change something, of those.
    pub(super) fn changed(&self) -> Vec<String> {
        let reads = |asked: &String| asked.starts_with("describe") || asked.starts_with("get");
        self.asked().into_iter().filter(|asked| !reads(asked)).collect()
    }

    /// The value, and how many versions there were.
    pub(super) fn stored(&self) -> (Option<String>, usize) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.value.clone(), state.versions.len())
    }
}

/// A refusal in AWS's form.
fn refusal(status: u16, code: &str, message: &str) -> HttpAnswer {
    let body = json!({"__type": code, "message": message});
    (status, JSON, body.to_string().into_bytes())
}

impl State {
    /// A secret that holds `value`, and is described with `shown` beside.
    pub(super) fn holding(value: &str, shown: Value) -> Self {
        let Value::Object(shown) = shown else { panic!("an object") };
        Self { value: Some(value.to_owned()), versions: vec!["before".to_owned()], shown, ..Self::default() }
    }

    /// The same token with the same value is one version.
    fn write(&mut self, value: &str, token: &str) {
        if !self.versions.iter().any(|version| version == token) {
            self.versions.push(token.to_owned());
        }
        self.value = Some(value.to_owned());
    }

    fn answer(&mut self, operation: &str, body: &Value) -> HttpAnswer {
        let token = body["ClientRequestToken"].as_str().unwrap_or_default().to_owned();
        let name = "arn:aws:secretsmanager:us-east-1:123456789012:secret:chalk-AbCdEf";
        let version = self.versions.last().cloned().unwrap_or_default();
        if self.value.is_none() && operation != "createsecret" {
            return refusal(
                400,
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret.",
            );
        }
        let mut answer = json!({"ARN": name, "Name": "chalk"});
        match operation {
            "describesecret" => {
                let Value::Object(shown) = &mut answer else { return (500, JSON, Vec::new()) };
                shown.extend(self.shown.clone());
                answer["VersionIdsToStages"] = json!({version: ["AWSCURRENT"]});
            }
            "getsecretvalue" => {
                answer["SecretString"] = json!(self.value);
                answer["VersionId"] = json!(version);
            }
            // AWS ignores a request whose token and value it has seen.
            "createsecret" if self.value.is_some() && !self.versions.contains(&token) => {
                return refusal(
                    400,
                    "ResourceExistsException",
                    "The operation failed because the secret already exists.",
                );
            }
            "createsecret" | "putsecretvalue" | "updatesecret" | "tagresource" => {
                if let Some(value) = body["SecretString"].as_str() {
                    self.write(value, &token);
                }
                for key in ["Description", "KmsKeyId", "Tags"] {
                    if !body[key].is_null() {
                        self.shown.insert(key.to_owned(), body[key].clone());
                    }
                }
            }
            "restoresecret" => drop(self.shown.remove("DeletedDate")),
            "replicatesecrettoregions" => {
                let regions = body["AddReplicaRegions"].as_array().expect("Regions").iter();
                let copies = regions.map(|one| json!({"Region": one["Region"], "Status": "InSync"}));
                self.shown.insert("ReplicationStatus".to_owned(), copies.collect());
            }
            _ => return refusal(400, "UnknownOperationException", operation),
        }
        // What a later version of the service may add is passed over.
        answer["FieldOfTomorrow"] = json!({"a": 1});
        (200, JSON, answer.to_string().into_bytes())
    }
}
