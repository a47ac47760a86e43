//! Protobuf's wire format, field by field: https://protobuf.dev/programming-guides/encoding

use crate::failure::{fail, Outcome};

pub struct Field<'a> {
    number: u64,
    is_integer: bool,
    /// An integer, or the bytes of anything else; the other is empty.
    pub integer: u64,
    pub bytes: &'a [u8],
}

impl Field<'_> {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.bytes).into_owned()
    }
}

pub struct Message<'a>(Vec<Field<'a>>);

impl<'a> Message<'a> {
    pub fn read(mut rest: &'a [u8]) -> Outcome<Message<'a>> {
        let mut fields = Vec::new();
        while !rest.is_empty() {
            let tag = varint(&mut rest)?;
            let mut field = Field {
                number: tag >> 3,
                is_integer: tag & 7 == 0,
                integer: 0,
                bytes: &[],
            };
            match tag & 7 {
                0 => field.integer = varint(&mut rest)?,
                1 => field.bytes = take(&mut rest, 8)?,
                2 => {
                    let count = varint(&mut rest)?;
                    field.bytes = take(&mut rest, count)?;
                }
                5 => field.bytes = take(&mut rest, 4)?,
                _ => return fail("load", "The model is no protobuf message."),
            }
            fields.push(field);
        }
        Ok(Message(fields))
    }

    pub fn all(&self, number: u64) -> impl Iterator<Item = &Field<'a>> {
        self.0.iter().filter(move |field| field.number == number)
    }

    /// The last of this number, as protobuf has it; empty where there is none.
    pub fn text(&self, number: u64) -> String {
        self.all(number).last().map_or(String::new(), Field::text)
    }

    /// The last of this number; 0 where there is none.
    pub fn integer(&self, number: u64) -> u64 {
        self.all(number).last().map_or(0, |field| field.integer)
    }

    /// Those of a repeated field, packed or one by one.
    pub fn integers(&self, number: u64) -> Outcome<Vec<u64>> {
        let mut found = Vec::new();
        for field in self.all(number) {
            let mut rest = field.bytes;
            if field.is_integer {
                found.push(field.integer);
            }
            while !rest.is_empty() {
                found.push(varint(&mut rest)?);
            }
        }
        Ok(found)
    }
}

fn varint(rest: &mut &[u8]) -> Outcome<u64> {
    let mut result = 0;
    for shift in (0..64).step_by(7) {
        let Some((byte, after)) = rest.split_first() else {
            break;
        };
        *rest = after;
        result |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Ok(result);
        }
    }
    fail(
        "load",
        "The model ends within an integer, or has one of more than 64 bits.",
    )
}

fn take<'a>(rest: &mut &'a [u8], count: u64) -> Outcome<&'a [u8]> {
    match usize::try_from(count)
        .ok()
        .filter(|count| *count <= rest.len())
    {
        Some(count) => {
            let (taken, after) = rest.split_at(count);
            *rest = after;
            Ok(taken)
        }
        None => fail(
            "load",
            format!("The model has a field of {count} bytes, beyond its end."),
        ),
    }
}
