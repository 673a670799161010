//go:build !linux

package postgres

import "syscall"

// dieWithParent does nothing here: only Linux can. After a kill -9 the next
// Start finds PostgreSQL's own lock.
func dieWithParent(*syscall.SysProcAttr) {}
