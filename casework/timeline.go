package casework

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/record"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// TimelineEvent is one entry of the record with the values that this organ may
// read.
type TimelineEvent struct {
	Event        dbsqlc.Event
	Values       map[string]json.RawMessage
	ActorName    string
	Redacted     []string // values that were destroyed by an act on record
	Confirmation *dbsqlc.Confirmation
	Deliveries   []dbsqlc.ListCaseDeliveriesRow
}

// Timeline is the course of a case, oldest first.
type Timeline struct {
	Kind     referral.Kind // of the case
	Events   []TimelineEvent
	Receipts []dbsqlc.Receipt
	Remarks  []dbsqlc.Remark
	Agencies map[ids.Agency]dbsqlc.ReadAgenciesRow
}

// flowFields are what an organ sees that only follows the flow.
var flowFields = map[string]bool{"state": true, "charges": true, "document_no": true, "to": true, "copy_to": true, "custody": true, "track": true, "outcome": true, "paper": true, "decided_on": true, "quiet_until": true, "entrusted": true}

// draftKinds are entries made while the case was the sender's own: nobody else
// reads its drafts.
var draftKinds = map[string]bool{"case.open": true, "case.edit": true, "criminal.give_enforcement_opinion": true, "criminal.give_legal_opinion": true, "criminal.report": true, "criminal.refuse": true}

// ReadTimeline gives the record of a case.
func (o *Office) ReadTimeline(ctx context.Context, a Actor, id ids.Case) (Timeline, error) {
	var t Timeline
	err := o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		t.Kind = referral.Kind(s.Case.Kind)
		events, err := q.ListEvents(ctx, id)
		if err != nil {
			return err
		}
		values, err := q.ListEventValues(ctx, id)
		if err != nil {
			return err
		}
		if t.Agencies, err = withActors(ctx, q, s.Agencies, events); err != nil {
			return err
		}
		byEvent := map[ids.Event]map[string]json.RawMessage{}
		for _, v := range values {
			if byEvent[v.EventID] == nil {
				byEvent[v.EventID] = map[string]json.RawMessage{}
			}
			byEvent[v.EventID][v.Name] = v.Value
		}
		waiting := map[ids.Event]dbsqlc.Confirmation{}
		for _, w := range s.Waiting {
			waiting[w.EventID] = w
		}
		for _, e := range events {
			te := TimelineEvent{Event: e, Values: map[string]json.RawMessage{}}
			if w, ok := waiting[e.ID]; ok {
				te.Confirmation = &w
			}
			for name, v := range byEvent[e.ID] {
				switch {
				case name == "actor.name":
					if err := json.Unmarshal(v, &te.ActorName); err != nil {
						te.ActorName = string(v) // the record keeps the name verbatim
					}
				case !s.readable(e, name):
				case v == nil:
					te.Redacted = append(te.Redacted, name)
				default:
					te.Values[name] = v
				}
			}
			slices.Sort(te.Redacted)
			t.Events = append(t.Events, te)
		}
		if t.Receipts, err = q.ListReceipts(ctx, id); err != nil {
			return err
		}
		t.Remarks, err = q.ListRemarks(ctx, id)
		return err
	})
	return t, err
}

// withActors adds the organs that entered something without taking part, such as one
// whose person opened the case in an emergency, or signed for it at a shared desk.
func withActors(ctx context.Context, q *dbsqlc.Queries, parts map[ids.Agency]Agency, events []dbsqlc.Event) (map[ids.Agency]Agency, error) {
	var others []ids.Entry
	for _, e := range events {
		for _, organ := range []ids.Agency{e.AgencyID, e.RecorderID} {
			if _, known := parts[organ]; !known && !organ.IsZero() {
				others = append(others, ids.Entry(organ))
			}
		}
	}
	if len(others) == 0 {
		return parts, nil
	}
	all, err := namedOrgans(ctx, q, others)
	maps.Copy(all, parts)
	return all, err
}

// readable reports whether the actor's organ may read a value of an entry.
func (s *seen) readable(e dbsqlc.Event, name string) bool {
	switch {
	case name == "actor.user" || name == "actor.client":
		return false
	case name == record.FieldRedacts || name == "targets": // bytes for the check of the record
		return false
	case e.Kind == "case.linked" && e.AgencyID != s.actor.Agency: // the other case may be somebody else's; Family shows what both sides may see
		return false
	case (e.Kind == kindArchivePropose || e.Kind == kindArchiveHand || e.Kind == kindArchiveAdd) && e.AgencyID != s.actor.Agency: // each organ archives for itself
		return false
	case e.Kind == "case.assign" && e.AgencyID != s.actor.Agency: // who handles it there is their own matter
		return false
	case s.resource.Relation == "sender":
		return true
	case draftKinds[e.Kind]:
		return false
	}
	return flowFields[name] || s.may("case.content")
}

// Deliveries lists the notices of a case with their proof (送达记录); an organ sees
// those to itself, the sender sees all.
func (o *Office) Deliveries(ctx context.Context, a Actor, id ids.Case) (out []dbsqlc.ListCaseDeliveriesRow, organs map[ids.Agency]Agency, err error) {
	err = o.read(ctx, a, func(q *dbsqlc.Queries) error {
		s, err := o.open(ctx, q, a, id)
		if err != nil {
			return err
		}
		organs = s.Agencies
		rows, err := q.ListCaseDeliveries(ctx, id)
		for _, r := range rows {
			if r.AgencyID == a.Agency || s.resource.Relation == "sender" {
				out = append(out, r)
			}
		}
		return err
	})
	return out, organs, err
}
