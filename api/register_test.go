package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

type (
	told struct {
		Word string `json:"word" minLength:"2"`
		File []byte `json:"file,omitempty"`
		More struct {
			Count int `json:"count,omitempty"`
		} `json:"more,omitempty"`
	}
	toldAct struct {
		ActPath
		Body    told
		RawBody []byte
	}
	retold struct {
		Status   int
		ETag     string `header:"ETag"`
		Replayed bool   `header:"Idempotent-Replayed"`
		Body     map[string]string
	}
)

// TestRegisterIsHuma: an operation whose shape is shared answers as one that Huma
// registers from the request's and the answer's own types: the same description, the
// same answers to good and bad requests, header by header.
func TestRegisterIsHuma(t *testing.T) {
	t.Parallel()
	hookErrors()
	handle := func(_ context.Context, in *toldAct) (*retold, error) {
		if in.Body.Word == "nothing" {
			return nil, nil
		}
		if in.Body.Word == "refused" {
			return nil, huma.Error409Conflict("refused")
		}
		return &retold{Status: http.StatusAccepted, ETag: in.IfMatch, Replayed: in.Key != "", Body: map[string]string{"id": in.ID, "word": in.Body.Word, "raw": string(in.RawBody)}}, nil
	}
	quiet := func(_ context.Context, in *toldAct) (*struct{}, error) {
		if in.Body.More.Count != 2 {
			return nil, huma.Error404NotFound("other count")
		}
		return nil, nil
	}
	op := func(id string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodPost, Path: "/v1/" + id + "/{id}", Errors: []int{404, 409}}
	}
	build := func(ours bool) (*http.ServeMux, string) {
		mux := http.NewServeMux()
		cfg := huma.DefaultConfig("x", "1")
		cfg.CreateHooks = nil
		api := humago.New(mux, cfg)
		if ours {
			register(api, op("say"), handle)
			register(api, op("hush"), quiet)
		} else {
			huma.Register(api, op("say"), handle)
			huma.Register(api, op("hush"), quiet)
			for _, path := range api.OpenAPI().Paths { // beside RawBody Huma offers any bytes, which no handler takes
				delete(path.Post.RequestBody.Content, "application/octet-stream")
			}
		}
		text, err := json.Marshal(api.OpenAPI())
		if err != nil {
			t.Fatal(err)
		}
		return mux, string(text)
	}
	mine, described := build(true)
	theirs, wanted := build(false)
	if described != wanted {
		t.Errorf("described as\n%s\nHuma says\n%s", described, wanted)
	}
	const path = "/0192d3a4-0000-7000-8000-000000000001"
	for _, c := range []struct{ to, body, kind string }{
		{"/v1/say" + path, `{"word":"yes","more":{"count":1}}`, "application/json"},
		{"/v1/say" + path, `{"word":"nothing"}`, "application/json"},
		{"/v1/say" + path, `{"word":"refused"}`, "application/json"},
		{"/v1/say" + path, `{"word":"x"}`, "application/json"},
		{"/v1/say" + path, `{"word":"yes","other":1}`, "application/json"},
		{"/v1/say" + path, `{"word":"yes","more":{"count":1e400}}`, "application/json"},
		{"/v1/say" + path, `{"word":"yes","file":"-"}`, "application/json"},
		{"/v1/say" + path, `{"word":`, "application/json"},
		{"/v1/say" + path, `null`, "application/json"},
		{"/v1/say" + path, ``, "application/json"},
		{"/v1/say" + path, `{"word":"yes"}`, ""},
		{"/v1/say" + path, `word=yes`, "application/x-www-form-urlencoded"},
		{"/v1/say/nobody", `{"word":"yes"}`, "application/json"},
		{"/v1/say" + path + "?asked=1", `{"word":"yes"}`, "application/json"},
		{"/v1/hush" + path, `{"word":"yes","more":{"count":2}}`, "application/json"},
		{"/v1/hush" + path, `{"word":"yes"}`, "application/json"},
	} {
		ask := func(mux *http.ServeMux) (int, http.Header, string) {
			r := httptest.NewRequest(http.MethodPost, c.to, strings.NewReader(c.body))
			r.Header.Set("If-Match", `"3"`)
			r.Header.Set("Idempotency-Key", "k")
			if c.kind != "" {
				r.Header.Set("Content-Type", c.kind)
			}
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, r)
			text, err := io.ReadAll(w.Result().Body)
			if err != nil {
				t.Fatal(err)
			}
			return w.Code, w.Header(), string(text)
		}
		code, header, text := ask(mine)
		want, heads, says := ask(theirs)
		if code != want || text != says || len(header) != len(heads) {
			t.Errorf("%s %s: %d %v %s; Huma answers %d %v %s", c.to, c.body, code, header, text, want, heads, says)
		}
		for name := range heads {
			if header.Get(name) != heads.Get(name) {
				t.Errorf("%s %s: %s is %q, of Huma %q", c.to, c.body, name, header.Get(name), heads.Get(name))
			}
		}
	}
}

// TestRegisterRefuses: what no shape carries is refused when the contract is built, and
// a shape that only one operation had would cost more than it saves.
func TestRegisterRefuses(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]func(huma.API){
		"parameters": func(api huma.API) {
			register(api, huma.Operation{OperationID: "a", Method: http.MethodGet, Path: "/v1/a"}, func(context.Context, *struct {
				Odd string `query:"odd"`
			}) (*struct{}, error) {
				return nil, nil
			})
		},
		"answer": func(api huma.API) {
			register(api, huma.Operation{OperationID: "b", Method: http.MethodGet, Path: "/v1/b"}, func(context.Context, *struct{}) (*struct {
				Kind string `header:"Content-Type"`
				Body []byte
			}, error) {
				return nil, nil
			})
		},
		"body": func(api huma.API) {
			register(api, huma.Operation{OperationID: "c", Method: http.MethodPost, Path: "/v1/c"}, func(context.Context, *struct{ Body *told }) (*struct{}, error) {
				return nil, nil
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("is registered")
				}
			}()
			f(humago.New(http.NewServeMux(), huma.DefaultConfig("x", "1")))
		})
	}
	if len(shapeOf) != len(shapes) {
		t.Errorf("%d shapes, of which %d differ", len(shapes), len(shapeOf))
	}
}
