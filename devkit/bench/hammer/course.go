package hammer

import (
	"context"
	"fmt"
)

// cast is who acts in one client.
type cast struct{ handler, legal *person }

func (h *hammer) assemble(ctx context.Context) (c *cast, err error) {
	c = &cast{}
	if c.handler, err = h.signIn(ctx, "env-handler"); err != nil {
		return nil, err
	}
	c.legal, err = h.signIn(ctx, "env-legal")
	return c, err
}

type body = map[string]any

// step is an act after the drafting.
type step struct {
	action, path string
	legal        bool
	body         body
}

// course is what happens to every case after it was begun. The report ends it:
// it starts clocks and tells the organ's head, in the pages and by mail.
var course = []step{
	{"criminal.give_enforcement_opinion", "give-enforcement-opinion", false, body{"text": "建议移送。"}},
	{"criminal.give_legal_opinion", "give-legal-opinion", true, body{"text": "同意移送。"}},
	{reported, "report", false, body{}},
}

const (
	opened   = "case.open"
	reported = "criminal.report"
)

// play leads case n from the draft to the report, and enters every act into the
// ledger once the hub has acknowledged it.
func (h *hammer) play(ctx context.Context, c *cast, n int) error {
	key := fmt.Sprintf("%s-%d", h.run, n)
	a, err := c.handler.act(ctx, "/v1/referrals/criminal", key, 0, draft(key))
	if err != nil {
		return err
	}
	if err := h.ledger.enter(Ack{Key: key, Action: opened, Case: a.ID, Number: a.Number}); err != nil {
		return err
	}
	for i, s := range course {
		who := c.handler
		if s.legal {
			who = c.legal
		}
		k := fmt.Sprintf("%s-%d", key, i)
		if a, err = who.act(ctx, "/v1/referrals/"+a.ID+"/criminal/"+s.path, k, a.Version, s.body); err != nil {
			return err
		}
		if err := h.ledger.enter(Ack{Key: k, Action: s.action, Case: a.ID, Number: a.Number}); err != nil {
			return err
		}
	}
	return nil
}

func draft(title string) body {
	return body{
		"title": title,
		"content": body{
			"facts": "暗管排放含铬废水。", "source": "日常检查", "threshold": "通过暗管排放有毒物质",
			"officer": "执法人员甲", "investigators": 2, "act_on": "2026-03-02", "found_on": "2026-03-02", "items_none": true,
		},
		"parties": []body{{"kind": "person", "name": "当事人甲", "charges": []body{{"offence": "污染环境罪", "article": "刑法第三百三十八条"}}}},
	}
}
