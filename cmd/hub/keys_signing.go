package main

import (
	"context"
	"fmt"
	"time"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/federation"
	"github.com/xianjie-hub/xianjie/record"
)

// rotateSigningCmd publishes the keys that come next (签名密钥轮换). The keys that sign
// vouchers, archives and receipts inside the hub are others and stay.
type rotateSigningCmd struct {
	peerFlags
	Organs  bool          `help:"Also the keys that the hub keeps for its organs (代管)."`
	Begins  string        `help:"First day of the next keys, at least 30 days from now; 31 days if empty." placeholder:"YYYY-MM-DD"`
	RootDir string        `help:"Where the root key lies. DATA/root if empty." type:"path" placeholder:"DIR"`
	Valid   time.Duration `help:"How long partners may rely on this edition, at most 9600h." default:"8760h"`
}

// Run makes the keys before it publishes them: were it the other way, a crash would leave
// metadata that name a key which nobody holds.
func (c rotateSigningCmd) Run() error { return c.with(c.run) }

func (c rotateSigningCmd) run(ctx context.Context, o *casework.Office, cfg config) error {
	now := o.Now()
	begins := now.Add(federation.NextAhead + 24*time.Hour)
	if c.Begins != "" {
		day, err := civil.ParseDate(c.Begins)
		if err != nil {
			return fmt.Errorf("--begins: %w", err)
		}
		if begins = day.Start(); begins.Before(now.Add(federation.NextAhead)) {
			return exitError{1, fmt.Errorf("新密钥至少提前30天公布；泄露时用 hub keys compromised\na next key is published at least 30 days ahead; for a lost one use hub keys compromised")}
		}
	}
	if !begins.Before(now.Add(c.Valid)) {
		return exitError{1, fmt.Errorf("新密钥的启用日在元数据有效期之外\nthe next key would begin after the edition has ended")}
	}
	own, err := o.OwnIdentity(ctx)
	if err != nil {
		return refused(err)
	}
	for _, k := range own.Metadata.Keys {
		if k.From.After(now) {
			return exitError{1, fmt.Errorf("已有公布而尚未启用的密钥，%s 启用\na next key is published already, it begins on %s", k.From.Format(time.DateOnly), k.From.Format(time.DateOnly))}
		}
	}
	root, err := rootKey(cfg, c.RootDir)
	if err != nil {
		return err
	}
	names := []string{record.KeyHub}
	if c.Organs {
		names = append(names, organKeys(own)...)
	}
	if err := addGenerations(cfg, names); err != nil {
		return err
	}
	i, err := o.PublishIdentity(ctx, root.Private, casework.NewIdentity{Valid: c.Valid, Begins: begins})
	if err != nil {
		return err
	}
	w := orStdout(c.out)
	sayIdentity(w, i)
	both(w, "下一签名密钥", "Next signing keys", fmt.Sprintf("%d 把, %s 启用；此前的密钥签署的仍然有效 · begin then; what earlier keys signed stays good", len(names), begins.Format(time.DateOnly)))
	return nil
}

// compromisedCmd is the notice that a key was lost (密钥泄露声明).
type compromisedCmd struct {
	peerFlags
	Organ   string        `help:"Code of the organ whose key was lost; the hub's own if empty." placeholder:"CODE"`
	RootDir string        `help:"Where the root key lies. DATA/root if empty." type:"path" placeholder:"DIR"`
	Valid   time.Duration `help:"How long partners may rely on this edition, at most 9600h." default:"8760h"`
}

// Run makes another key, declares the lost one, and leaves the telling to the workers; without
// a line a courier bundle brings it.
func (c compromisedCmd) Run() error { return c.with(c.run) }

func (c compromisedCmd) run(ctx context.Context, o *casework.Office, cfg config) error {
	var agency ids.Agency
	name := record.KeyHub
	if c.Organ != "" {
		organ, err := home(ctx, o, c.Organ)
		if err != nil {
			return err
		}
		own, err := o.OwnIdentity(ctx)
		if err != nil {
			return refused(err)
		}
		if _, ours := own.Metadata.Agency(organ); !ours {
			return exitError{1, fmt.Errorf("%s 不是本枢纽元数据中的机关\n%s is no organ of this hub's metadata", c.Organ, c.Organ)}
		}
		agency, name = organ, record.AgencyKey(organ)
	}
	lost, err := o.SigningKeyID(ctx, agency)
	if err != nil {
		return refused(err)
	}
	root, err := rootKey(cfg, c.RootDir)
	if err != nil {
		return err
	}
	if err := addGenerations(cfg, []string{name}); err != nil {
		return err
	}
	i, err := o.PublishIdentity(ctx, root.Private, casework.NewIdentity{Valid: c.Valid, Lost: []string{lost}})
	if err != nil {
		return refused(err)
	}
	w := orStdout(c.out)
	sayIdentity(w, i)
	both(w, "已声明泄露", "Declared lost", lost+"  此前对方已收讫的函件仍然有效，此后的一律拒收 · what was received before stays good, nothing after")
	return nil
}

// organKeys name the keys that the hub keeps for organs that its metadata name.
func organKeys(own casework.Identity) (names []string) {
	for _, a := range own.Metadata.Agencies {
		if !a.Closed {
			names = append(names, record.AgencyKey(a.ID))
		}
	}
	return names
}

func addGenerations(c config, names []string) error {
	ring, err := record.OpenKeyring(c.keysDir())
	if err != nil {
		return fmt.Errorf("open the keys: %w", err)
	}
	for _, name := range names {
		if _, err := ring.AddGeneration(name); err != nil {
			return err
		}
	}
	return nil
}
