package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store"
)

// peerCmd looks after partner hubs (伙伴枢纽). Whom to trust takes two persons; the
// command line counts as one of them.
type peerCmd struct {
	Init     peerInitCmd     `cmd:"" help:"Sign this hub's metadata with its root key: organs, keys, addresses. Again after every change of them."`
	Show     peerShowCmd     `cmd:"" help:"Print the fingerprint of this hub's root and its metadata."`
	Propose  peerProposeCmd  `cmd:"" help:"Propose to trust another hub, or to pin another root for it."`
	Approve  peerApproveCmd  `cmd:"" help:"Confirm what a person proposed in the pages."`
	Suspend  peerSuspendCmd  `cmd:"" help:"Stop the exchange with a partner at once."`
	Line     peerLineCmd     `cmd:"" help:"Say who can call whom: both, they-fetch (the partner sits behind a gatekeeper) or we-fetch (this hub does)."`
	Selftest peerSelftestCmd `cmd:"" help:"Ask a partner now whether the two hubs understand one another. Exit 0: all well. 1: something is to be done."`
	List     peerListCmd     `cmd:"" help:"List the partners and what waits for them."`
}

// peerFlags are what every command about partners needs.
type peerFlags struct {
	out     io.Writer // stdout unless a test asks
	options []store.Option
}

// open wires the office of this machine, its keys included.
func (f peerFlags) open(ctx context.Context) (*casework.Office, config, error) {
	c, err := readConfig()
	if err != nil {
		return nil, c, err
	}
	if c.DatabaseURL == "" {
		return nil, c, errors.New("DATABASE_URL is not set")
	}
	pool, err := store.Open(ctx, c.DatabaseURL, f.options...)
	if err != nil {
		return nil, c, err
	}
	office, err := buildOffice(c, pool, time.Now)
	if err != nil {
		pool.Close()
	}
	return office, c, err
}

// with runs a command on the office of this machine until it ends or is stopped.
func (f peerFlags) with(run func(context.Context, *casework.Office, config) error) error {
	ctx, cancel := stopped()
	defer cancel()
	o, c, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer o.Pool.Close()
	return run(ctx, o, c)
}

// home is the organ in whose chain changes of partners are recorded: the one that is
// named, or the only one whose people operate the hub.
func home(ctx context.Context, o *casework.Office, code string) (ids.Agency, error) {
	row, err := o.HomeOrgan(ctx, code)
	if err != nil {
		return ids.Agency{}, refused(err)
	}
	return row.ID, nil
}

type peerInitCmd struct {
	peerFlags
	Endpoint []string      `help:"Address at which partners reach this hub; may be given several times. HUB_PUBLIC_URL if none." placeholder:"URL"`
	Name     string        `help:"Name of this hub for people (枢纽名称)." placeholder:"NAME"`
	Region   string        `help:"Six digits of GB/T 2260 that this hub serves."`
	RootDir  string        `help:"Where the root key lies: a medium that is taken out again. DATA/root if empty." type:"path" placeholder:"DIR"`
	Valid    time.Duration `help:"How long partners may rely on this edition, at most 9600h." default:"8760h"`
}

// Run makes the root key where there is none, signs, and says what to do next.
func (c peerInitCmd) Run() error {
	return c.with(c.run)
}

func (c peerInitCmd) run(ctx context.Context, o *casework.Office, cfg config) error {
	root, err := rootKey(cfg, c.RootDir)
	if err != nil {
		return err
	}
	in := casework.NewIdentity{Name: c.Name, Region: c.Region, Endpoints: c.Endpoint, Valid: c.Valid}
	if known, err := o.OwnIdentity(ctx); err != nil || len(known.Metadata.Endpoints) == 0 {
		if in.Name == "" {
			in.Name = o.Hub
		}
		if len(in.Endpoints) == 0 {
			in.Endpoints = []string{cfg.PublicURL}
		}
	}
	i, err := o.PublishIdentity(ctx, root.Private, in)
	if err != nil {
		return err
	}
	w := orStdout(c.out)
	sayIdentity(w, i)
	fmt.Fprint(w, `
下一步
  1. 把根密钥所在的介质取走保管；只有更换签名密钥、增减机关时才需要它。
  2. 把上面的指纹写进双方的书面协议，把 hub peer show --out 的文件交给对方。
  3. 拿到对方的文件和协议上的指纹后，由两个人分别提出和确认：hub peer propose，再在“机关与人员”里确认。
Next
  1. Take the medium with the root key away; it is needed only when keys or organs change.
  2. Write the fingerprint into the paper agreement, hand the file of hub peer show --out over.
  3. With the partner's file and the fingerprint on paper, one person proposes and another confirms.
`)
	return nil
}

