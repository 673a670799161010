package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AdminDeskBody entrusts an organ's receiving to the desk of another (委托共用窗口收件).
type AdminDeskBody struct {
	Desk     string `json:"desk" format:"uuid" doc:"The other organ (受托机关)"`
	Unit     string `json:"unit,omitempty" format:"uuid" doc:"Its window; or"`
	User     string `json:"user,omitempty" format:"uuid" doc:"one of its people who receive"`
	Document string `json:"document" minLength:"2" maxLength:"200" doc:"Document that says so (委托书), with its number"`
	From     string `json:"from" format:"date"`
	To       string `json:"to" format:"date" doc:"Last day"`
}

// AdminDesk is a recorded shared desk. It covers signing for what arrives and nothing else.
type AdminDesk struct {
	AdminDeskBody
	ID      string     `json:"id" format:"uuid"`
	Organ   string     `json:"organ" format:"uuid" doc:"In whose name is signed (委托机关)"`
	Name    string     `json:"name" doc:"Of the window or the person"`
	Stands  bool       `json:"stands" doc:"Neither ended nor over"`
	EndedAt *time.Time `json:"ended_at,omitempty"`
	EndedBy string     `json:"ended_by,omitempty" format:"uuid" doc:"The organ that took it back or gave it back"`
	Reason  string     `json:"reason,omitempty"`
}

// AdminDeskList lists what an organ gave and took, newest first.
type AdminDeskList struct {
	Items []AdminDesk `json:"items"`
	Note  Words       `json:"note" doc:"What a shared desk may not do"`
}

// AdminDeskChoice is a window of another organ, or a person who works at one.
type AdminDeskChoice struct {
	Desk   string `json:"desk" format:"uuid"`
	Agency string `json:"agency" doc:"Name of the organ"`
	Unit   string `json:"unit,omitempty" format:"uuid"`
	User   string `json:"user,omitempty" format:"uuid"`
	Name   string `json:"name"`
}

// AdminDeskChoices lists to whom a desk may be entrusted.
type AdminDeskChoices struct {
	Items []AdminDeskChoice `json:"items"`
}

// AdminDeskEnd ends a shared desk.
type AdminDeskEnd struct {
	Reason string `json:"reason" minLength:"2" maxLength:"500"`
}

func (s *Server) registerAdminDesks(api huma.API) {
	const path = "/agencies/{agency}/desks"
	register(api, adminOp(http.MethodGet, path, "adminListDesks", "Shared desks: what an organ entrusted to others, and others to it"), func(ctx context.Context, in *AdminPath) (*adminList[AdminDeskList], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminDeskList, error) {
			list, err := s.Office.Entrustments(ctx, actorOf(ctx), organ)
			out := AdminDeskList{Items: make([]AdminDesk, len(list)), Note: words(casework.EntrustmentNote)}
			for i, e := range list {
				out.Items[i] = s.adminDeskView(e)
			}
			return out, err
		})
	})
	register(api, adminOp(http.MethodGet, path+"/choices", "adminListDeskChoices", "Windows of other organs, and the people who receive there"), func(ctx context.Context, in *AdminPath) (*adminList[AdminDeskChoices], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminDeskChoices, error) {
			list, err := s.Office.DeskChoices(ctx, actorOf(ctx), organ)
			out := AdminDeskChoices{Items: make([]AdminDeskChoice, len(list))}
			for i, c := range list {
				out.Items[i] = AdminDeskChoice{Desk: c.AgencyID.String(), Agency: c.Agency, Unit: textOf(c.UnitID), User: textOf(ids.User(c.UserID)), Name: c.Name}
			}
			return out, err
		})
	})
	register(api, adminOp(http.MethodPost, path, "adminEntrustDesk", "Entrust the signing for what arrives to another organ's desk"), func(ctx context.Context, in *struct {
		AdminPath
		Body AdminDeskBody
	}) (*adminOutput[AdminDesk], error) {
		var bad fields
		organ, b := in.organ(&bad), in.Body
		e := casework.Entrustment{
			Desk: id[ids.Agency](&bad, "body.desk", b.Desk), Unit: id[ids.Unit](&bad, "body.unit", b.Unit), User: id[ids.User](&bad, "body.user", b.User),
			Document: b.Document, From: date(&bad, "body.from", b.From), To: date(&bad, "body.to", b.To),
		}
		return adminAdd(ctx, &bad, func() (*adminOutput[AdminDesk], error) {
			e, err := s.Office.Entrust(ctx, actorOf(ctx), organ, e)
			return &adminOutput[AdminDesk]{Body: s.adminDeskView(e)}, err
		})
	})
	end := adminOp(http.MethodPost, path+"/{id}/end", "adminEndDesk", "Take a shared desk back, or give it back; it ends at once")
	end.DefaultStatus = http.StatusNoContent
	register(api, end, func(ctx context.Context, in *struct {
		AdminEntry
		Body AdminDeskEnd
	}) (*struct{}, error) {
		return adminDrop(ctx, &in.AdminEntry, func(organ ids.Agency, entry ids.Entry) error {
			return s.Office.EndEntrustment(ctx, actorOf(ctx), organ, entry, in.Body.Reason)
		})
	})
}

func (s *Server) adminDeskView(e casework.Entrustment) AdminDesk {
	return AdminDesk{
		AdminDeskBody: AdminDeskBody{Desk: e.Desk.String(), Unit: textOf(e.Unit), User: textOf(e.User), Document: e.Document, From: e.From.String(), To: e.To.String()},
		ID:            e.ID.String(), Organ: e.Organ.String(), Name: e.Name, Stands: e.Stands(s.Office.Now()), EndedAt: e.EndedAt, EndedBy: textOf(e.EndedBy), Reason: e.Reason,
	}
}
