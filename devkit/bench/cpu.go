package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// seconds of processor time.
type seconds float64

// tick is the unit of times in /proc: USER_HZ is 100 on every Linux that Go runs on.
const tick = 0.01

// cpuOf is the processor time of a process, of its living children and of the
// children it has waited for: PostgreSQL works in children of its first process.
func cpuOf(pid int) (seconds, error) {
	own, err := times(pid)
	if err != nil {
		return 0, err
	}
	total := own
	children, err := childrenOf(pid)
	if err != nil {
		return 0, err
	}
	for _, child := range children {
		if t, err := times(child); err == nil { // one that has just ended counts with its parent
			total += t
		}
	}
	return total, nil
}

// times reads utime, stime, cutime and cstime, fields 14–17 of proc(5).
func times(pid int) (seconds, error) {
	fields, err := stat(pid)
	if err != nil {
		return 0, err
	}
	var sum seconds
	for _, f := range fields[11:15] {
		v, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read processor time: %w", err)
		}
		sum += seconds(float64(v) * tick)
	}
	return sum, nil
}

// stat gives the fields of /proc/PID/stat after the name, which may hold spaces.
func stat(pid int) ([]string, error) {
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return nil, fmt.Errorf("read processor time: %w", err)
	}
	text := string(raw)
	fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
	if len(fields) < 20 {
		return nil, fmt.Errorf("read processor time: %q is short", text)
	}
	return fields, nil
}

func childrenOf(pid int) ([]int, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var list []int
	for _, e := range entries {
		child, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if fields, err := stat(child); err == nil && fields[1] == strconv.Itoa(pid) {
			list = append(list, child)
		}
	}
	return list, nil
}

// memory reads the resident set and its peak, in MiB.
func memory(pid int) (now, peak float64, err error) {
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, 0, fmt.Errorf("read memory: %w", err)
	}
	for line := range strings.Lines(string(raw)) {
		name, value, _ := strings.Cut(line, ":")
		kb, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 64)
		switch {
		case err != nil:
		case name == "VmRSS":
			now = kb / 1024
		case name == "VmHWM":
			peak = kb / 1024
		}
	}
	return now, peak, nil
}
