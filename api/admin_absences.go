package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
	"github.com/xianjie-hub/xianjie/domain/ids"
)

// AdminLeaveBody is an absence and who stands in (请假与代办).
type AdminLeaveBody struct {
	User   string `json:"user" format:"uuid"`
	Deputy string `json:"deputy" format:"uuid" doc:"Of the same organ; reads, prepares and submits, approves nothing"`
	From   string `json:"from" format:"date"`
	To     string `json:"to" format:"date"`
}

// AdminLeave is a recorded leave.
type AdminLeave struct {
	AdminLeaveBody
	ID       string  `json:"id" format:"uuid"`
	Warnings []Words `json:"warnings"`
	Note     Words   `json:"note" doc:"What a deputy may not do"`
}

// AdminLeaveList lists leaves, latest first.
type AdminLeaveList struct {
	Items []AdminLeave `json:"items"`
	Note  Words        `json:"note" doc:"What a deputy may not do"`
}

// AdminShiftBody puts somebody on duty (值班).
type AdminShiftBody struct {
	User  string    `json:"user" format:"uuid"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Phone string    `json:"phone,omitempty" maxLength:"30" doc:"Absent: the person's own"`
}

// AdminShift is a turn of duty.
type AdminShift struct {
	AdminShiftBody
	ID string `json:"id" format:"uuid"`
}

// AdminGap is a time for which nobody is on duty.
type AdminGap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// AdminRoster lists the shifts that are not over.
type AdminRoster struct {
	Items []AdminShift `json:"items"`
	Gaps  []AdminGap   `json:"gaps" doc:"In the next two weeks"`
}

func (s *Server) registerAdminLeaves(api huma.API) {
	const path = "/agencies/{agency}/leaves"
	register(api, adminOp(http.MethodGet, path, "adminListLeaves", "Who is away, and who stands in"), func(ctx context.Context, in *AdminPath) (*adminList[AdminLeaveList], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminLeaveList, error) {
			list, err := s.Office.Leaves(ctx, actorOf(ctx), organ)
			out := AdminLeaveList{Items: make([]AdminLeave, len(list)), Note: words(casework.LeaveNote)}
			for i, l := range list {
				out.Items[i] = adminLeaveView(l)
			}
			return out, err
		})
	})
	register(api, adminOp(http.MethodPost, path, "adminAddLeave", "Record a leave and its deputy"), func(ctx context.Context, in *struct {
		AdminPath
		Body AdminLeaveBody
	}) (*adminOutput[AdminLeave], error) {
		var bad fields
		organ, b := in.organ(&bad), in.Body
		l := casework.Leave{User: id[ids.User](&bad, "body.user", b.User), Deputy: id[ids.User](&bad, "body.deputy", b.Deputy), From: date(&bad, "body.from", b.From), To: date(&bad, "body.to", b.To)}
		return adminAdd(ctx, &bad, func() (*adminOutput[AdminLeave], error) {
			l, err := s.Office.AddLeave(ctx, actorOf(ctx), organ, l)
			return &adminOutput[AdminLeave]{Body: adminLeaveView(l)}, err
		})
	})
	huma.Register(api, adminOp(http.MethodDelete, path+"/{id}", "adminRemoveLeave", "Take back a leave; one under way ends"), func(ctx context.Context, in *AdminEntry) (*struct{}, error) {
		return adminDrop(ctx, in, func(organ ids.Agency, entry ids.Entry) error {
			return s.Office.RemoveLeave(ctx, actorOf(ctx), organ, entry)
		})
	})
}

func adminLeaveView(l casework.Leave) AdminLeave {
	return AdminLeave{
		AdminLeaveBody: AdminLeaveBody{User: l.User.String(), Deputy: l.Deputy.String(), From: l.From.String(), To: l.To.String()},
		ID:             l.ID.String(), Warnings: texts(l.Warnings), Note: words(casework.LeaveNote),
	}
}

func (s *Server) registerAdminShifts(api huma.API) {
	const path = "/agencies/{agency}/shifts"
	register(api, adminOp(http.MethodGet, path, "adminListShifts", "The duty roster, and its gaps"), func(ctx context.Context, in *AdminPath) (*adminList[AdminRoster], error) {
		var bad fields
		organ := in.organ(&bad)
		return adminGet(ctx, &bad, func() (AdminRoster, error) {
			list, gaps, err := s.Office.DutyRoster(ctx, actorOf(ctx), organ)
			out := AdminRoster{Items: make([]AdminShift, len(list)), Gaps: make([]AdminGap, len(gaps))}
			for i, each := range list {
				out.Items[i] = adminShiftView(each)
			}
			for i, g := range gaps {
				out.Gaps[i] = AdminGap{From: g.From, To: g.To}
			}
			return out, err
		})
	})
	register(api, adminOp(http.MethodPost, path, "adminAddShift", "Put somebody on duty"), func(ctx context.Context, in *struct {
		AdminPath
		Body AdminShiftBody
	}) (*adminOutput[AdminShift], error) {
		var bad fields
		organ, b := in.organ(&bad), in.Body
		shift := casework.Shift{User: id[ids.User](&bad, "body.user", b.User), From: b.From, To: b.To, Phone: b.Phone}
		return adminAdd(ctx, &bad, func() (*adminOutput[AdminShift], error) {
			shift, err := s.Office.AddShift(ctx, actorOf(ctx), organ, shift)
			return &adminOutput[AdminShift]{Body: adminShiftView(shift)}, err
		})
	})
	huma.Register(api, adminOp(http.MethodDelete, path+"/{id}", "adminRemoveShift", "Take somebody off duty; a shift under way ends"), func(ctx context.Context, in *AdminEntry) (*struct{}, error) {
		return adminDrop(ctx, in, func(organ ids.Agency, entry ids.Entry) error {
			return s.Office.RemoveShift(ctx, actorOf(ctx), organ, entry)
		})
	})
}

func adminShiftView(s casework.Shift) AdminShift {
	return AdminShift{AdminShiftBody: AdminShiftBody{User: s.User.String(), From: s.From, To: s.To, Phone: s.Phone}, ID: s.ID.String()}
}
