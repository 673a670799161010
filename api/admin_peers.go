package api

import (
	"context"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/federation"
)

// AdminPeer is a partner hub (伙伴枢纽) and how it stands.
type AdminPeer struct {
	Hub      string          `json:"hub" doc:"Its name among hubs"`
	Name     string          `json:"name"`
	State    string          `json:"state" enum:"proposed,trusted,suspended"`
	Root     string          `json:"root" doc:"Fingerprint of its root key, as two persons compared it with the paper"`
	Address  string          `json:"address"`
	Line     string          `json:"line" enum:"both,they_fetch,we_fetch" doc:"Who can call whom: each the other; the partner fetches and is never called (对方来取); this hub does (我方去取)"`
	SeenAt   *time.Time      `json:"seen_at,omitempty" doc:"Last genuine request or answer"`
	Failures int             `json:"failures" doc:"Calls that failed in a row"`
	Alarm    string          `json:"alarm,omitempty" doc:"What an operator has to look at"`
	AlarmIn  *Words          `json:"alarm_in,omitempty" doc:"The same in words"`
	Waiting  int64           `json:"waiting" doc:"Messages without a receipt"`
	Dead     int64           `json:"dead" doc:"Messages that were given up or refused: send them again, or by courier"`
	Held     int64           `json:"held" doc:"Messages of theirs that came before an earlier one"`
	Wanted   int64           `json:"wanted" doc:"Files of theirs that are not here yet"`
	Oldest   *time.Time      `json:"oldest,omitempty" doc:"Since when the oldest message waits"`
	Recalls  AdminRecalls    `json:"recalls" doc:"Recalls of ours that it has not answered (未答复的召回)"`
	Asked    AdminRecalls    `json:"asked" doc:"Recalls of theirs that our organs have not answered"`
	Serial   int64           `json:"serial" doc:"Edition of its metadata"`
	Until    time.Time       `json:"until" doc:"Until when the edition may be relied on"`
	Agencies int             `json:"agencies"`
	Accepts  []string        `json:"accepts" doc:"Types of messages and versions that it takes"`
	Keys     []AdminPeerKey  `json:"keys" doc:"Keys of the hub itself; those of its agencies only where they end soon"`
	Warnings []AdminPeerEnds `json:"warnings" doc:"What ends within 60 days"`
	Log      *AdminPeerLog   `json:"log,omitempty" doc:"What its log has shown of itself; absent before the first look"`
}

// AdminRecalls are recalls without an answer.
type AdminRecalls struct {
	Open  int64      `json:"open"`
	Since *time.Time `json:"since,omitempty" doc:"Of the oldest"`
}

// AdminPeerLog is the last checkpoint of a partner's log that continued the one before.
type AdminPeerLog struct {
	Size int64     `json:"size" doc:"Entries in its record"`
	Root string    `json:"root" doc:"Root of the tree, hexadecimal: the same on every hub that holds this size"`
	At   time.Time `json:"at" doc:"When its log signed it"`
}

// AdminPeerKey is a key of a partner.
type AdminPeerKey struct {
	ID          string     `json:"id"`
	From        time.Time  `json:"from"`
	Until       time.Time  `json:"until"`
	Compromised *time.Time `json:"compromised,omitempty" doc:"Nothing received from then on counts"`
}

// AdminPeerEnds is something of a partner that ends soon.
type AdminPeerEnds struct {
	What string    `json:"what" enum:"metadata,key,notice"`
	Key  string    `json:"key,omitempty"`
	At   time.Time `json:"at"`
	Days int       `json:"days"`
}

// AdminPeerList lists the partners, and says who this hub is.
type AdminPeerList struct {
	Items []AdminPeer  `json:"items"`
	Own   *AdminOwnHub `json:"own,omitempty" doc:"This hub; absent before its root has signed (hub peer init)"`
	Edits bool         `json:"edits" doc:"I may propose, confirm, suspend and test"`
	Now   time.Time    `json:"now"`
}

