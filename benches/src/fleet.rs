//! Deployed functions that run in parallel, each started when it is first asked: what API Gateway and Lambda would do.

use crate::deployed;
use crate::function::{Function, Program};
use crate::request::Request;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Functions that run.
pub struct Fleet {
    built: PathBuf,
    environment: Vec<(String, String)>,
    running: HashMap<String, Function>,
}

/// Answer of a function, and its cost.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The answer as API Gateway gets it.
    pub answer: Value,
    /// CPU time that the function spent on the call.
    pub cpu: Duration,
}

impl Answered {
    /// The body, as JSON.
    pub fn body(&self) -> Result<Value> {
        let text = self.answer["body"].as_str().unwrap_or_default();
        if text.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_str(text)?) }
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.answer["headers"][name].as_str().or_else(|| self.answer["multiValueHeaders"][name][0].as_str())
    }
}

impl Fleet {
    /// Functions built into a folder, with this environment. None runs yet.
    pub fn new(built: &Path, environment: Vec<(String, String)>) -> Self {
        Self { built: built.to_owned(), environment, running: HashMap::new() }
    }

    async fn function(&mut self, binary: &str) -> Result<&mut Function> {
        if !self.running.contains_key(binary) {
            let path = deployed::path(&self.built, binary)?;
            let mut function = Function::start(&Program::binary(&path, &self.environment)).await?;
            function.start_up().await?;
            self.running.insert(binary.to_owned(), function);
        }
        self.running.get_mut(binary).context("not running")
    }

    /// Sends a request to its function. Fails if the function refuses it.
    pub async fn ask(&mut self, request: &Request) -> Result<Answered> {
        let function = self.function(request.binary).await?;
        let before = function.cpu()?;
        let answer = function.ask(&request.event()).await.with_context(|| request.path.clone())?;
        Ok(Answered { answer, cpu: function.cpu()?.saturating_sub(before) })
    }

    /// Hands a function an event that is no request.
    pub async fn invoke(&mut self, binary: &str, event: &Value) -> Result<Answered> {
        let function = self.function(binary).await?;
        let before = function.cpu()?;
        let answer = function.invoke(&event.to_string()).await?;
        Ok(Answered { answer, cpu: function.cpu()?.saturating_sub(before) })
    }

    /// Returns the most memory that any function held, in bytes.
    pub fn peak_memory(&self) -> Result<u64> {
        self.running.values().try_fold(0, |most, function| Ok(most.max(function.peak_memory()?)))
    }

    /// Ends all functions.
    pub async fn stop(self) {
        for function in self.running.into_values() {
            function.stop().await;
        }
    }
}
