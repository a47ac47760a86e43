//! An adapter: answers requests on standard input with replies on standard output. What the messages
//! mean is in PROTOCOL.md of wonnx-conform.

mod failure;
mod json;
mod model;
mod operators;
mod protobuf;
mod values;

use failure::{fail, Failure, Outcome};
use json::{object, text, Json};
use model::Model;
use operators::OPERATORS;
use std::collections::HashMap;
use std::io::{stdin, stdout, BufRead, Read, Write};
use values::{Transport, ELEMENT_TYPES};

/// What is declared: a case inside of it has to run. Change it with the runtime.
fn profile(transport: &str) -> Json {
    let types = ELEMENT_TYPES.map(|known| text(known.0));
    let operators = OPERATORS
        .iter()
        .map(|operator| text(operator.name))
        .collect();
    object([
        ("protocol", Json::Integer(1)),
        ("transport", text(transport)),
        ("name", text("skeleton")),
        ("version", text("0.1")),
        (
            "domains",
            object([(
                "ai.onnx",
                Json::Array(vec![Json::Integer(7), Json::Integer(26)]),
            )]),
        ),
        ("types", Json::Array(types.into())),
        ("features", Json::Array(vec![text("dynamic-shapes")])),
        ("operators", object([("ai.onnx", Json::Array(operators))])),
        ("deterministic", Json::Boolean(true)),
    ])
}

#[derive(Default)]
struct Adapter {
    transport: Transport,
    models: HashMap<i64, Model>,
    last_handle: i64,
}

impl Adapter {
    /// The reply without its seq, and the bytes that follow it.
    fn answer(&mut self, request: &Json) -> Outcome<(Json, Vec<u8>)> {
        let reply = match request.text("command")? {
            "start" => self.start(request)?,
            "prepare" => self.prepare(request)?,
            "run" => return Ok((self.run(request)?, self.transport.finish_writing()?)),
            "release" => {
                self.model(request)?;
                self.models.remove(&request.integer("handle")?);
                object([])
            }
            "stop" => object([]),
            other => return fail("protocol", format!("'{other}' is no command of version 1.")),
        };
        Ok((reply, Vec::new()))
    }

    fn start(&mut self, request: &Json) -> Outcome<Json> {
        let protocol = request.integer("protocol")?;
        if protocol != 1 {
            let message = format!("This adapter speaks version 1 of the protocol, not {protocol}.");
            return fail("protocol", message);
        }
        for transport in request.array("transports")? {
            self.transport = Transport::default();
            if *transport == text("file") {
                self.transport.scratch = Some(request.text("scratch")?.into());
                return Ok(profile("file"));
            }
            if *transport == text("inline") {
                return Ok(profile("inline"));
            }
        }
        fail("protocol", "No transport of the request is known here.")
    }

    fn prepare(&mut self, request: &Json) -> Outcome<Json> {
        let Some(source) = request.member("model") else {
            return fail("protocol", "The request lacks 'model'.");
        };
        let model = if source.member("path").is_some() {
            let path = source.text("path")?;
            match std::fs::read(path) {
                Ok(file) => model::read(&file)?,
                Err(error) => return fail("load", format!("'{path}' can't be read: {error}.")),
            }
        } else {
            match self.transport.payload().get(..source.size("bytes")?) {
                Some(file) => model::read(file)?,
                None => return fail("protocol", "The payload is shorter than the model."),
            }
        };
        self.last_handle += 1;
        self.models.insert(self.last_handle, model);
        Ok(object([("handle", Json::Integer(self.last_handle))]))
    }

    fn model(&self, request: &Json) -> Outcome<&Model> {
        let handle = request.integer("handle")?;
        match self.models.get(&handle) {
            Some(model) => Ok(model),
            None => fail(
                "protocol",
                format!("{handle} is no handle of a model that is prepared."),
            ),
        }
    }

    fn run(&mut self, request: &Json) -> Outcome<Json> {
        let mut values = HashMap::new();
        for input in request.array("inputs")? {
            let Some(value) = input.member("value") else {
                return fail("protocol", "An input lacks 'value'.");
            };
            values.insert(input.text("name")?.to_string(), self.transport.read(value)?);
        }
        self.transport.finish_reading()?;
        let model = self.model(request)?;
        for (name, constant) in &model.constants {
            values
                .entry(name.clone())
                .or_insert_with(|| constant.clone());
        }
        for (name, type_name) in &model.inputs {
            match values.get(name) {
                None => return fail("run", format!("The input '{name}' is missing.")),
                Some(value) if value.type_name() != *type_name => {
                    let message =
                        format!("The input '{name}' is no {type_name}, as the model has it.");
                    return fail("run", message);
                }
                Some(_) => {}
            }
        }
        for node in &model.nodes {
            // `model::read` has seen that each name has a value.
            let inputs: Vec<_> = node
                .inputs
                .iter()
                .filter_map(|name| values.get(name))
                .collect();
            let output = (node.operator.evaluate)(&inputs)?;
            values.insert(node.output.clone(), output);
        }
        let names = model.outputs.clone();
        let outputs = names.iter().filter_map(|name| {
            let value = self.transport.write(values.get(name)?);
            Some(object([("name", text(name)), ("value", value)]))
        });
        Ok(object([("outputs", Json::Array(outputs.collect()))]))
    }
}

fn failed(failure: Failure) -> Json {
    match failure {
        Failure::Error(phase, message) => object([(
            "error",
            object([("phase", text(phase)), ("message", text(message))]),
        )]),
        Failure::Unsupported(None, reason) => {
            object([("unsupported", object([("reason", text(reason))]))])
        }
        Failure::Unsupported(Some(operator), reason) => {
            let members = [("operator", text(operator)), ("reason", text(reason))];
            object([("unsupported", object(members))])
        }
    }
}

/// The bytes after a request's line.
fn payload(request: &Json, input: &mut impl Read) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    if request.member("payload").is_some() {
        let count = request.size("payload")?;
        let read = input.take(count as u64).read_to_end(&mut bytes);
        if read.ok() != Some(count) {
            return fail("protocol", "The payload ends early.");
        }
    }
    Ok(bytes)
}

fn main() -> std::io::Result<()> {
    let mut input = stdin().lock();
    let mut output = stdout().lock();
    let mut adapter = Adapter::default();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let request = json::read(&line);
        line.clear();
        let answered = request.and_then(|request| {
            let seq = request.integer("seq")?;
            let answer = payload(&request, &mut input).and_then(|payload| {
                adapter.transport.begin(payload);
                adapter.answer(&request)
            });
            let is_stop = request
                .text("command")
                .is_ok_and(|command| command == "stop");
            Ok((seq, is_stop, answer))
        });
        // A line that can't be read has no seq to repeat.
        let (seq, is_stop, answer) = answered.unwrap_or_else(|failure| (0, false, Err(failure)));
        let (mut reply, bytes) = answer.unwrap_or_else(|failure| (failed(failure), Vec::new()));
        if let Json::Object(members) = &mut reply {
            members.push(("seq".into(), Json::Integer(seq)));
            if !bytes.is_empty() {
                members.push(("payload".into(), Json::Integer(bytes.len() as i64)));
            }
        }
        let mut written = String::new();
        reply.write(&mut written);
        written.push('\n');
        output.write_all(written.as_bytes())?;
        output.write_all(&bytes)?;
        output.flush()?;
        if is_stop {
            break;
        }
    }
    Ok(())
}
