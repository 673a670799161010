package hammer

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sync"
)

// Ack is one act that the hub has acknowledged with a 2xx.
type Ack struct {
	Key    string `json:"key"`    // Idempotency-Key
	Action string `json:"action"` // kind of the event it must have left
	Case   string `json:"case"`
	Number string `json:"number"`
}

// ledger keeps acknowledgements in a file outside the database: what the world
// was promised, whatever the database says later.
type ledger struct {
	path string

	mu    sync.Mutex
	file  *os.File
	count int
	heard chan int // how many there are, after each
}

func openLedger(path string, expected int) (*ledger, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	return &ledger{path: path, file: f, heard: make(chan int, expected)}, nil
}

// enter writes an acknowledgement down. It is called after the 2xx, never before.
func (l *ledger) enter(a Ack) error {
	line, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("enter an act: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := l.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("enter an act: %w", err)
	}
	l.count++
	l.heard <- l.count
	return nil
}

// close ends the ledger and reads it back.
func (l *ledger) close() ([]Ack, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.file.Close(); err != nil {
		return nil, fmt.Errorf("close the ledger: %w", err)
	}
	f, err := os.Open(l.path)
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	defer f.Close()
	var list []Ack
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var a Ack
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
		list = append(list, a)
	}
	return list, lines.Err()
}