// rootKey opens the root key. It lies apart from the keys that sign every day.
func rootKey(c config, dir string) (record.Key, error) {
	if dir == "" {
		dir = c.rootDir()
	}
	ring, err := record.OpenKeyring(dir)
	if err != nil {
		return record.Key{}, fmt.Errorf("open the root's folder: %w", err)
	}
	return ring.LoadOrCreate("root")
}

func sayIdentity(w io.Writer, i casework.Identity) {
	both(w, "枢纽", "Hub", i.Hub+"  "+i.Metadata.Name)
	both(w, "根密钥指纹", "Root fingerprint", i.Root.String())
	both(w, "元数据", "Metadata", fmt.Sprintf("第 %d 版, %d 个机关, 有效至 %s", i.Metadata.Serial, len(i.Metadata.Agencies), i.Metadata.ValidUntil.Format(time.DateOnly)))
	both(w, "地址", "Endpoints", strings.Join(i.Metadata.Endpoints, "  "))
}

type peerShowCmd struct {
	peerFlags
	Out string `help:"File to write the metadata into, for the partner; - for standard output." placeholder:"FILE"`
}

// Run prints who this hub is.
func (c peerShowCmd) Run() error {
	return c.with(func(ctx context.Context, o *casework.Office, _ config) error {
		i, err := o.OwnIdentity(ctx)
		if err != nil {
			return refused(err)
		}
		switch c.Out {
		case "-":
			_, err = orStdout(c.out).Write(i.Sealed)
			return err
		case "":
		default:
			if err := os.WriteFile(c.Out, i.Sealed, 0o644); err != nil {
				return fmt.Errorf("write the metadata: %w", err)
			}
		}
		sayIdentity(orStdout(c.out), i)
		return nil
	})
}

type peerProposeCmd struct {
	peerFlags
	Metadata    string `arg:"" help:"File that the partner handed over, or the address of its exchange."`
	Fingerprint string `help:"Fingerprint of its root key, typed from the paper agreement." required:""`
	Address     string `help:"Where its exchange is reached from here; the address in the metadata if empty." placeholder:"URL"`
	Organ       string `help:"Code of the organ that runs this hub, in whose record it is written." placeholder:"CODE"`
}

// Run proposes, or trusts at once where nobody else could confirm.
func (c peerProposeCmd) Run() error {
	return c.with(func(ctx context.Context, o *casework.Office, _ config) error {
		organ, err := home(ctx, o, c.Organ)
		if err != nil {
			return err
		}
		sealed, err := readMetadata(ctx, c.Metadata)
		if err != nil {
			return err
		}
		p, settled, err := o.ProposePeer(ctx, casework.CommandLine(), organ, casework.NewPeer{Metadata: sealed, Fingerprint: c.Fingerprint, Address: c.Address})
		if err != nil {
			return refused(err)
		}
		w := orStdout(c.out)
		sayPeer(w, p)
		if settled.Pending {
			both(w, "状态", "State", "等待第二人在“机关与人员”中核对指纹后确认 · waits for a second person to compare the fingerprint and confirm in the pages")
		} else {
			both(w, "状态", "State", "已生效；没有可确认的第二人，记为一人办理 · in effect; recorded as single-handed, nobody else could confirm")
		}
		return nil
	})
}

// readMetadata takes a partner's metadata from a file or from its well-known path.
func readMetadata(ctx context.Context, from string) ([]byte, error) {
	if !strings.HasPrefix(from, "http://") && !strings.HasPrefix(from, "https://") {
		sealed, err := os.ReadFile(from)
		if err != nil {
			return nil, fmt.Errorf("read the partner's metadata: %w", err)
		}
		return sealed, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(from, "/")+casework.MetadataPath, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch the partner's metadata: %w", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetch the partner's metadata: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch the partner's metadata: the answer is %s", resp.Status)
	}
	return io.ReadAll(io.LimitReader(resp.Body, federation.MaxMetadata+1))
}

func sayPeer(w io.Writer, p casework.Peer) {
	both(w, "伙伴枢纽", "Partner hub", p.Hub+"  "+p.Name)
	both(w, "根密钥指纹", "Root fingerprint", p.Root.String())
	both(w, "地址", "Address", p.Address)
}

type peerApproveCmd struct {
	peerFlags
	Hub   string `arg:"" help:"Name of the partner hub."`
	Organ string `help:"Code of the organ that runs this hub." placeholder:"CODE"`
}

