package hammer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"sync/atomic"
)

// wire carries the clients' connections to the hub and cuts some of them at the
// worst moment: the hub has committed and begun to answer, and the answer never
// arrives (promise P6). It stands where toxiproxy would, which can only cut
// after a number of bytes and not between a request and its answer.
type wire struct {
	listener net.Listener
	hub      string       // where the hub listens
	oneIn    atomic.Int64 // one answer in so many is cut; 0: none
	cuts     atomic.Int64
}

func openWire(hub string) (*wire, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen in front of the hub: %w", err)
	}
	w := &wire{listener: l, hub: hub}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // closed
			}
			go w.carry(c)
		}
	}()
	return w, nil
}

func (w *wire) address() string { return w.listener.Addr().String() }

// carry passes one connection on.
func (w *wire) carry(client net.Conn) {
	defer client.Close()
	hub, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", w.hub)
	if err != nil {
		return // the hub is being killed: the client sees a closed connection
	}
	defer hub.Close()
	go func() {
		_, _ = io.Copy(hub, client) // an end is an end, whatever ended it
		_ = hub.Close()
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := hub.Read(buffer)
		if one := w.oneIn.Load(); n > 0 && one > 0 && rand.Int64N(one) == 0 {
			w.cuts.Add(1)
			reset(client)
			return
		}
		if _, failed := client.Write(buffer[:n]); errors.Join(err, failed) != nil {
			return
		}
	}
}

// reset makes the client see a broken connection instead of an end.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without it the cut is a plain end, which is a cut as well
	}
	_ = c.Close()
}
