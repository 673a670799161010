package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

func orStdout(w io.Writer) io.Writer {
	if w == nil {
		return os.Stdout
	}
	return w
}

func sixDigits(s string) bool {
	return len(s) == 6 && strings.Trim(s, "0123456789") == ""
}

func years(list []int) string {
	var out []string
	for _, y := range list {
		out = append(out, fmt.Sprint(y))
	}
	return strings.Join(out, ", ")
}