// AdminOwnHub is what a partner compares with the paper.
type AdminOwnHub struct {
	Hub   string    `json:"hub"`
	Name  string    `json:"name"`
	Root  string    `json:"root"`
	Until time.Time `json:"until"`
}

// AdminPeerPropose proposes to trust a hub.
type AdminPeerPropose struct {
	Metadata    string `json:"metadata" minLength:"1" maxLength:"1048576" doc:"The file of hub peer show --out, as it is"`
	Fingerprint string `json:"fingerprint" minLength:"1" maxLength:"200" doc:"Typed from the paper agreement"`
	Address     string `json:"address,omitempty" maxLength:"500" doc:"Where it is reached from here; absent: as the metadata says"`
}

// AdminPeerProposed is what became of it.
type AdminPeerProposed struct {
	Hub          string `json:"hub"`
	Pending      bool   `json:"pending" doc:"Waits for a second person"`
	SingleHanded bool   `json:"single_handed" doc:"In effect without one: nobody else could confirm, and the record says so"`
}

// AdminSelftest is what came of a self-test (互通自检).
type AdminSelftest struct {
	Well     bool     `json:"well"`
	Answered bool     `json:"answered"`
	Why      string   `json:"why,omitempty" enum:"silent,refused,unreadable"`
	Status   int      `json:"status,omitempty" doc:"Of a refusal"`
	Findings []string `json:"findings" enum:"clocks_apart,they_hold_old,we_hold_old,wrong_answer"`
	SkewMS   int64    `json:"skew_ms" doc:"Its clock minus ours"`
	TookMS   int64    `json:"took_ms"`
}

// AdminPeerLine says who can call whom.
type AdminPeerLine struct {
	Line string `json:"line" enum:"both,they_fetch,we_fetch"`
}

// AdminPeerPath names a partner.
type AdminPeerPath struct {
	Hub string `path:"hub" maxLength:"63" doc:"Name of the partner hub"`
}

// known refuses what is no name of a hub before anything is asked.
func (p AdminPeerPath) known() error {
	if !federation.ValidHub(p.Hub) {
		return notFound()
	}
	return nil
}

func (s *Server) registerAdminPeers(api huma.API) {
	register(api, adminOp(http.MethodGet, "/peers", "adminListPeers", "Partner hubs and how they stand"), func(ctx context.Context, _ *struct{}) (*adminList[AdminPeerList], error) {
		var bad fields
		return adminGet(ctx, &bad, func() (AdminPeerList, error) { return s.peers(ctx) })
	})
	register(api, adminOp(http.MethodPost, "/peers", "adminProposePeer", "Propose to trust a hub, or another root or address of a known one"), func(ctx context.Context, in *struct{ Body AdminPeerPropose }) (*adminList[AdminPeerProposed], error) {
		a := actorOf(ctx)
		p, settled, err := s.Office.ProposePeer(ctx, a, a.Agency, casework.NewPeer{Metadata: []byte(in.Body.Metadata), Fingerprint: in.Body.Fingerprint, Address: in.Body.Address})
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &adminList[AdminPeerProposed]{Body: AdminPeerProposed{Hub: p.Hub, Pending: settled.Pending, SingleHanded: settled.SingleHanded}}, nil
	})
	suspend := adminOp(http.MethodPost, "/peers/{hub}/suspend", "adminSuspendPeer", "Stop the exchange with a partner at once")
	suspend.DefaultStatus = http.StatusNoContent
	huma.Register(api, suspend, func(ctx context.Context, in *struct {
		AdminPeerPath
		Body AdminRefusal
	}) (*struct{}, error) {
		err := in.known()
		if err == nil {
			a := actorOf(ctx)
			err = s.Office.SuspendPeer(ctx, a, a.Agency, in.Hub, in.Body.Reason)
		}
		if err != nil {
			return nil, problem(ctx, err)
		}
		return nil, nil
	})
	line := adminOp(http.MethodPut, "/peers/{hub}/line", "adminSetPeerLine", "Say who can call whom: a hub behind a gatekeeper fetches (线路方向)")
	line.DefaultStatus = http.StatusNoContent
	huma.Register(api, line, func(ctx context.Context, in *struct {
		AdminPeerPath
		Body AdminPeerLine
	}) (*struct{}, error) {
		err := in.known()
		if err == nil {
			a := actorOf(ctx)
			err = s.Office.SetPeerLine(ctx, a, a.Agency, in.Hub, in.Body.Line)
		}
		if err != nil {
			return nil, problem(ctx, err)
		}
		return nil, nil
	})
	test := adminOp(http.MethodPost, "/peers/{hub}/selftest", "adminSelftestPeer", "Ask a partner now whether the two hubs understand one another")
	test.DefaultStatus = http.StatusOK
	huma.Register(api, test, func(ctx context.Context, in *AdminPeerPath) (*adminList[AdminSelftest], error) {
		err := in.known()
		var got casework.Selftested
		if err == nil {
			got, err = s.Office.SelftestPeer(ctx, actorOf(ctx), in.Hub, nil)
		}
		if err != nil {
			return nil, problem(ctx, err)
		}
		out := AdminSelftest{Well: got.Well(), Answered: got.Answered, Why: got.Why, Status: got.Status, Findings: []string{}, SkewMS: got.Skew.Milliseconds(), TookMS: got.Took.Milliseconds()}
		for _, f := range got.Findings {
			out.Findings = append(out.Findings, string(f))
		}
		return &adminList[AdminSelftest]{Body: out}, nil
	})
}

