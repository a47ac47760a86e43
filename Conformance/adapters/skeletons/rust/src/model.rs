//! Reads of an ONNX model what a graph of plain nodes needs: protobuf's wire format, field by field.
//!
//! https://protobuf.dev/programming-guides/encoding and ONNX's onnx.proto say what the numbers mean.

use crate::failure::{fail, refuse, Failure, Outcome};
use crate::operators::{find, Operator};
use crate::values::ELEMENT_TYPES;
use std::collections::HashSet;

pub struct Node {
    pub operator: &'static Operator,
    pub inputs: Vec<String>,
    pub output: String,
}

pub struct Model {
    /// Name and element type.
    pub inputs: Vec<(String, &'static str)>,
    /// In an order in which they can run.
    pub nodes: Vec<Node>,
    pub outputs: Vec<String>,
}

/// ModelProto: graph 7, functions 25.
pub fn read(file: &[u8]) -> Outcome<Model> {
    let file = Message::read(file)?;
    if file.all(25).next().is_some() {
        return refuse("Functions of a model are not read here.");
    }
    let Some(graph) = file.all(7).last() else {
        return fail("load", "The file holds no graph.");
    };
    // GraphProto: node 1, initializer 5, input 11, output 12, sparse_initializer 15.
    let graph = Message::read(graph.bytes)?;
    if graph.all(5).chain(graph.all(15)).next().is_some() {
        return refuse("Initializers are not read here.");
    }
    let inputs = graph.all(11).map(port).collect::<Outcome<Vec<_>>>()?;
    let nodes = graph.all(1).map(node).collect::<Outcome<Vec<_>>>()?;
    let outputs = graph.all(12).map(|info| Ok(port(info)?.0)).collect::<Outcome<Vec<_>>>()?;
    let mut known: HashSet<&str> = inputs.iter().map(|input| input.0.as_str()).collect();
    for node in &nodes {
        check(&node.inputs, &known)?;
        known.insert(&node.output);
    }
    check(&outputs, &known)?;
    Ok(Model { inputs, nodes, outputs })
}

fn check(names: &[String], known: &HashSet<&str>) -> Outcome<()> {
    match names.iter().find(|name| !known.contains(name.as_str())) {
        Some(name) => fail("import", format!("Nothing gives the value '{name}'.")),
        None => Ok(()),
    }
}

/// ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. TypeProto.Tensor: elem_type 1.
fn port(info: &Field) -> Outcome<(String, &'static str)> {
    let info = Message::read(info.bytes)?;
    let name = info.text(1);
    let declared = Message::read(info.all(2).last().map_or(&[], |field| field.bytes))?;
    let Some(tensor) = declared.all(1).last() else {
        return refuse(format!("'{name}' is no tensor, and there are only tensors here."));
    };
    let code = Message::read(tensor.bytes)?.all(1).last().map_or(0, |field| field.integer);
    match ELEMENT_TYPES.iter().find(|known| known.1 == code) {
        Some(known) => Ok((name, known.0)),
        None => refuse(format!("'{name}' has an element type that is not done here: number {code}.")),
    }
}

/// NodeProto: input 1, output 2, op_type 4, attribute 5, domain 7.
fn node(message: &Field) -> Outcome<Node> {
    let node = Message::read(message.bytes)?;
    let mut domain = node.text(7);
    if domain.is_empty() {
        domain = "ai.onnx".into();
    }
    let name = format!("{domain}:{}", node.text(4));
    let found = if domain == "ai.onnx" { find(&node.text(4)) } else { None };
    let Some(operator) = found else {
        return Err(Failure::Unsupported(Some(name), "There is no kernel.".into()));
    };
    if node.all(5).next().is_some() {
        return Err(Failure::Unsupported(Some(name), "Attributes are not read here.".into()));
    }
    let inputs: Vec<String> = node.all(1).map(Field::text).collect();
    if inputs.len() != operator.input_count || node.all(2).count() != 1 {
        let message = format!("{name} takes {} inputs and gives one output.", operator.input_count);
        return fail("import", message);
    }
    Ok(Node { operator, inputs, output: node.text(2) })
}

struct Field<'a> {
    number: u64,
    /// An integer, or the bytes of a text or message; the other is empty.
    integer: u64,
    bytes: &'a [u8],
}

impl Field<'_> {
    fn text(&self) -> String {
        String::from_utf8_lossy(self.bytes).into_owned()
    }
}

struct Message<'a>(Vec<Field<'a>>);

impl<'a> Message<'a> {
    fn read(mut rest: &'a [u8]) -> Outcome<Message<'a>> {
        let mut fields = Vec::new();
        while !rest.is_empty() {
            let tag = varint(&mut rest)?;
            let mut field = Field { number: tag >> 3, integer: 0, bytes: &[] };
            match tag & 7 {
                0 => field.integer = varint(&mut rest)?,
                1 => drop(take(&mut rest, 8)?),
                2 => {
                    let count = varint(&mut rest)?;
                    field.bytes = take(&mut rest, count)?;
                }
                5 => drop(take(&mut rest, 4)?),
                _ => return fail("load", "The model is no protobuf message."),
            }
            fields.push(field);
        }
        Ok(Message(fields))
    }

    fn all(&self, number: u64) -> impl Iterator<Item = &Field<'a>> {
        self.0.iter().filter(move |field| field.number == number)
    }

    /// The last of this number, as protobuf has it; empty where there is none.
    fn text(&self, number: u64) -> String {
        self.all(number).last().map_or(String::new(), Field::text)
    }
}

fn varint(rest: &mut &[u8]) -> Outcome<u64> {
    let mut result = 0;
    for shift in (0..64).step_by(7) {
        let Some((byte, after)) = rest.split_first() else { break };
        *rest = after;
        result |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Ok(result);
        }
    }
    fail("load", "The model ends within an integer, or has one of more than 64 bits.")
}

fn take<'a>(rest: &mut &'a [u8], count: u64) -> Outcome<&'a [u8]> {
    match usize::try_from(count).ok().filter(|count| *count <= rest.len()) {
        Some(count) => {
            let (taken, after) = rest.split_at(count);
            *rest = after;
            Ok(taken)
        }
        None => fail("load", format!("The model has a field of {count} bytes, beyond its end.")),
    }
}
