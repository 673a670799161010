package schedule

import "slices"

// Lost are the visits that cannot stay where they were, with what their earlier place
// breaks by now and by whom: those that Solve would move, or send somebody else to. It
// costs no search.
func Lost(in *Instance) ([]Move, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	p, err := compile(in)
	if err != nil {
		return nil, err
	}
	s := newState(p)
	s.resume()
	return slices.DeleteFunc(s.moves(), func(m Move) bool { return m.To != nil }), nil
}
