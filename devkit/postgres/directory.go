package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// maxSocketDir keeps the socket's path within sun_path: 107 bytes and a NUL on Linux.
const maxSocketDir = 107 - len("/.s.PGSQL.5432.lock")

// prepare makes the base directory, takes its lock and chooses the socket's place.
func (s *Server) prepare(dir string, who account) error {
	if dir == "" {
		root, err := TempRoot()
		if err != nil {
			return err
		}
		sweep(root)
		if dir, err = os.MkdirTemp(root, tempPrefix); err != nil {
			return fmt.Errorf("make a temporary directory: %w", err)
		}
		s.remove = append(s.remove, dir)
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("place the database: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("make the way to the database directory: %w", err)
	}
	if at := who.blockedAt(filepath.Dir(dir)); at != "" {
		return fmt.Errorf("the database server's user cannot pass through %s to reach %s: choose another directory", at, dir)
	}
	if err := own(dir, who); err != nil {
		return err
	}
	s.base, s.socket = dir, dir
	if s.lock, err = lockFile(filepath.Join(dir, "lock")); err != nil {
		return err
	}
	if len(dir) <= maxSocketDir {
		return nil
	}
	root, err := TempRoot()
	if err != nil {
		return err
	}
	if s.socket, err = os.MkdirTemp(root, tempPrefix); err != nil {
		return fmt.Errorf("make a directory for the socket: %w", err)
	}
	s.remove = append(s.remove, s.socket)
	return own(s.socket, who)
}

// Remove deletes a database directory, if there is one. ErrInUse: a server runs on it.
func Remove(dir string) error {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	lock, err := lockFile(filepath.Join(dir, "lock"))
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("remove the database directory: %w", err)
	}
	return nil
}

// own makes dir the account's own, closed to others. It refuses a directory
// that already belongs to a third user: under /var/tmp somebody else may have
// put it there to read the data.
func own(dir string, who account) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the database directory: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at the database directory: %w", err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || ok && stat.Uid != who.uid && stat.Uid != uint32(os.Geteuid()) {
		return fmt.Errorf("%s belongs to somebody else, or is no directory", dir)
	}
	if who.dropped {
		if err := os.Chown(dir, int(who.uid), int(who.gid)); err != nil {
			return fmt.Errorf("hand the database directory to the server's user: %w", err)
		}
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("close the database directory: %w", err)
	}
	return nil
}

// ErrInUse says that another process runs a server on the same directory.
var ErrInUse = errors.New("another process is running a database on this directory")

// lockFile takes the lock, which the kernel frees when this process ends in any way.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		owner := make([]byte, 20)
		n, _ := f.ReadAt(owner, 0)
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w: %s (process %s)", ErrInUse, filepath.Dir(path), owner[:n])
		}
		return nil, fmt.Errorf("take the lock file: %w", err)
	}
	if err := errors.Join(f.Truncate(0), writeAt(f, fmt.Sprint(os.Getpid()))); err != nil {
		f.Close()
		return nil, fmt.Errorf("write the lock file: %w", err)
	}
	return f, nil
}

func writeAt(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// createData runs initdb into a neighbour and renames it, so that an
// interrupted initdb is never mistaken for a database.
func (s *Server) createData(ctx context.Context, o Options, who account, tail *logTail) error {
	if _, err := os.Stat(s.data()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fresh := s.data() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("remove an unfinished database: %w", err)
	}
	args := []string{"-D", fresh, "-U", Superuser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"}
	if o.Unsafe {
		args = append(args, "--no-sync")
	}
	initdb := exec.CommandContext(ctx, filepath.Join(o.Bin, "initdb"), args...)
	initdb.SysProcAttr, initdb.Dir, initdb.Env = who.attributes(), "/", environment()
	initdb.Stdout, initdb.Stderr = tail, tail
	if err := initdb.Run(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, tail)
	}
	if err := os.Rename(fresh, s.data()); err != nil {
		return fmt.Errorf("put the new database in place: %w", err)
	}
	return nil
}
