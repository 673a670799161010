package postgres

import "syscall"

// dieWithParent asks the kernel for a fast shutdown when the parent is gone.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }
