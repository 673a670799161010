package blobs

import (
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
