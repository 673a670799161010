package draw

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xianjie-hub/xianjie/domain/ids"
)

// Frozen is what is fixed before the draw. Sections are the bytes of the file, kept
// as they are until it is written.
type Frozen struct {
	Terms     Terms
	Objects   Objects
	Officers  Officers
	TermsHash Hash
	Sections  Sections
}

// Sections are the members of the file that a store keeps.
type Sections struct{ Terms, Objects, Officers, Draw []byte }

// Freeze orders the lists, leaves out objects that no team could visit, salts and
// hashes (冻结名单). It returns a fault that begins with "draw." if nothing can be
// drawn from them; the error of random otherwise.
func Freeze(t Terms, objects Objects, officers Officers, random io.Reader) (*Frozen, error) {
	t.FrozenAt = t.FrozenAt.UTC().Truncate(time.Second)
	slices.SortFunc(t.Agencies, byAgency)
	slices.SortFunc(t.Strata, byStratum)
	slices.SortFunc(officers.List, byOfficer)
	slices.SortFunc(officers.Excluded, byAway)
	slices.SortFunc(officers.Recusals, byRecusal)
	for i := range officers.List {
		slices.Sort(officers.List[i].Competences)
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	withoutTeam(&t, &objects, &officers)
	slices.SortFunc(objects.List, byObject)
	slices.SortFunc(objects.Excluded, byOut)
	if _, err := io.ReadFull(random, objects.Salt[:]); err != nil {
		return nil, fmt.Errorf("draw a salt: %w", err)
	}
	if _, err := io.ReadFull(random, officers.Salt[:]); err != nil {
		return nil, fmt.Errorf("draw a salt: %w", err)
	}
	f := &Frozen{Terms: t, Objects: objects, Officers: officers}
	if err := f.encode(); err != nil {
		return nil, err
	}
	f.Terms.ObjectsHash, f.Terms.OfficersHash = hash("objects", f.Sections.Objects), hash("officers", f.Sections.Officers)
	var err error
	if f.Sections.Terms, err = encode(&f.Terms, 1<<12); err != nil {
		return nil, err
	}
	f.TermsHash = hash("terms", f.Sections.Terms)
	return f, f.check()
}

func (f *Frozen) encode() (err error) {
	if f.Sections.Objects, err = encode(&f.Objects, 144*len(f.Objects.List)); err != nil {
		return err
	}
	f.Sections.Officers, err = encode(&f.Officers, 150*len(f.Officers.List))
	return err
}

func (f *Frozen) check() error {
	if err := f.Terms.check(); err != nil {
		return err
	}
	if err := f.Objects.check(&f.Terms); err != nil {
		return err
	}
	return f.Officers.check(&f.Terms, f.Objects.List)
}

// withoutTeam excludes the objects that an agency could not staff with those who
// need not withdraw, and forgets recusals of objects that are not drawn.
func withoutTeam(t *Terms, o *Objects, officers *Officers) {
	all := newTeams(t, officers)
	if _, _, short := all.short(nil); short {
		return // said by the check: it is no matter of one object
	}
	kept := o.List[:0:0]
	there := map[string]bool{}
	for _, x := range o.List {
		if recused, any := all.recused[x.ID]; any {
			if _, _, short := all.short(recused); short {
				o.Excluded = append(o.Excluded, ExcludedObject{x, NoTeam})
				continue
			}
			there[x.ID] = true
		}
		kept = append(kept, x)
	}
	o.List = kept
	officers.Recusals = slices.DeleteFunc(officers.Recusals, func(r Recusal) bool { return !there[r.Object] })
}

// Thaw reads what a store kept of a freeze, and checks that it is what was hashed.
func Thaw(s Sections) (*Frozen, error) {
	f := &Frozen{Sections: s}
	if err := decode(s.Terms, &f.Terms); err != nil {
		return nil, err
	}
	if err := decode(s.Objects, &f.Objects); err != nil {
		return nil, err
	}
	if err := decode(s.Officers, &f.Officers); err != nil {
		return nil, err
	}
	if f.Terms.ObjectsHash != hash("objects", s.Objects) || f.Terms.OfficersHash != hash("officers", s.Officers) {
		return nil, unfit("lists", "名单与冻结时公布的哈希不符", "A list does not have the hash that was published at the freeze")
	}
	f.TermsHash = hash("terms", s.Terms)
	return f, f.check()
}

// Draw draws (抽取): the seed from all nonces, the result from the seed. It returns the
// member of the file and its core hash, or a fault: draw.nonce_missing,
// draw.commitment.
func (f *Frozen) Draw(nonces []Nonce, room string, at time.Time) (*Draw, Hash, error) {
	d := &Draw{Nonces: slices.Clone(nonces), Room: room, DrawnAt: at.UTC().Truncate(time.Second)}
	slices.SortFunc(d.Nonces, func(a, b Nonce) int { return slices.Compare(a.Agency[:], b.Agency[:]) })
	if err := checkNonces(&f.Terms, f.TermsHash, d.Nonces); err != nil {
		return nil, Hash{}, err
	}
	d.Seed = seedOf(f.TermsHash, d.Nonces, room)
	d.Result = result(&f.Terms, f.Objects.List, &f.Officers, d.Seed)
	section, err := encode(d, 300*len(d.Result)+1000)
	if err != nil {
		return nil, Hash{}, err
	}
	f.Sections.Draw = section
	return d, coreOf(f.TermsHash, section), nil
}

func coreOf(terms Hash, section []byte) Hash {
	r := hash("result", section)
	return hash("core", terms[:], r[:])
}

// checkNonces demands one nonce of every agency, as it was committed to.
func checkNonces(t *Terms, terms Hash, nonces []Nonce) error {
	if len(nonces) != len(t.Agencies) || !slices.EqualFunc(nonces, t.Agencies, func(n Nonce, a Agency) bool { return n.Agency == a.ID }) {
		return unfit("nonce_missing", "不是每个参与部门都揭示了随机数", "Not every agency has revealed its nonce")
	}
	for _, n := range nonces {
		if Commit(terms, n.Agency, n.Value) != n.Commitment {
			return unfit("commitment", "揭示的随机数与承诺值不符", "A revealed nonce does not match its commitment")
		}
	}
	return nil
}

// NewNonce gives a nonce and the commitment to it.
func NewNonce(terms Hash, agency ids.Agency, random io.Reader) (n Nonce, err error) {
	n.Agency = agency
	if _, err := io.ReadFull(random, n.Value[:]); err != nil {
		return n, fmt.Errorf("draw a nonce: %w", err)
	}
	n.Commitment = Commit(terms, agency, n.Value)
	return n, nil
}

// ReadDraw reads the member of the file that tells what was drawn.
func ReadDraw(section []byte) (*Draw, error) {
	d := &Draw{}
	return d, decode(section, d)
}
