package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// BulletinPaper drafts the bulletin as PDF, or as an editable copy to go on from. It
// holds figures, numbers of cases and resolutions, and nothing of what a case says.
func (o *Office) BulletinPaper(ctx context.Context, a Actor, from, to civil.Date, format PaperFormat) (p Paper, err error) {
	b, err := o.Bulletin(ctx, a, from, to)
	if err != nil {
		return p, err
	}
	today := civil.DateOf(o.Now())
	v := documents.Case{Period: documents.Period{From: from, To: to}, Paper: documents.Paper{Date: today, Draft: true}}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		organ, err := q.ReadAgency(ctx, a.Agency)
		v.Synthetic, v.Paper.Issuer = organ.Synthetic, documents.Organ{Name: organ.Name, Short: organ.ShortName, Phone: organ.Phone}
		return err
	})
	if err != nil {
		return p, err
	}
	v.Bulletin = b.paper()
	p = Paper{Name: fmt.Sprintf("联席会议简报%s至%s.%s", from, to, format), Format: format}
	if format == DOCX {
		p.Content, err = o.Documents.DOCX(documents.MeetingBulletin, v, documents.Copy{Version: today.String()})
	} else {
		p.Content, err = o.Documents.Render(documents.MeetingBulletin, v)
	}
	return p, err
}

// paper puts the figures into the words of the bulletin.
func (b *Bulletin) paper() documents.Bulletin {
	v := documents.Bulletin{N: map[string]int{}}
	for _, f := range b.Figures {
		v.N[f.ID] = len(f.Rows)
		for _, r := range f.Rows {
			line := documents.BulletinRow{Number: r.Number, What: r.What.ZH, Organ: b.Agencies[r.Organ].ShortName, On: r.On, Days: r.Days}
			switch f.ID {
			case "overdue":
				v.Overdue = append(v.Overdue, line)
			case "unkept":
				v.Unkept = append(v.Unkept, line)
			}
		}
	}
	v.Organs = b.byOrgan()
	return v
}

// byOrgan counts duties and promises by whose turn it was, the most overdue first.
func (b *Bulletin) byOrgan() (list []documents.BulletinOrgan) {
	at := map[ids.Agency]int{}
	for _, f := range b.Figures {
		for _, r := range f.Rows {
			if !slices.Contains([]string{"in_time", "late", "overdue", "kept", "kept_late", "unkept"}, f.ID) {
				continue
			}
			i, known := at[r.Organ]
			if !known {
				i = len(list)
				at[r.Organ] = i
				list = append(list, documents.BulletinOrgan{Name: b.Agencies[r.Organ].ShortName, N: map[string]int{}})
			}
			list[i].N[f.ID]++
		}
	}
	slices.SortStableFunc(list, func(x, y documents.BulletinOrgan) int {
		return cmp.Or(y.N["overdue"]+y.N["unkept"]-x.N["overdue"]-x.N["unkept"], cmp.Compare(x.Name, y.Name))
	})
	return list
}
