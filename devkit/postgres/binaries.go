package postgres

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// BinDir finds the PostgreSQL programs: the directory named by PG_BINDIR, else
// the newest version Debian's packages installed, else the one on PATH. The
// error says how to install them.
func BinDir() (string, error) {
	if dir := os.Getenv("PG_BINDIR"); dir != "" {
		if !hasPrograms(dir) {
			return "", errors.New("PG_BINDIR names " + dir + ", which holds no postgres and initdb")
		}
		return dir, nil
	}
	if dir := newestPackaged("/usr/lib/postgresql"); dir != "" {
		return dir, nil
	}
	if program, err := exec.LookPath("postgres"); err == nil {
		// PATH often holds a link; initdb lies beside what it points to.
		if program, err = filepath.EvalSymlinks(program); err == nil && hasPrograms(filepath.Dir(program)) {
			return filepath.Dir(program), nil
		}
	}
	return "", errors.New("no PostgreSQL on this machine: install the package postgresql, " +
		"or name the directory of its programs in PG_BINDIR")
}

// newestPackaged looks into directories named by major version, as Debian lays them out.
func newestPackaged(root string) string {
	found, newest := "", -1
	dirs, _ := filepath.Glob(filepath.Join(root, "*", "bin"))
	for _, dir := range dirs {
		version, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
		if err == nil && version > newest && hasPrograms(dir) {
			found, newest = dir, version
		}
	}
	return found
}

func hasPrograms(dir string) bool {
	for _, name := range []string{"postgres", "initdb"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}
