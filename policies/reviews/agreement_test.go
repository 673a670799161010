package reviews_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xianjie-hub/xianjie/domain/civil"
	"github.com/xianjie-hub/xianjie/domain/claim"
	"github.com/xianjie-hub/xianjie/domain/deadline"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/referral"
	"github.com/xianjie-hub/xianjie/policies/reviews"
)

// TestTermsOfAnAgreement: each term, from figures, from words, and not at all.
func TestTermsOfAnAgreement(t *testing.T) {
	t.Parallel()
	on := civil.Date{Year: 2026, Month: time.March, Day: 2}
	owes := []referral.Person{{ID: partyA, Name: "甲"}}
	costs := claim.Costs{DamageFen: 100_00, AppraisalFen: 20_50}
	words := func(term reviews.Term) reviews.Line {
		return reviews.Line{Check: reviews.Agreed, Term: term, Words: []string{"日前", "违约"}}
	}
	plan := func(fen ...int64) (t claim.Terms) {
		for i, f := range fen {
			t.Plan = append(t.Plan, claim.Instalment{On: on.AddDays(30 * i), Fen: f})
		}
		return t
	}
	work := claim.Work{Kind: claim.Substitute, Party: partyA, By: on.AddDays(30), Fen: 120_50}
	for _, c := range []struct {
		name  string
		line  reviews.Line
		draft *reviews.Agreement
		want  reviews.State
		says  string
	}{
		{"no agreement at all", words(reviews.Wording), nil, reviews.Judge, "没有赔偿协议"},
		{"amount and its parts", words(reviews.Assessed), &reviews.Agreement{Costs: costs, Assessment: "专家意见"}, reviews.Met, "损害100元、鉴定评估20.50元、应急处置0元，合计120.50元"},
		{"amount without what it rests on", words(reviews.Assessed), &reviews.Agreement{Costs: costs}, reviews.Missing, "评估依据"},
		{"no amount to compare with", words(reviews.Reconciled), &reviews.Agreement{}, reviews.Missing, "还没有损害数额"},
		{"instalments a fen short", words(reviews.Reconciled), &reviews.Agreement{On: on, Costs: costs, Terms: plan(100_00, 20_49)}, reviews.Missing, "各期合计120.49元"},
		{"works worth more than is owed", words(reviews.Reconciled), &reviews.Agreement{On: on, Costs: costs, Works: []claim.Work{work, work}}, reviews.Missing, "抵缴的金额超过"},
		{"everything adds up", words(reviews.Reconciled), &reviews.Agreement{On: on, Costs: costs, Terms: plan(100_00, 20_50)}, reviews.Met, "一致"},
		{"in instalments", words(reviews.Payment), &reviews.Agreement{Costs: costs, Terms: plan(100_00, 20_50)}, reviews.Met, "分2期，最后一期2026-04-01"},
		{"paid by works", words(reviews.Payment), &reviews.Agreement{Costs: costs, Works: []claim.Work{work}}, reviews.Met, "抵缴"},
		{"day in words", words(reviews.Payment), &reviews.Agreement{Costs: costs, Text: "2026年3月10日前缴清"}, reviews.Met, "写明"},
		{"no day at all", words(reviews.Payment), &reviews.Agreement{Costs: costs, Text: "另行商定"}, reviews.Judge, "没有看到"},
		{"works with their days", words(reviews.Restoration), &reviews.Agreement{Works: []claim.Work{work}}, reviews.Met, "1项"},
		{"no works", words(reviews.Restoration), &reviews.Agreement{}, reviews.Judge, "没有看到"},
		{"told", words(reviews.Told), &reviews.Agreement{Told: true}, reviews.Met, "已向义务人说明"},
		{"not told", words(reviews.Told), &reviews.Agreement{Text: "违约"}, reviews.Missing, "还没有说明"},
		{"clause in words", words(reviews.Wording), &reviews.Agreement{Text: "违约的，一次付清"}, reviews.Met, "写明"},
		{"clause not in words", words(reviews.Wording), &reviews.Agreement{Text: "一次付清"}, reviews.Judge, "没有看到"},
	} {
		got := c.line.Look(reviews.File{Case: referral.Snapshot{Parties: owes}, Draft: c.draft})
		text := got.Note.ZH
		for _, x := range got.Seen {
			text += x.Why.ZH
		}
		if got.State != c.want || !strings.Contains(text, c.says) || got.Note.EN == "" {
			t.Errorf("%s: %s %q, want %s %q", c.name, got.State, text, c.want, c.says)
		}
	}
}

// TestAgreementListIsCommonPractice: the list was not confirmed, so no line of it is a gate,
// and only what was read says so.
func TestAgreementListIsCommonPractice(t *testing.T) {
	t.Parallel()
	b, err := reviews.Load(book(t))
	if err != nil {
		t.Fatal(err)
	}
	list := b.For(referral.Compensation, referral.Environment, civil.Date{Year: 2026, Month: time.March, Day: 2})
	if len(list) != 1 || !list[0].Asks(reviews.Agreed) {
		t.Fatalf("sheets %v", list)
	}
	read := fault.Basis{}
	for _, l := range list[0].Lines {
		if l.Gate != "" {
			t.Errorf("%s is a gate", l.ID)
		}
		if l.Confidence == deadline.High {
			read = l.Basis[0]
		} else if l.Confidence != deadline.Low {
			t.Errorf("%s is %s", l.ID, l.Confidence)
		}
	}
	if !strings.Contains(read.Document, "若干规定") {
		t.Errorf("what was read rests on %v", read)
	}
}
