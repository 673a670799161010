//go:build !linux

package rig

import "syscall"

// dieWithParent does nothing here: only Linux can.
func dieWithParent(*syscall.SysProcAttr) {}