func (s *Server) peers(ctx context.Context) (AdminPeerList, error) {
	a, now := actorOf(ctx), s.Office.Now()
	list, err := s.Office.Peers(ctx, a)
	out := AdminPeerList{Items: make([]AdminPeer, len(list)), Now: now, Edits: err == nil && s.Office.KeepsPeers(a)}
	if err != nil {
		return out, err
	}
	for i, p := range list {
		out.Items[i] = peerView(p, now)
	}
	own, err := s.Office.OwnIdentity(ctx)
	if fault.KindOf(err) == fault.Missing {
		return out, nil
	}
	out.Own = &AdminOwnHub{Hub: own.Hub, Name: own.Metadata.Name, Root: own.Root.String(), Until: own.Metadata.ValidUntil}
	return out, err
}

func peerView(p casework.Peer, now time.Time) AdminPeer {
	m := p.Metadata
	v := AdminPeer{
		Hub: p.Hub, Name: p.Name, State: p.State, Root: p.Root.String(), Address: p.Address, Line: p.Line, SeenAt: p.SeenAt, Failures: p.Failures, Alarm: p.Alarm,
		Waiting: p.Waiting, Dead: p.Dead, Held: p.Stored, Wanted: p.Wanted, Oldest: p.Oldest, Serial: m.Serial, Until: m.ValidUntil, Agencies: p.Agencies(),
		Accepts: []string{}, Keys: []AdminPeerKey{}, Warnings: []AdminPeerEnds{},
	}
	v.Recalls, v.Asked = AdminRecalls{p.Recalls.Open, p.Recalls.Since}, AdminRecalls{p.Asked.Open, p.Asked.Since}
	if p.Alarm != "" {
		w := casework.AlarmWords(p.Alarm)
		v.AlarmIn = &Words{ZH: w.ZH, EN: w.EN}
	}
	if c := p.Checkpoint; c != nil {
		v.Log = &AdminPeerLog{Size: c.Size, Root: hex.EncodeToString(c.Root[:]), At: c.Time}
	}
	for _, t := range m.Accepts {
		v.Accepts = append(v.Accepts, t.Type+" "+t.Min.String()+"–"+t.Max.String())
	}
	for _, k := range m.Keys {
		if k.Role != federation.RoleHub {
			continue
		}
		key := AdminPeerKey{ID: k.ID, From: k.From, Until: k.Until}
		if !k.Compromised.IsZero() {
			key.Compromised = &k.Compromised
		}
		v.Keys = append(v.Keys, key)
	}
	for _, w := range m.Warnings(now) {
		v.Warnings = append(v.Warnings, AdminPeerEnds{What: string(w.What), Key: w.KeyID, At: w.At, Days: w.Days})
	}
	return v
}
