package blobs

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Clean removes uploads and remains of interrupted writes that nobody touched since
// before, and says how many. What is being written now is left alone.
func (s *Store) Clean(before time.Time) (int, error) {
	var removed int
	for _, sub := range []string{incomingDir, uploadsDir} {
		dir := filepath.Join(s.dir, sub)
		entries, err := os.ReadDir(dir)
		if err != nil {
			return removed, unavailable("clean evidence store", err)
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil || !info.Mode().IsRegular() || !info.ModTime().Before(before) {
				continue // gone meanwhile, or fresh
			}
			if removeIdle(filepath.Join(dir, e.Name())) {
				removed++
			}
		}
	}
	return removed, nil
}

// removeIdle removes a file that nobody holds.
func removeIdle(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return lock(f) && os.Remove(path) == nil
}

// lock takes the file for this open descriptor, across processes; the kernel
// lets go when it is closed or its process dies.
func lock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// Destroy overwrites a content and removes it. One that is not there is no error.
// Overwriting reaches the bytes on disk only where the file system writes in place;
// what it keeps beside (snapshots, journals, spare blocks of a drive) it does not.
func (s *Store) Destroy(d Digest) error {
	target := s.object(d)
	if err := overwrite(target); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unavailable("destroy evidence", err)
	}
	if err := os.Remove(target); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return unavailable("destroy evidence", err)
	}
	return syncDir(filepath.Dir(target))
}

func overwrite(path string) error {
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = io.CopyN(f, zeros{}, info.Size())
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
