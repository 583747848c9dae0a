//! The two real adapters of the `SearchIndex` port: Tantivy (embedded) and OpenSearch (a cluster).
