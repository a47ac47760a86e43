//! Values in memory, in messages, and on the way between them.

use crate::failure::{fail, refuse, Outcome};
use crate::json::{object, text, Json};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// To add an element type: a case here and a line in each match that the compiler then asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Elements {
    Float(Vec<f32>),
    Int64(Vec<i64>),
}

/// Element types by name, and by their number in ONNX's TensorProto.DataType.
pub const ELEMENT_TYPES: [(&str, u64); 2] = [("float", 1), ("int64", 7)];

/// Row-major.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    pub shape: Vec<usize>,
    pub elements: Elements,
}

impl Tensor {
    pub fn type_name(&self) -> &'static str {
        match self.elements {
            Elements::Float(_) => "float",
            Elements::Int64(_) => "int64",
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match &self.elements {
            Elements::Float(values) => values.iter().flat_map(|v| v.to_le_bytes()).collect(),
            Elements::Int64(values) => values.iter().flat_map(|v| v.to_le_bytes()).collect(),
        }
    }

    /// Of as many elements as the shape has.
    pub fn new(shape: Vec<usize>, elements: Elements) -> Outcome<Tensor> {
        let count = match &elements {
            Elements::Float(values) => values.len(),
            Elements::Int64(values) => values.len(),
        };
        if element_count(&shape)? != count {
            return fail(
                "load",
                format!("{count} elements do not fill the shape {shape:?}."),
            );
        }
        Ok(Tensor { shape, elements })
    }

    /// Of little-endian elements.
    pub fn from_bytes(type_name: &str, shape: Vec<usize>, bytes: &[u8]) -> Outcome<Tensor> {
        match type_name {
            "float" if bytes.len() % 4 == 0 => Tensor::new(
                shape,
                Elements::Float(chunks(bytes).map(f32::from_le_bytes).collect()),
            ),
            "int64" if bytes.len() % 8 == 0 => Tensor::new(
                shape,
                Elements::Int64(chunks(bytes).map(i64::from_le_bytes).collect()),
            ),
            _ => fail(
                "load",
                format!("{} bytes are no elements of {type_name}.", bytes.len()),
            ),
        }
    }
}

fn chunks<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> + '_ {
    bytes
        .chunks_exact(N)
        .filter_map(|chunk| chunk.try_into().ok())
}

pub fn element_count(shape: &[usize]) -> Outcome<usize> {
    if shape.contains(&0) {
        return Ok(0);
    }
    match shape
        .iter()
        .try_fold(1usize, |count, dim| count.checked_mul(*dim))
    {
        // The host takes no payload beyond 4 GiB.
        Some(count) if count <= 4 << 30 => Ok(count),
        _ => fail(
            "memory",
            format!("The shape {shape:?} has too many elements."),
        ),
    }
}

/// Where bytes of tensors lie: in files of a scratch folder, or after a message's line.
#[derive(Default)]
pub struct Transport {
    pub scratch: Option<PathBuf>,
    received: Vec<u8>,
    taken: usize,
    sent: Vec<u8>,
}

impl Transport {
    /// A request with its payload; the reply's bytes are gathered anew.
    pub fn begin(&mut self, payload: Vec<u8>) {
        self.received = payload;
        self.taken = 0;
        self.sent.clear();
    }

    pub fn payload(&self) -> &[u8] {
        &self.received
    }

    /// The tensor that a message describes.
    pub fn read(&mut self, value: &Json) -> Outcome<Tensor> {
        let kind = value.text("kind")?;
        if kind != "tensor" {
            return refuse(format!("There are only tensors here, no {kind}."));
        }
        let type_name = value.text("type")?;
        if !ELEMENT_TYPES.iter().any(|known| known.0 == type_name) {
            return refuse(format!("The element type {type_name} is not done here."));
        }
        let Some(shape) = value.array("shape")?.iter().map(Json::as_size).collect() else {
            return fail("protocol", "A shape has an extent that is no size.");
        };
        let bytes = self.take(value, value.size("bytes")?)?;
        Tensor::from_bytes(type_name, shape, &bytes)
    }

    fn take(&mut self, value: &Json, count: usize) -> Outcome<Vec<u8>> {
        let Some(scratch) = &self.scratch else {
            let Some(end) = self
                .taken
                .checked_add(count)
                .filter(|e| *e <= self.received.len())
            else {
                return fail(
                    "protocol",
                    format!("A tensor has {count} bytes, which the payload lacks."),
                );
            };
            let bytes = self.received[self.taken..end].to_vec();
            self.taken = end;
            return Ok(bytes);
        };
        if count == 0 {
            return Ok(Vec::new());
        }
        let name = value.text("file")?;
        if name.is_empty() || name.starts_with('.') || name.contains('/') {
            return fail(
                "protocol",
                format!("'{name}' is no file of the scratch folder."),
            );
        }
        let offset = value.size("offset")? as u64;
        let mut bytes = Vec::new();
        let read = File::open(scratch.join(name)).and_then(|mut file| {
            file.seek(SeekFrom::Start(offset))?;
            file.take(count as u64).read_to_end(&mut bytes)
        });
        match read {
            Ok(found) if found == count => Ok(bytes),
            Ok(found) => fail(
                "protocol",
                format!("'{name}' has {found} of {count} bytes."),
            ),
            Err(error) => fail("protocol", format!("'{name}' can't be read: {error}.")),
        }
    }

    /// All of a payload belongs to a tensor.
    pub fn finish_reading(&self) -> Outcome<()> {
        match self.received.len() - self.taken {
            0 => Ok(()),
            count => fail(
                "protocol",
                format!("{count} bytes of the payload belong to no tensor."),
            ),
        }
    }

    /// Describes a tensor for a reply, and notes its bytes.
    pub fn write(&mut self, tensor: &Tensor) -> Json {
        let bytes = tensor.bytes();
        let shape = tensor
            .shape
            .iter()
            .map(|dim| Json::Integer(*dim as i64))
            .collect();
        let mut value = object([
            ("kind", text("tensor")),
            ("type", text(tensor.type_name())),
            ("shape", Json::Array(shape)),
            ("bytes", Json::Integer(bytes.len() as i64)),
        ]);
        if let (Json::Object(members), true) = (&mut value, self.scratch.is_some()) {
            members.push(("file".into(), text("out.bin")));
            members.push(("offset".into(), Json::Integer(self.sent.len() as i64)));
        }
        self.sent.extend(bytes);
        value
    }

    /// Writes what the reply refers to, and returns what has to follow its line.
    pub fn finish_writing(&mut self) -> Outcome<Vec<u8>> {
        let sent = std::mem::take(&mut self.sent);
        let Some(scratch) = &self.scratch else {
            return Ok(sent);
        };
        // Written over, not cut: some file systems write to the disk at once when a file is cut.
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(scratch.join("out.bin"));
        match file.and_then(|mut file| file.write_all(&sent)) {
            Ok(()) => Ok(Vec::new()),
            Err(error) => fail(
                "readback",
                format!("The scratch file can't be written: {error}."),
            ),
        }
    }
}
