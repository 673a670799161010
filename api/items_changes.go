package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/fault"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// ItemChange is a change of the list that somebody proposed (清单变更).
type ItemChange struct {
	ID         string           `json:"id" format:"uuid"`
	File       string           `json:"file"`
	Title      *Words           `json:"title,omitempty" doc:"Of a single grant: item and township in words. Absent where a file was proposed"`
	SHA256     string           `json:"sha256"`
	Rows       int              `json:"rows"`
	State      string           `json:"state" enum:"proposed,active,refused"`
	Proposer   string           `json:"proposer"`
	ProposedAt time.Time        `json:"proposed_at"`
	Decider    string           `json:"decider,omitempty"`
	DecidedAt  *time.Time       `json:"decided_at,omitempty"`
	Reason     string           `json:"reason,omitempty"`
	Actions    []string         `json:"actions" doc:"Of activate and refuse, what you may do; activating asks for a fresh login and for somebody else than the proposer"`
	Text       string           `json:"text,omitempty" doc:"Only where one change was asked for"`
	Preview    *ItemListPreview `json:"preview,omitempty" doc:"Only where one waiting change was asked for: what it would do now"`
}

// ItemChangeList lists changes, what waits first.
type ItemChangeList struct {
	Items []ItemChange `json:"items"`
}

// ItemFileBody is a list of items as it stands in its file.
type ItemFileBody struct {
	File string `json:"file" minLength:"1" maxLength:"100" doc:"Name of the file" example:"执法事项清单.csv"`
	Text string `json:"text,omitempty" maxLength:"786432" doc:"CSV in UTF-8 with a heading; columns are named in Chinese or English, in any order"`

	Workbook []byte `json:"workbook,omitempty" maxLength:"1048576" doc:"Instead of the text: an XLSX workbook, base64 in JSON; its first sheet is read, line numbers are its rows. What is kept is its text"`
}

// ItemListPreview is what a list would change, and every line that is refused.
type ItemListPreview struct {
	Added    int              `json:"added"`
	Changed  int              `json:"changed"`
	Same     int              `json:"same"`
	Refused  int              `json:"refused" doc:"Problems; a list with any is not taken"`
	Problems []ItemProblem    `json:"problems" doc:"The first two hundred"`
	Lines    []ItemLineChange `json:"lines" doc:"The first two hundred lines that change something"`
}

// ItemProblem is one thing wrong with a line.
type ItemProblem struct {
	Line int   `json:"line"`
	Text Words `json:"text"`
}

// ItemLineChange is a line that changes something.
type ItemLineChange struct {
	Line  int              `json:"line"`
	Does  string           `json:"does" enum:"add,change"`
	Code  string           `json:"code"`
	Item  *EnforcementItem `json:"item,omitempty"`
	Grant *ItemGrant       `json:"grant,omitempty"`
}

// GrantBody gives an item to a township (赋权).
type GrantBody struct {
	Item     string `json:"item" minLength:"2" maxLength:"40" example:"air-straw"`
	Township string `json:"township" minLength:"1" maxLength:"100" doc:"Code of the organ" example:"heshan-lanxi"`
	Document string `json:"document" minLength:"2" maxLength:"200" doc:"The published decision (赋权决定)"`
	Number   string `json:"number,omitempty" maxLength:"100"`
	From     string `json:"from" format:"date"`
	To       string `json:"to,omitempty" format:"date" doc:"Last day; the same township, item and first day again changes the grant"`
}

// ItemChangePath names a change. Huma reads embedded structs only where their type is exported.
type ItemChangePath struct {
	ID string `path:"id" format:"uuid"`
}
type itemFileInput struct{ Body ItemFileBody }
type grantInput struct{ Body GrantBody }
type itemRefusal struct {
	ItemChangePath
	Body AdminRefusal
}
type itemChangeOutput struct{ Body ItemChange }

