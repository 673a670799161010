package casework

import (
	"context"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/documents/mainvolume"
	damage "github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// SuitPacket gives what a suit for damage needs (诉讼材料包) as one file: a list that lays
// the case beside the papers of the law and names what is missing, the whole case as one
// bound volume, and every paper and file by its digest. It is checked like an exported
// archive. Only the claimant makes it, once consultation failed, an agreement is not kept,
// or a suit is pending.
func (o *Office) SuitPacket(ctx context.Context, a Actor, id ids.Case) (MainVolume, error) {
	v := MainVolume{office: o, made: map[string][]byte{}, kept: map[string]blobs.Digest{}}
	var s *seen
	var files []dbsqlc.ListEvidenceRow
	var view documents.Case
	now := o.Now()
	err := o.read(ctx, a, func(q *dbsqlc.Queries) (err error) {
		if s, err = o.open(ctx, q, a, id); err != nil {
			return err
		}
		if !s.may("case.content") || !s.may("evidence.read") || s.resource.Relation != string(referral.Sender) || s.Snapshot.Kind != referral.Compensation {
			return missing()
		}
		if c := s.Snapshot.Flags.Claim; !c.Failed && !c.Sued && (!c.Agreed || c.Enforceable() || !c.InDefault()) {
			return fault.New(fault.Rule, "referral.nothing_to_sue", fault.T("磋商不成，或者未经司法确认的协议没有履行的，才制作诉讼材料包", "A packet is made where consultation failed, or an agreement that no court confirmed is not kept"))
		}
		if files, err = q.ListEvidence(ctx, id); err != nil {
			return err
		}
		view, err = o.paperView(ctx, q, s, documents.DutyRecord, now)
		return err
	})
	if err != nil {
		return v, err
	}
	v.Name = s.Case.Number + " 诉讼材料.zip"
	v.Manifest = mainvolume.Manifest{
		Hub: o.Hub, Organ: mainvolume.Organ{ID: a.Agency.String(), Name: s.Agencies[a.Agency].Name}, State: "suit",
		Case: mainvolume.Case{ID: id.String(), Number: s.Case.Number, Kind: s.Case.Kind, Title: s.Case.Title},
	}
	if err := o.fillPacket(s, files, view, &v); err != nil {
		return v, err
	}
	return v, o.noteRead(ctx, s, "volume", "", now)
}

func (o *Office) fillPacket(s *seen, files []dbsqlc.ListEvidenceRow, view documents.Case, v *MainVolume) error {
	list, err := documents.Workbook("诉讼材料目录", o.suitRows(s, files))
	if err != nil {
		return err
	}
	v.make(mainvolume.File{Path: "000 诉讼材料目录.xlsx", Title: "诉讼材料目录", Kind: "contents"}, list)
	parts, err := o.volumeParts(s, files)
	if err != nil {
		return err
	}
	if len(parts) > 0 {
		pdf, _, err := o.Documents.Volume(view, parts)
		if err != nil {
			return err
		}
		v.make(mainvolume.File{Path: "001 案卷.pdf", Title: "案卷", Kind: "volume"}, pdf)
	}
	n := 0
	for _, d := range s.Documents {
		if d.State == "void" || d.AgencyID != s.Case.SenderID {
			continue
		}
		raw, err := o.blob(d.Sha256)
		if err != nil {
			return err
		}
		n++
		info, _ := documents.InfoOf(documents.Kind(d.Kind))
		v.make(mainvolume.File{Path: "文书/" + mainvolume.Name(n, strings.TrimSpace(info.ZH+" "+d.Number), ".pdf"), Title: info.ZH, Kind: d.Kind}, raw)
	}
	n = 0
	for _, f := range files {
		if f.State != "available" {
			continue
		}
		raw, err := o.blob(f.Sha256)
		if err != nil {
			return err
		}
		n++
		v.make(mainvolume.File{Path: "证据/" + mainvolume.Name(n, strings.TrimSuffix(f.Name, path.Ext(f.Name)), extension(f.Name)), Title: f.Name, Kind: "evidence"}, raw)
	}
	return nil
}

// suitRows lay the case beside what a suit needs, line by line with the article, and list
// the digests of what is there.
func (o *Office) suitRows(s *seen, files []dbsqlc.ListEvidenceRow) [][]string {
	c := s.Snapshot.Flags.Claim
	rows := [][]string{{"原告", s.Agencies[s.Case.SenderID].Name, "案件", s.Case.Number, s.Case.Title}, {}, {"序号", "起诉需要的材料", "依据", "状态", "本案中的材料"}}
	for i, p := range o.Rules.Book().SuitPapers() {
		has := s.fillsSuit(p, files)
		state := "已有"
		switch {
		case len(has) == 0 && p.Optional:
			state = "本案没有"
		case len(has) == 0:
			state = "缺"
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), p.Says.ZH, articleList(p.Basis), state, strings.Join(has, "；")})
	}
	rows = append(rows, []string{}, []string{"", "损害数额（元）", damage.Yuan(c.Costs.Sum())}, []string{"", "已履行（元）", damage.Yuan(c.PaidFen())}, []string{"", "尚欠（元）", damage.Yuan(c.OpenFen())}, []string{}, []string{"序号", "证据", "SHA-256"})
	for i, f := range files {
		rows = append(rows, []string{fmt.Sprint(i + 1), f.Name, hex.EncodeToString(f.Sha256)})
	}
	return rows
}

// fillsSuit says what of the case fills a line.
func (s *seen) fillsSuit(p rules.SuitPaper, files []dbsqlc.ListEvidenceRow) (has []string) {
	for _, d := range s.Documents {
		if d.State != "void" && slices.Contains(p.Papers, d.Kind) {
			info, _ := documents.InfoOf(documents.Kind(d.Kind))
			has = append(has, strings.TrimSpace(info.ZH+" "+d.Number))
		}
	}
	for _, word := range p.Materials {
		for _, f := range files {
			if f.State == "available" && strings.Contains(f.Name, word) {
				has = append(has, f.Name)
			}
		}
	}
	texts := map[string]string{"basis": "启动索赔的依据", "inquiry": "损害调查情况", "assessment": "损害评估情况", "failure": "磋商不成的情况"}
	for _, name := range p.Texts {
		if s.Snapshot.Content.Said(name) {
			has = append(has, texts[name]+"（案件记录）")
		}
	}
	return has
}