// Run confirms as the second person what somebody proposed in the pages.
func (c peerApproveCmd) Run() error {
	return c.with(func(ctx context.Context, o *casework.Office, _ config) error {
		organ, err := home(ctx, o, c.Organ)
		if err != nil {
			return err
		}
		list, err := o.Proposals(ctx, casework.CommandLine(), organ)
		if err != nil {
			return refused(err)
		}
		for _, p := range list {
			if p.Kind != casework.ProposalPeer || p.Name != c.Hub {
				continue
			}
			if err := o.DecideProposal(ctx, casework.CommandLine(), organ, p.ID, true, ""); err != nil {
				return refused(err)
			}
			both(orStdout(c.out), "伙伴枢纽", "Partner hub", c.Hub+"  已确认 confirmed")
			return nil
		}
		return exitError{1, fmt.Errorf("没有等待确认的伙伴枢纽 %s\nnothing waits to be confirmed for the hub %s", c.Hub, c.Hub)}
	})
}

type peerSuspendCmd struct {
	peerFlags
	Hub    string `arg:"" help:"Name of the partner hub."`
	Reason string `help:"Why; it is recorded." required:""`
	Organ  string `help:"Code of the organ that runs this hub." placeholder:"CODE"`
}

// Run stops the exchange.
func (c peerSuspendCmd) Run() error {
	return c.with(func(ctx context.Context, o *casework.Office, _ config) error {
		organ, err := home(ctx, o, c.Organ)
		if err != nil {
			return err
		}
		if err := o.SuspendPeer(ctx, casework.CommandLine(), organ, c.Hub, c.Reason); err != nil {
			return refused(err)
		}
		both(orStdout(c.out), "伙伴枢纽", "Partner hub", c.Hub+"  已停用 suspended")
		return nil
	})
}

type peerLineCmd struct {
	peerFlags
	Hub   string `arg:"" help:"Name of the partner hub."`
	Line  string `arg:"" help:"both, they-fetch or we-fetch." enum:"both,they-fetch,we-fetch"`
	Organ string `help:"Code of the organ that runs this hub." placeholder:"CODE"`
}

// Run changes the way, no trust.
func (c peerLineCmd) Run() error {
	return c.with(func(ctx context.Context, o *casework.Office, _ config) error {
		organ, err := home(ctx, o, c.Organ)
		if err != nil {
			return err
		}
		if err := o.SetPeerLine(ctx, casework.CommandLine(), organ, c.Hub, strings.ReplaceAll(c.Line, "-", "_")); err != nil {
			return refused(err)
		}
		both(orStdout(c.out), "线路方向", "Line", c.Hub+"  "+c.Line)
		return nil
	})
}

type peerListCmd struct {
	peerFlags
	JSON bool `help:"Print JSON."`
}

// peerLine is a partner in the list.
type peerLine struct {
	Hub      string `json:"hub"`
	Name     string `json:"name"`
	State    string `json:"state"`
	Root     string `json:"root"`
	Address  string `json:"address"`
	Agencies int    `json:"agencies"`
	Until    string `json:"valid_until"`
	Seen     string `json:"seen_at,omitempty"`
	Waiting  int64  `json:"waiting"`
	Dead     int64  `json:"dead"`
	Held     int64  `json:"held"`   // came too early
	Wanted   int64  `json:"wanted"` // files not here yet
	Alarm    string `json:"alarm,omitempty"`
	Error    string `json:"error,omitempty"`
}

// Run lists the partners.
func (c peerListCmd) Run() error {
	return c.with(func(ctx context.Context, o *casework.Office, _ config) error {
		list, err := o.Peers(ctx, casework.CommandLine())
		if err != nil {
			return refused(err)
		}
		lines := make([]peerLine, len(list))
		for i, p := range list {
			lines[i] = peerLine{
				Hub: p.Hub, Name: p.Name, State: p.State, Root: p.Root.String(), Address: p.Address, Agencies: p.Agencies(), Until: p.Metadata.ValidUntil.Format(time.DateOnly),
				Waiting: p.Waiting, Dead: p.Dead, Held: p.Stored, Wanted: p.Wanted, Alarm: p.Alarm, Error: p.Error,
			}
			if p.SeenAt != nil {
				lines[i].Seen = p.SeenAt.Format(time.RFC3339)
			}
		}
		w := orStdout(c.out)
		if c.JSON {
			return printJSON(w, lines)
		}
		for _, l := range lines {
			fmt.Fprintf(w, "%-24s %-10s %s  待发 waiting %d  停发 dead %d  待补 held %d  待取 files %d  %s\n", l.Hub, l.State, l.Name, l.Waiting, l.Dead, l.Held, l.Wanted, l.Alarm)
		}
		return nil
	})
}