func (s *Server) registerItemChanges(api huma.API) {
	const path = "/v1/enforcement-items"
	op := func(method, at, id, summary string, status int, errs ...int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path + at, Tags: itemTags, Summary: summary, DefaultStatus: status, Errors: append([]int{401, 403}, errs...)}
	}
	register(api, op(http.MethodPost, "/preview", "previewEnforcementItems", "What a list would change, and which lines are refused; changes nothing", 200, 422), func(ctx context.Context, in *itemFileInput) (*adminList[ItemListPreview], error) {
		p, err := s.Office.PreviewItems(ctx, actorOf(ctx), casework.ItemFile{File: in.Body.File, Text: in.Body.Text, Workbook: in.Body.Workbook})
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &adminList[ItemListPreview]{itemPreview(p)}, nil
	})
	register(api, op(http.MethodGet, "/changes", "listItemChanges", "Changes of the list, what waits first", 200), s.listItemChanges)
	register(api, op(http.MethodGet, "/changes/{id}", "readItemChange", "A change with its text and what it would do", 200, 404, 422), s.readItemChange)
	register(api, op(http.MethodPost, "/changes", "proposeItemChange", "Propose a list; refused lines are named one by one", 201, 422), func(ctx context.Context, in *itemFileInput) (*itemChangeOutput, error) {
		return itemChangeAnswer(ctx)(s.Office.ProposeItems(ctx, actorOf(ctx), casework.ItemFile{File: in.Body.File, Text: in.Body.Text, Workbook: in.Body.Workbook}))
	})
	register(api, op(http.MethodPost, "/grants", "proposeItemGrant", "Propose to give an item to a township", 201, 422), func(ctx context.Context, in *grantInput) (*itemChangeOutput, error) {
		var bad fields
		g := casework.NewGrant{
			Item: in.Body.Item, Township: in.Body.Township, Document: in.Body.Document, Number: in.Body.Number, From: date(&bad, "body.from", in.Body.From), To: date(&bad, "body.to", in.Body.To),
		}
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		return itemChangeAnswer(ctx)(s.Office.GrantItem(ctx, actorOf(ctx), g))
	})
	register(api, op(http.MethodPost, "/changes/{id}/activate", "activateItemChange", "Put a colleague's change into force", 200, 404, 409, 422), func(ctx context.Context, in *ItemChangePath) (*itemChangeOutput, error) {
		var bad fields
		change := id[ids.Entry](&bad, "path.id", in.ID)
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		return itemChangeAnswer(ctx)(s.Office.ActivateItems(ctx, actorOf(ctx), change))
	})
	register(api, op(http.MethodPost, "/changes/{id}/refuse", "refuseItemChange", "Turn a change down, or withdraw one's own", 200, 404, 409, 422), func(ctx context.Context, in *itemRefusal) (*itemChangeOutput, error) {
		var bad fields
		change := id[ids.Entry](&bad, "path.id", in.ID)
		if err := bad.err(); err != nil {
			return nil, problem(ctx, err)
		}
		return itemChangeAnswer(ctx)(s.Office.RefuseItems(ctx, actorOf(ctx), change, in.Body.Reason))
	})
}

func itemChangeAnswer(ctx context.Context) func(casework.ItemChange, error) (*itemChangeOutput, error) {
	return func(c casework.ItemChange, err error) (*itemChangeOutput, error) {
		if err != nil {
			return nil, problem(ctx, err)
		}
		v := itemChangeView(c)
		v.Text = ""
		return &itemChangeOutput{v}, nil
	}
}

func (s *Server) listItemChanges(ctx context.Context, _ *struct{}) (*adminList[ItemChangeList], error) {
	all, err := s.Office.ItemChanges(ctx, actorOf(ctx))
	if err != nil {
		return nil, problem(ctx, err)
	}
	out := ItemChangeList{Items: make([]ItemChange, len(all))}
	for i, c := range all {
		out.Items[i] = itemChangeView(c)
	}
	return &adminList[ItemChangeList]{out}, nil
}

func (s *Server) readItemChange(ctx context.Context, in *ItemChangePath) (*itemChangeOutput, error) {
	var bad fields
	change := id[ids.Entry](&bad, "path.id", in.ID)
	if err := bad.err(); err != nil {
		return nil, problem(ctx, err)
	}
	c, p, err := s.Office.ItemChangeOf(ctx, actorOf(ctx), change)
	if err != nil {
		return nil, problem(ctx, err)
	}
	v := itemChangeView(c)
	if c.State == "proposed" {
		preview := itemPreview(p)
		v.Preview = &preview
	}
	return &itemChangeOutput{v}, nil
}

func itemChangeView(c casework.ItemChange) ItemChange {
	var title *Words
	if c.Title.ZH != "" {
		t := words(c.Title)
		title = &t
	}
	return ItemChange{
		Title: title,
		ID:    c.ID.String(), File: c.File, SHA256: c.SHA256, Rows: c.Rows, State: c.State, Proposer: c.Proposer, ProposedAt: c.ProposedAt,
		Decider: c.Decider, DecidedAt: c.DecidedAt, Reason: c.Reason, Actions: list(c.Actions), Text: c.Text,
	}
}

// mostLines is how many lines a preview shows: who imports looks at the first ones
// and at the counts.
const mostLines = 200

func itemPreview(p casework.ItemPreview) ItemListPreview {
	out := ItemListPreview{Added: p.Count("add"), Changed: p.Count("change"), Same: p.Count("same"), Refused: len(p.Problems), Problems: []ItemProblem{}, Lines: []ItemLineChange{}}
	for _, x := range p.Problems[:min(len(p.Problems), mostLines)] {
		out.Problems = append(out.Problems, ItemProblem{x.Line, words(fault.T(x.Text.ZH, x.Text.EN))})
	}
	for _, r := range p.Rows {
		if r.Does == "same" || r.Does == "" || len(out.Lines) == mostLines {
			continue
		}
		l := ItemLineChange{Line: r.Line, Does: r.Does}
		if r.Item != nil {
			i := itemEdition(*r.Item)
			l.Code, l.Item = r.Item.Code, &i
		}
		if r.Grant != nil {
			g := grantView(r.Township)
			l.Code, l.Grant = r.Grant.Item, &g
		}
		out.Lines = append(out.Lines, l)
	}
	return out
}
