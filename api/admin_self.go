package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/xianjie-hub/xianjie/casework"
)

// AdminSelfPatch is what everybody may change about themselves.
type AdminSelfPatch struct {
	Lang  *string `json:"lang,omitempty" enum:"zh-CN,en"`
	Email *string `json:"email,omitempty" maxLength:"200"`
	Phone *string `json:"phone,omitempty" maxLength:"30"`
}

// AdminTopic is a group of notices with the channels it comes by.
type AdminTopic struct {
	Topic     string `json:"topic" enum:"clock,act,record,remark,plan"`
	Title     Words  `json:"title"`
	Statutory bool   `json:"statutory" doc:"At least one channel that reaches the person stays on"`
	InApp     bool   `json:"inapp"`
	Email     bool   `json:"email"`
	SMS       bool   `json:"sms"`
}

// AdminPreferences are one's own choice of notices.
type AdminPreferences struct {
	Items   []AdminTopic `json:"items"`
	Version int64        `json:"version"`
}

// AdminChoice switches one topic on one channel.
type AdminChoice struct {
	Topic   string `json:"topic" enum:"clock,act,record,remark,plan"`
	Channel string `json:"channel" enum:"inapp,email,sms"`
	On      bool   `json:"on"`
}

// AdminChoices change what they name and keep the rest.
type AdminChoices struct {
	Choices []AdminChoice `json:"choices" minItems:"1" maxItems:"50"`
}

func (s *Server) registerSelf(api huma.API) {
	tags := []string{"People"}
	register(api, huma.Operation{OperationID: "editMe", Method: http.MethodPatch, Path: "/v1/me", Tags: tags, Summary: "Change one's own language, address or number", Errors: []int{401, 403, 404, 409, 412, 422, 428}}, s.editMe)
	register(api, huma.Operation{OperationID: "getMyPreferences", Method: http.MethodGet, Path: "/v1/me/preferences", Tags: tags, Summary: "One's own choice of notices", Errors: []int{401, 403}}, func(ctx context.Context, _ *struct{}) (*adminOutput[AdminPreferences], error) {
		p, version, err := s.Office.MyPreferences(ctx, actorOf(ctx))
		if err != nil {
			return nil, problem(ctx, err)
		}
		return adminPreferencesOutput(p, version), nil
	})
	register(api, huma.Operation{OperationID: "setMyPreferences", Method: http.MethodPatch, Path: "/v1/me/preferences", Tags: tags, Summary: "Choose the notices one wants, per topic and channel", Errors: []int{401, 403, 409, 412, 422, 428}}, func(ctx context.Context, in *struct {
		AdminVersion
		Body AdminChoices
	}) (*adminOutput[AdminPreferences], error) {
		change := casework.Preferences{}
		for _, c := range in.Body.Choices {
			if change[c.Topic] == nil {
				change[c.Topic] = map[string]bool{}
			}
			change[c.Topic][c.Channel] = c.On
		}
		return adminChange(ctx, &fields{}, in.AdminVersion, func(version int64) (*adminOutput[AdminPreferences], error) {
			p, after, err := s.Office.SetPreferences(ctx, actorOf(ctx), version, change)
			return adminPreferencesOutput(p, after), err
		})
	})
}

func (s *Server) editMe(ctx context.Context, in *struct {
	AdminVersion
	Body AdminSelfPatch
}) (*adminOutput[Me], error) {
	return adminChange(ctx, &fields{}, in.AdminVersion, func(version int64) (*adminOutput[Me], error) {
		err := s.Office.EditSelf(ctx, actorOf(ctx), version, casework.PersonPatch{Lang: in.Body.Lang, Email: in.Body.Email, Phone: in.Body.Phone})
		if err != nil {
			return nil, err
		}
		me, err := s.me(ctx, nil)
		if err != nil {
			return nil, err
		}
		return &adminOutput[Me]{Status: http.StatusOK, ETag: etag(me.Body.Version), Body: me.Body}, nil
	})
}

func adminPreferencesOutput(p casework.Preferences, version int64) *adminOutput[AdminPreferences] {
	out := AdminPreferences{Version: version, Items: make([]AdminTopic, len(casework.NoticeTopics))}
	for i, t := range casework.NoticeTopics {
		on := p[t.Code]
		out.Items[i] = AdminTopic{Topic: t.Code, Title: words(t.Title), Statutory: t.Statutory, InApp: on["inapp"], Email: on["email"], SMS: on["sms"]}
	}
	return &adminOutput[AdminPreferences]{Status: http.StatusOK, ETag: etag(version), Body: out}
}
