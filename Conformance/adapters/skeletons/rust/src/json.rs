//! Reads and writes JSON (RFC 8259). What can't be read ends the request in phase `protocol`.

use crate::failure::{fail, Outcome};
use std::fmt::Write;

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Boolean(bool),
    /// A number without fraction or exponent that fits.
    Integer(i64),
    Number(f64),
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// An object of these members.
pub fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(
        members
            .map(|(name, value)| (name.to_string(), value))
            .into(),
    )
}

pub fn text(text: impl Into<String>) -> Json {
    Json::Text(text.into())
}

impl Json {
    pub fn member(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => members.iter().find(|m| m.0 == name).map(|m| &m.1),
            _ => None,
        }
    }

    fn required<'a, T>(&'a self, name: &str, read: impl Fn(&'a Json) -> Option<T>) -> Outcome<T> {
        match self.member(name).map(read) {
            None => fail("protocol", format!("The request lacks '{name}'.")),
            Some(None) => fail(
                "protocol",
                format!("The request's '{name}' is of another kind."),
            ),
            Some(Some(value)) => Ok(value),
        }
    }

    pub fn integer(&self, name: &str) -> Outcome<i64> {
        self.required(name, |value| match value {
            Json::Integer(integer) => Some(*integer),
            _ => None,
        })
    }

    /// An integer that is not negative.
    pub fn size(&self, name: &str) -> Outcome<usize> {
        self.required(name, Json::as_size)
    }

    pub fn as_size(&self) -> Option<usize> {
        match self {
            Json::Integer(integer) => usize::try_from(*integer).ok(),
            _ => None,
        }
    }

    pub fn text(&self, name: &str) -> Outcome<&str> {
        self.required(name, |value| match value {
            Json::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    pub fn array(&self, name: &str) -> Outcome<&[Json]> {
        self.required(name, |value| match value {
            Json::Array(items) => Some(items.as_slice()),
            _ => None,
        })
    }

    pub fn write(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Integer(value) => out.push_str(&value.to_string()),
            Json::Number(value) => out.push_str(&value.to_string()),
            Json::Text(text) => write_text(text, out),
            Json::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    item.write(out);
                }
                out.push(']');
            }
            Json::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    write_text(name, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\0'..='\x1f' => write!(out, "\\u{:04x}", character as u32).unwrap_or(()),
            _ => out.push(character),
        }
    }
    out.push('"');
}

pub fn read(line: &[u8]) -> Outcome<Json> {
    let Ok(line) = std::str::from_utf8(line) else {
        return fail("protocol", "The request is no UTF-8.");
    };
    let mut reader = Reader {
        text: line.as_bytes(),
        at: 0,
        depth: 0,
    };
    let value = reader.value()?;
    reader.skip_space();
    if reader.at < reader.text.len() {
        return reader.stop("the end");
    }
    Ok(value)
}

/// Deeper ones are no messages of the protocol, and would use up the stack.
const DEEPEST: usize = 64;

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn stop<T>(&self, expected: &str) -> Outcome<T> {
        let message = format!(
            "The request is no JSON: {expected} is expected at byte {}.",
            self.at
        );
        fail("protocol", message)
    }

    fn next(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.next().is_some_and(|byte| b" \t\r\n".contains(&byte)) {
            self.at += 1;
        }
    }

    /// Whether this comes next; it is then behind us.
    fn takes(&mut self, word: &str) -> bool {
        let found = self.text[self.at..].starts_with(word.as_bytes());
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn value(&mut self) -> Outcome<Json> {
        self.skip_space();
        match self.next() {
            Some(b'{') => self.members("}").map(Json::Object),
            Some(b'[') => {
                let items = self.members("]")?;
                Ok(Json::Array(items.into_iter().map(|item| item.1).collect()))
            }
            Some(b'"') => self.string().map(Json::Text),
            _ if self.takes("null") => Ok(Json::Null),
            _ if self.takes("true") => Ok(Json::Boolean(true)),
            _ if self.takes("false") => Ok(Json::Boolean(false)),
            _ => self.number(),
        }
    }

    /// Members of an object, or items of an array with empty names.
    fn members(&mut self, close: &str) -> Outcome<Vec<(String, Json)>> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return fail("protocol", "The request is nested too deeply.");
        }
        let mut members = Vec::new();
        self.skip_space();
        let mut goes_on = !self.takes(close);
        while goes_on {
            let mut name = String::new();
            if close == "}" {
                self.skip_space();
                name = self.string()?;
                self.skip_space();
                if !self.takes(":") {
                    return self.stop("a colon");
                }
            }
            members.push((name, self.value()?));
            self.skip_space();
            goes_on = self.takes(",");
            if !goes_on && !self.takes(close) {
                return self.stop("a comma, or the end of what was opened");
            }
        }
        self.depth -= 1;
        Ok(members)
    }

    fn string(&mut self) -> Outcome<String> {
        if !self.takes("\"") {
            return self.stop("a text");
        }
        let mut bytes = Vec::new();
        loop {
            match self.next() {
                None => return self.stop("the end of a text"),
                Some(b'"') => break,
                Some(b'\\') => {
                    let mut buffer = [0; 4];
                    bytes.extend(self.escape()?.encode_utf8(&mut buffer).bytes());
                }
                Some(0..=0x1f) => return self.stop("no control character"),
                Some(byte) => {
                    bytes.push(byte);
                    self.at += 1;
                }
            }
        }
        self.at += 1;
        // The line is UTF-8, and only whole characters were put in.
        String::from_utf8(bytes).or_else(|_| self.stop("UTF-8"))
    }

    fn escape(&mut self) -> Outcome<char> {
        self.at += 1;
        let name = self.next();
        self.at += 1;
        Ok(match name {
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(byte @ (b'"' | b'\\' | b'/')) => byte as char,
            Some(b'u') => {
                let mut code = self.hexadecimal()?;
                if (0xd800..0xdc00).contains(&code) && self.takes("\\u") {
                    let low = self.hexadecimal()?;
                    let is_pair = (0xdc00..0xe000).contains(&low);
                    code = if is_pair {
                        0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00)
                    } else {
                        0xfffd
                    };
                }
                // Half of a pair is no character.
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return self.stop("a character that may be escaped"),
        })
    }

    fn hexadecimal(&mut self) -> Outcome<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = self.next().and_then(|byte| (byte as char).to_digit(16)) else {
                return self.stop("a hexadecimal digit");
            };
            code = code << 4 | digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.next().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at > start
    }

    fn number(&mut self) -> Outcome<Json> {
        let start = self.at;
        let mut is_whole = true;
        self.takes("-");
        let mut is_number = self.takes("0") || self.digits();
        if self.takes(".") {
            is_whole = false;
            is_number &= self.digits();
        }
        if self.takes("e") || self.takes("E") {
            is_whole = false;
            let _ = self.takes("+") || self.takes("-");
            is_number &= self.digits();
        }
        let written = std::str::from_utf8(&self.text[start..self.at]).unwrap_or("");
        match (is_whole, written.parse::<i64>(), written.parse::<f64>()) {
            (true, Ok(integer), _) if is_number => Ok(Json::Integer(integer)),
            (_, _, Ok(number)) if is_number => Ok(Json::Number(number)),
            _ => self.stop("a value"),
        }
    }
}
