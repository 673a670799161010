package casework

import (
	"context"

	"github.com/xianjie-hub/xianjie/documents"
	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/reviews"
	"github.com/xianjie-hub/xianjie/policies/rules"
	"github.com/xianjie-hub/xianjie/store"
	"github.com/xianjie-hub/xianjie/store/blobs"
	"github.com/xianjie-hub/xianjie/store/dbsqlc"
)

// What the edge may see of the rooms below: it converts these by hand and knows
// neither store nor documents nor policies.
type (
	Agency       = dbsqlc.ReadAgenciesRow
	AgencyRow    = dbsqlc.ReadAgencyRow
	Evidence     = dbsqlc.ReadEvidenceRow
	Document     = dbsqlc.ListDocumentsRow
	Confirmation = dbsqlc.Confirmation
	Receipt      = dbsqlc.Receipt
	RemarkRow    = dbsqlc.Remark
	Notice       = dbsqlc.ListNoticesRow
	DeliveryRow  = dbsqlc.ListCaseDeliveriesRow
	Stuck        = dbsqlc.ListUndeliverableRow
	NewUser      = dbsqlc.UpsertUserParams
	NewSession   = dbsqlc.InsertSessionParams

	Bell        = store.Bell
	Digest      = blobs.Digest
	PaperKind   = documents.Kind
	PaperInfo   = documents.Info
	Explanation = rules.Explanation
	Words       = rules.Words
	CheckState  = reviews.State
	PackProblem = rules.Problem
)

// ParseDigest reads a SHA-256 in hexadecimal.
func ParseDigest(s string) (Digest, error) { return blobs.ParseDigest(s) }

// PaperKinds lists every kind of official document.
func PaperKinds() []PaperInfo { return documents.Kinds() }

// PaperTitle names a kind of document in both languages.
func PaperTitle(kind string) Words {
	info, _ := documents.InfoOf(documents.Kind(kind))
	return Words{ZH: info.ZH, EN: info.EN}
}

// RuleBook lists all rules in all editions.
func (o *Office) RuleBook() []deadline.Rule { return o.Rules.All() }

// StartedAfter lists the rules whose fulfilment starts a rule.
func (o *Office) StartedAfter(rule string) []string { return o.Rules.Book().After(rule) }

// DetentionGrounds gives the grounds of detention for an act of a day.
func (o *Office) DetentionGrounds(act civil.Date) []rules.Ground { return o.Rules.Book().Grounds(act) }

// ExplainRule explains a rule from a start day or instant.
func (o *Office) ExplainRule(id string, s deadline.Start, region, sector string) (Explanation, error) {
	e, err := o.Rules.Explain(id, s, region, sector)
	if fault.KindOf(err) == fault.Missing { // the rule book repeats what it was asked for; an answer never does
		return Explanation{}, fault.New(fault.Missing, "rule.unknown", fault.T("规则库中没有这条规则", "There is no such rule"))
	}
	return e, err
}

// ExplainClock explains a stored clock under the edition it was started under.
func (o *Office) ExplainClock(ctx context.Context, a Actor, id ids.Case, clock ids.Clock) (Explanation, error) {
	row, err := o.Clock(ctx, a, id, clock)
	if err != nil {
		return Explanation{}, err
	}
	rule, ok := o.Rules.Edition(row.RuleID, row.Edition)
	if !ok {
		return Explanation{}, missing()
	}
	return rules.Explain(rule, startOf(rule, row.StartedAt), o.Rules.Calendar(), pausesOf(rule, store.Pauses(row.Pauses)), grantsOf(store.Grants(row.Grants)))
}

// Grants are the extensions that a clock was given.
func Grants(c dbsqlc.Clock) []referral.Grant { return store.Grants(c.Grants) }

// KnownPaper is a kind of document that the hub can make, or nothing.
func KnownPaper(kind string) string {
	if _, ok := documents.InfoOf(documents.Kind(kind)); ok {
		return kind
	}
	return ""
}
