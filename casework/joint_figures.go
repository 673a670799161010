package casework

import (
	"context"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// JointFigures are how far visits were made together over a time (联合检查实施率;
// insp_joint_rate_kpi): visits that were done, whether under a plan or not.
type JointFigures struct {
	From, To  civil.Date
	Total     JointLine
	Districts []JointLine // by name; "" where nobody said where it lies
	Teams     []TeamSize  // the parts that Joint and Saved are made of
}

// JointLine is one district, or all.
type JointLine struct {
	District   string
	Visits     int // 家次
	Joint      int // 家次 of several agencies
	Saved      int // 家次 that there would be if every agency had come alone, less those there were
	Merged     int // 家次 of other plans that were made in the course of these
	CaseDriven int // 家次 under no plan; they count as visits
}

// TeamSize is how many visits so many agencies made together.
type TeamSize struct{ Agencies, Visits int }

// Rate is the share of joint visits, in thousandths.
func (l JointLine) Rate() int {
	if l.Visits == 0 {
		return 0
	}
	return l.Joint * 1000 / l.Visits
}

func (l *JointLine) add(r dbsqlc.JointFiguresRow) {
	n := int(r.Visits)
	l.Visits += n
	l.Saved += (int(r.Agencies) - 1) * n
	l.Merged += int(r.Merged) * n
	if r.Agencies > 1 {
		l.Joint += n
	}
	if !r.Planned {
		l.CaseDriven += n
	}
}

// JointFigures counts what was done between two days, both included: in one district or
// in all, by one's own agency or by all agencies of the hub. It is made of counts; which
// enterprise was visited is not in it.
func (o *Office) JointFigures(ctx context.Context, a Actor, from, to civil.Date, district string, own bool) (f JointFigures, err error) {
	if err := o.mayLists(a, "lists.read"); err != nil {
		return f, err
	}
	var bad complaints
	bad.text("query.district", &district, 0, 60)
	if from.IsZero() || to.Before(from) {
		bad.add("query.to", "统计期间应先始后终", "The period ends after it begins")
	}
	if err := bad.err(); err != nil {
		return f, err
	}
	f.From, f.To, f.Total.District = from, to, district
	var whose ids.Entry
	if own {
		whose = ids.Entry(a.Agency)
	}
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		rows, err := q.JointFigures(ctx, from, to, whose)
		for _, r := range rows {
			if district != "" && r.District != district {
				continue
			}
			f.Total.add(r)
			if n := len(f.Districts); n == 0 || f.Districts[n-1].District != r.District {
				f.Districts = append(f.Districts, JointLine{District: r.District})
			}
			f.Districts[len(f.Districts)-1].add(r)
			at := slices.IndexFunc(f.Teams, func(t TeamSize) bool { return t.Agencies == int(r.Agencies) })
			if at < 0 {
				f.Teams = append(f.Teams, TeamSize{Agencies: int(r.Agencies)})
				at = len(f.Teams) - 1
			}
			f.Teams[at].Visits += int(r.Visits)
		}
		slices.SortFunc(f.Teams, func(x, y TeamSize) int { return x.Agencies - y.Agencies })
		return err
	})
	return f, err
}
