package rig

import "syscall"

// dieWithParent asks the kernel to end the child when its parent is gone.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGTERM }
