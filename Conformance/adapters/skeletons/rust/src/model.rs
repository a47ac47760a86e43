//! Reads of an ONNX model what a graph of plain nodes needs. ONNX's onnx.proto says what the fields'
//! numbers mean.

use crate::failure::{fail, refuse, Failure, Outcome};
use crate::operators::{find, Operator};
use crate::protobuf::{Field, Message};
use crate::values::{Elements, Tensor, ELEMENT_TYPES};
use std::collections::HashSet;

pub struct Node {
    pub operator: &'static Operator,
    pub inputs: Vec<String>,
    pub output: String,
}

pub struct Model {
    /// Name and element type.
    pub inputs: Vec<(String, &'static str)>,
    /// Initializers; that of an input's name is the input's default.
    pub constants: Vec<(String, Tensor)>,
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
    if graph.all(15).next().is_some() {
        return refuse("Sparse initializers are not read here.");
    }
    let constants = graph.all(5).map(constant).collect::<Outcome<Vec<_>>>()?;
    let inputs = graph.all(11).map(port).collect::<Outcome<Vec<_>>>()?;
    let nodes = graph.all(1).map(node).collect::<Outcome<Vec<_>>>()?;
    let outputs = graph
        .all(12)
        .map(|info| Ok(port(info)?.0))
        .collect::<Outcome<Vec<_>>>()?;
    let mut known: HashSet<&str> = inputs.iter().map(|input| input.0.as_str()).collect();
    known.extend(constants.iter().map(|constant| constant.0.as_str()));
    for node in &nodes {
        check(&node.inputs, &known)?;
        known.insert(&node.output);
    }
    check(&outputs, &known)?;
    Ok(Model {
        inputs,
        constants,
        nodes,
        outputs,
    })
}

fn check(names: &[String], known: &HashSet<&str>) -> Outcome<()> {
    match names.iter().find(|name| !known.contains(name.as_str())) {
        Some(name) => fail("import", format!("Nothing gives the value '{name}'.")),
        None => Ok(()),
    }
}

/// TensorProto: dims 1, data_type 2, float_data 4, int64_data 7, name 8, raw_data 9, data_location 14.
fn constant(message: &Field) -> Outcome<(String, Tensor)> {
    let tensor = Message::read(message.bytes)?;
    let type_name = type_name(tensor.integer(2), "An initializer")?;
    if tensor.integer(14) != 0 {
        return refuse("External data are not read here.");
    }
    let Some(shape) = tensor
        .integers(1)?
        .into_iter()
        .map(|dim| usize::try_from(dim).ok())
        .collect()
    else {
        return fail("load", "An initializer has an extent that is no size.");
    };
    let integers = tensor.integers(7)?;
    if type_name == "int64" && !integers.is_empty() {
        let elements = Elements::Int64(integers.into_iter().map(|bits| bits as i64).collect());
        return Ok((tensor.text(8), Tensor::new(shape, elements)?));
    }
    // Raw bytes, or those of floats, in one field or in many.
    let bytes: Vec<u8> = tensor
        .all(9)
        .chain(tensor.all(4))
        .flat_map(|field| field.bytes.to_vec())
        .collect();
    Ok((
        tensor.text(8),
        Tensor::from_bytes(type_name, shape, &bytes)?,
    ))
}

/// ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. TypeProto.Tensor: elem_type 1.
fn port(info: &Field) -> Outcome<(String, &'static str)> {
    let info = Message::read(info.bytes)?;
    let name = info.text(1);
    let declared = Message::read(info.all(2).last().map_or(&[], |field| field.bytes))?;
    let Some(tensor) = declared.all(1).last() else {
        return refuse(format!(
            "'{name}' is no tensor, and there are only tensors here."
        ));
    };
    let type_name = type_name(
        Message::read(tensor.bytes)?.integer(1),
        &format!("'{name}'"),
    )?;
    Ok((name, type_name))
}

fn type_name(code: u64, subject: &str) -> Outcome<&'static str> {
    match ELEMENT_TYPES.iter().find(|known| known.1 == code) {
        Some(known) => Ok(known.0),
        None => refuse(format!(
            "{subject} has an element type that is not done here: number {code}."
        )),
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
    let found = if domain == "ai.onnx" {
        find(&node.text(4))
    } else {
        None
    };
    let Some(operator) = found else {
        return Err(Failure::Unsupported(
            Some(name),
            "There is no kernel.".into(),
        ));
    };
    if node.all(5).next().is_some() {
        return Err(Failure::Unsupported(
            Some(name),
            "Attributes are not read here.".into(),
        ));
    }
    let inputs: Vec<String> = node.all(1).map(Field::text).collect();
    if inputs.len() != operator.input_count || node.all(2).count() != 1 {
        let message = format!(
            "{name} takes {} inputs and gives one output.",
            operator.input_count
        );
        return fail("import", message);
    }
    Ok(Node {
        operator,
        inputs,
        output: node.text(2),
    })
}
