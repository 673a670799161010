package casework

import (
	"context"
	"regexp"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/routing"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// AssistanceLetter is the letter by which an organ of the place assists a check outside
// the own area (异地检查协助函; 民营经济促进法第六十四条). Case is the assistance referral
// (协助请求) where the hub has it.
type AssistanceLetter struct {
	Organ, Number string
	On            civil.Date
	Case          ids.Case
}

func (l *AssistanceLetter) check(o *Office) error {
	var bad complaints
	bad.text("body.letter.organ", &l.Organ, 2, 120)
	bad.text("body.letter.number", &l.Number, 2, 60)
	if l.On.IsZero() || civil.DateOf(o.Now()).Before(l.On) {
		bad.add("body.letter.on", "协助函日期不能为空，也不能晚于今天", "The letter has a day, and not one to come")
	}
	return bad.err()
}

// placeCode is a region code of a real province (GB/T 2260): what begins with 00 is made
// up, and other words are names that a region code cannot be compared with.
var placeCode = regexp.MustCompile(`^[1-9][0-9]{5}$`)

// outside reports whether a district lies outside an agency: not among the districts it
// calls its own (辖区) or, where it names none, not under its region code. A district
// nobody knows lies nowhere.
func outside(area []string, region, district string) bool {
	if len(area) > 0 {
		return district != "" && !slices.Contains(area, district)
	}
	return placeCode.MatchString(district) && placeCode.MatchString(region) && !routing.Covers(region, district)
}

// needsLetter reports whether a visit to a district needs the letter for an agency.
func needsLetter(ctx context.Context, q *dbsqlc.Queries, agency ids.Agency, district string) (bool, error) {
	s, err := settingsOf(ctx, q, agency)
	if err != nil {
		return false, err
	}
	organ, err := q.ReadAgency(ctx, agency)
	return outside(s.Area, organ.Region, district), err
}

// lettered refuses a check outside the own area without the letter, under its article.
func (o *Office) lettered(ctx context.Context, q *dbsqlc.Queries, a Actor, district string, has bool) error {
	needs, err := needsLetter(ctx, q, a.Agency, district)
	if err != nil || !needs || has {
		return err
	}
	rule, _ := o.Rules.Pick("insp_remote_area", civil.DateOf(o.Now()), "", "")
	return under(fault.New(fault.Rule, "site.no_letter", fault.T(
		"被检查单位在"+district+"，不在本机关辖区：异地检查应有当地机关协助，请登记协助函的机关、文号和日期（可以先发出协助请求）",
		"The enterprise lies in "+district+", outside your area: an organ of the place assists; enter its letter with organ, number and day (an assistance referral asks for one)")), rule)
}

// keepLetter stores the letter of one's agency. A referral named with it must be an
// assistance referral that the agency takes part in.
func keepLetter(ctx context.Context, q *dbsqlc.Queries, a Actor, check ids.Entry, l AssistanceLetter) error {
	if !l.Case.IsZero() {
		if _, err := q.AssistanceCase(ctx, l.Case); err != nil {
			if noRows(err) {
				return invalid("body.letter.case", "不是本机关参与的协助请求", "Is no assistance referral of your agency")
			}
			return err
		}
	}
	return q.SetLetter(ctx, dbsqlc.SetLetterParams{CheckID: check, AgencyID: a.Agency, LetterOrgan: l.Organ, LetterNumber: l.Number, LetterOn: l.On, LetterCase: l.Case})
}
