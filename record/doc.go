// Package record makes history checkable: every act of the office is an event
// (办理记录) in a hash chain of its subject, all chains are sequenced into one
// Merkle log, and its checkpoints leave the database.
//
// An event hashes commitments to its fields, not the fields, so a value can be
// destroyed by an audited act and the chain still holds. The byte layout is
// docs/adr/0003-event-format.md and never changes.
//
// The package knows no SQL. The store implements Source, Log and LogStore.
package record
