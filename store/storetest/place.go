package storetest

import (
	"os"
	"path/filepath"
	"syscall"

	"github.com/xianjie-hub/xianjie/devkit/postgres"
)

// memoryRoot holds files in memory on Linux. A clone takes 50 ms there, and
// more than half a second on a disk that is slow to create three hundred files.
const memoryRoot = "/dev/shm"

// enough memory for the server and a few dozen clones of 10 MB at a time;
// containers often come with 64 MB only.
const enough = 2 << 30

// roots are the directories in which a run's directory may lie, best first.
func roots() ([]string, error) {
	temp, err := postgres.TempRoot()
	if err != nil {
		return nil, err
	}
	var space syscall.Statfs_t
	if err := syscall.Statfs(memoryRoot, &space); err != nil || uint64(space.Blocks)*uint64(space.Bsize) < enough {
		return []string{temp}, nil
	}
	return []string{memoryRoot, temp}, nil
}

// place finds the run's directory where an earlier process of the run put it,
// else chooses the first root with room.
func place(roots []string, run string) string {
	for _, root := range roots {
		dir := filepath.Join(root, runDirPrefix+run)
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
	}
	for _, root := range roots {
		var space syscall.Statfs_t
		if err := syscall.Statfs(root, &space); err == nil && uint64(space.Bavail)*uint64(space.Bsize) >= enough {
			return filepath.Join(root, runDirPrefix+run)
		}
	}
	return filepath.Join(roots[len(roots)-1], runDirPrefix+run)
}
