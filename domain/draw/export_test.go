package draw

// Picked draws k of n and gives their places in the list.
func Picked(seed Hash, n, k int) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = int32(i)
	}
	shuffle(list, k, newStream(seed, forObjects, 0))
	return list[:k]
}

// Below gives numbers of a stream, each below m.
func Below(seed Hash, m, count int) (out []int) {
	for s := newStream(seed, forOfficers, 0); len(out) < count; {
		out = append(out, s.below(m))
	}
	return out
}

// CoreOf lets a test forge.
var CoreOf = coreOf
