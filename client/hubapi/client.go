// Package hubapi is the contract of the hub for partner systems in Go: types and calls are
// generated from it (make gen), for the operations that a token may call. How a token is
// kept and proved is package client.
package hubapi

import (
	"context"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/xianjie-hub/xianjie/client"
)

// Client calls a hub by the operations of its contract. Refusals are *client.Problem.
type Client struct{ *client.Client }

// Option changes one call.
type Option func(*client.Request)

// IfMatch says which version of a case was seen: steps want it.
func IfMatch(etag string) Option { return func(r *client.Request) { r.IfMatch = etag } }

// Key makes a repetition of the call harmless: the same one again changes nothing.
func Key(key string) Option { return func(r *client.Request) { r.Key = key } }

// Header sets a header of the call, such as X-File-Name.
func Header(name, value string) Option {
	return func(r *client.Request) {
		if r.Header == nil {
			r.Header = map[string][]string{}
		}
		r.Header.Set(name, value)
	}
}

func (c *Client) call(ctx context.Context, method, path string, body, out any, more []Option) (string, error) {
	r := client.Request{Method: method, Path: path, Body: body}
	for _, o := range more {
		o(&r)
	}
	if v := reflect.ValueOf(out); out != nil && (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		out = nil // whoever wants no bytes gives nil
	}
	return c.Do(ctx, r, out)
}

// withQuery puts what is set of the parameters of an operation behind its path.
func withQuery(path string, params any) string {
	v := reflect.ValueOf(params)
	if v.IsNil() {
		return path
	}
	q := url.Values{}
	v = v.Elem()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("form"), ",")
		f := v.Field(i)
		if name == "" || f.Kind() == reflect.Pointer && f.IsNil() {
			continue
		}
		if f.Kind() == reflect.Pointer {
			f = f.Elem()
		}
		switch x := f.Interface().(type) {
		case []string:
			q.Set(name, strings.Join(x, ","))
		case time.Time:
			q.Set(name, x.Format(time.RFC3339))
		default:
			q.Set(name, fmt.Sprint(x))
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
