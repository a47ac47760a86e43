//! What each operator computes. To add one: write its function, and give it a line in OPERATORS.

use crate::failure::{fail, Outcome};
use crate::values::{element_count, Elements, Tensor};

pub struct Operator {
    pub name: &'static str,
    pub input_count: usize,
    pub evaluate: fn(&[&Tensor]) -> Outcome<Tensor>,
}

pub const OPERATORS: &[Operator] = &[Operator {
    name: "Add",
    input_count: 2,
    evaluate: add,
}];

pub fn find(name: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|operator| operator.name == name)
}

fn add(inputs: &[&Tensor]) -> Outcome<Tensor> {
    binary(inputs[0], inputs[1], |a, b| a + b, i64::wrapping_add)
}

/// Two tensors of one type, with ONNX's broadcasting.
fn binary(
    a: &Tensor,
    b: &Tensor,
    of_floats: fn(f32, f32) -> f32,
    of_integers: fn(i64, i64) -> i64,
) -> Outcome<Tensor> {
    let shape = broadcast(&a.shape, &b.shape)?;
    let (of_a, of_b) = (places(&a.shape, &shape)?, places(&b.shape, &shape)?);
    let pairs = of_a.into_iter().zip(of_b);
    let elements = match (&a.elements, &b.elements) {
        (Elements::Float(a), Elements::Float(b)) => {
            Elements::Float(pairs.map(|(i, j)| of_floats(a[i], b[j])).collect())
        }
        (Elements::Int64(a), Elements::Int64(b)) => {
            Elements::Int64(pairs.map(|(i, j)| of_integers(a[i], b[j])).collect())
        }
        _ => {
            return fail(
                "run",
                "The inputs have two element types, and have to share one.",
            )
        }
    };
    Ok(Tensor { shape, elements })
}

/// Extents are matched from the last on; what is not there is 1.
fn broadcast(a: &[usize], b: &[usize]) -> Outcome<Vec<usize>> {
    let rank = a.len().max(b.len());
    let pairs = padded(a, rank).into_iter().zip(padded(b, rank));
    pairs
        .map(|pair| match pair {
            (1, extent) | (extent, 1) => Ok(extent),
            (one, other) if one == other => Ok(one),
            _ => fail(
                "run",
                format!("The shapes {a:?} and {b:?} can't be broadcast."),
            ),
        })
        .collect()
}

fn padded(shape: &[usize], rank: usize) -> Vec<usize> {
    let mut padded = vec![1; rank - shape.len()];
    padded.extend(shape);
    padded
}

/// For each element of a result of this shape, in order, where the tensor's element lies.
fn places(shape: &[usize], result: &[usize]) -> Outcome<Vec<usize>> {
    let shape = padded(shape, result.len());
    let mut places = vec![0; element_count(result)?.min(1)];
    // Axis by axis, each place becomes a row of them.
    for (dim, extent) in shape.iter().zip(result) {
        let step = usize::from(*dim != 1);
        places = places
            .iter()
            .flat_map(|place| (0..*extent).map(move |i| place * dim + i * step))
            .collect();
    }
    Ok(places)
}
