package schedule

import "slices"

// Move is a visit that is elsewhere than before, or with somebody else.
type Move struct {
	Visit string   `json:"visit"`
	From  Place    `json:"from"`
	To    *Place   `json:"to,omitempty"` // nil: it lost its place
	Out   []string `json:"out,omitempty"`
	In    []string `json:"in,omitempty"`
	Code  Code     `json:"code"` // what the old place broke
	Who   []string `json:"who,omitempty"`
}

// Why a visit moved, beside what keeps an officer away.
const MadeRoom Code = "made_room" // nothing was wrong with it: another visit needed the place

// moves compares with what was, and says why.
func (s *state) moves() []Move {
	p, list := s.p, []Move{}
	for v := range p.visits {
		x, in := &p.visits[v], &p.in.Visits[v]
		if !x.wasSlot {
			continue
		}
		m := Move{Visit: in.ID, From: *in.Was}
		if i := s.at[v]; i >= 0 {
			t := &s.tours[i]
			to := Place{Slot: p.slots[t.slot], Officers: []string{}}
			for _, o := range t.team {
				id := p.in.Officers[o].ID
				if to.Officers = append(to.Officers, id); !slices.Contains(in.Was.Officers, id) {
					m.In = append(m.In, id)
				}
			}
			slices.Sort(to.Officers)
			for _, id := range in.Was.Officers {
				if !slices.Contains(to.Officers, id) {
					m.Out = append(m.Out, id)
				}
			}
			if len(m.In)+len(m.Out) == 0 && x.was == t.slot {
				continue
			}
			m.To = &to
		}
		m.Code, m.Who = s.broken(x, in)
		list = append(list, m)
	}
	return list
}

// broken is what the earlier place of a visit breaks now, and by whom.
func (s *state) broken(x *visit, in *Visit) (Code, []string) {
	p := s.p
	if !x.open(x.was) {
		return NoDay, nil
	}
	for _, c := range []Code{Away, Withdrawn, Uncertified, Elsewhere} {
		var who []string
		for o := range p.officers {
			if x.team[o] && p.lasting(o, x, x.was) == c {
				who = append(who, p.in.Officers[o].ID)
			}
		}
		if len(who) > 0 {
			return c, who
		}
	}
	var gone []string // officers who are in no library any more
	for _, id := range in.Was.Officers {
		if !slices.ContainsFunc(p.in.Officers, func(o Officer) bool { return o.ID == id }) {
			gone = append(gone, id)
		}
	}
	if len(gone) > 0 {
		return Uncertified, gone
	}
	return MadeRoom, nil
}

// lasting is what keeps an officer from a visit in a slot whatever the other visits.
func (p *problem) lasting(o int, x *visit, slot int) Code {
	empty := &state{p: p, busy: make([]bool, (slot+1)*len(p.officers))}
	return empty.keeps(o, x, slot)
}
