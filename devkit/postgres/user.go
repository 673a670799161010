package postgres

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is whom the server runs as. PostgreSQL refuses to run as root.
type account struct {
	uid, gid uint32
	dropped  bool // the caller is root and becomes this account
}

// serverUser is the caller, unless that is root: then postgres, else nobody.
func serverUser() (account, error) {
	if os.Geteuid() != 0 {
		return account{uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uerr := strconv.ParseUint(u.Uid, 10, 32)
		gid, gerr := strconv.ParseUint(u.Gid, 10, 32)
		if uerr == nil && gerr == nil && uid != 0 {
			return account{uint32(uid), uint32(gid), true}, nil
		}
	}
	return account{}, errors.New("postgres does not run as root, and this machine has neither a user postgres nor a user nobody")
}

// attributes makes a child run as the account.
func (a account) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	if a.dropped {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

// blockedAt names the first directory on the way to path that the account
// cannot pass through, or nothing. Only what exists is looked at.
func (a account) blockedAt(path string) string {
	if !a.dropped {
		return "" // the caller reaches what it can create
	}
	blocked := ""
	for dir := filepath.Clean(path); ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err == nil && !a.mayPass(info) {
			blocked = dir
		}
		if dir == filepath.Dir(dir) {
			return blocked
		}
	}
}

func (a account) mayPass(info os.FileInfo) bool {
	mode := info.Mode().Perm()
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		switch {
		case owner.Uid == a.uid:
			return mode&0o100 != 0
		case owner.Gid == a.gid:
			return mode&0o010 != 0
		}
	}
	return mode&0o001 != 0
}

// Place gives the directory in which a server can keep the data that belong at
// preferred: preferred itself where the server's user can reach it, else a
// directory under /var/tmp that is always the same for this preferred path
// (a checkout below root's home, for example, is closed to everybody else).
func Place(preferred string) (string, error) {
	preferred, err := filepath.Abs(preferred)
	if err != nil {
		return "", fmt.Errorf("place the database: %w", err)
	}
	who, err := serverUser()
	if err != nil {
		return "", err
	}
	if who.blockedAt(filepath.Dir(preferred)) == "" {
		return preferred, nil
	}
	sum := sha256.Sum256([]byte(preferred))
	return filepath.Join("/var/tmp", "xianjie-"+hex.EncodeToString(sum[:6])), nil
}

// TempRoot is the first of the usual temporary directories that the server's
// user can pass through: TMPDIR may lie below root's home.
func TempRoot() (string, error) {
	who, err := serverUser()
	if err != nil {
		return "", err
	}
	for _, dir := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() && who.blockedAt(dir) == "" {
			return dir, nil
		}
	}
	return "", errors.New("no temporary directory that the database server's user can reach")
}
