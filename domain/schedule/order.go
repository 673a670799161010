package schedule

import "math"

// order gives stops in the order that takes the least travel (Held and Karp: the best
// way to have made a set of stops and to stand at one of them). At most maxPerHalf
// stops, so the table stays small.
func (p *problem) order(stops []int) []int {
	n := len(stops)
	if n < 2 {
		return stops
	}
	at := func(i int) int { return p.visits[stops[i]].district }
	best, from := make([]int, n<<n), make([]int8, n<<n)
	for i := range best {
		best[i] = math.MaxInt / 2
	}
	for i := range n {
		best[(1<<i)*n+i] = p.travel[0][at(i)]
	}
	for set := 1; set < 1<<n; set++ {
		for last := range n {
			if set&(1<<last) == 0 || set == 1<<last {
				continue
			}
			for i := range n {
				if i == last || set&(1<<i) == 0 {
					continue
				}
				if c := best[(set&^(1<<last))*n+i] + p.travel[at(i)][at(last)]; c < best[set*n+last] {
					best[set*n+last], from[set*n+last] = c, int8(i)
				}
			}
		}
	}
	set, last := 1<<n-1, 0
	for i := range n {
		if best[set*n+i]+p.travel[at(i)][0] < best[set*n+last]+p.travel[at(last)][0] {
			last = i
		}
	}
	out := make([]int, n)
	for i := n - 1; i >= 0; i-- {
		out[i] = stops[last]
		set, last = set&^(1<<last), int(from[set*n+last])
	}
	return out
}

// polish puts every tour into its best order.
func (s *state) polish() {
	for i := range s.tours {
		stops := s.tours[i].stops
		if better := s.p.order(stops); len(stops) > 1 && s.p.onRoad(better) < s.tours[i].road {
			s.change(i, func(t *tour) { t.stops = better })
		}
	}
}
