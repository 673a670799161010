package notify

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"code.dny.dev/ssrf"
)

// callTimeout is how long one call over HTTP may take, from the dial to the last
// byte that is read.
const callTimeout = 15 * time.Second

// outbound gives a client for one address outside the hub. The address is checked
// when it is dialled, so a name that resolves to something else the second time
// gains nothing; redirects are answers, not directions; the environment's proxy is
// ignored. Without allowed prefixes only public addresses on port 443 are dialled;
// with some, also what lies in them, on the port that the address names.
func outbound(address string, allow []netip.Prefix, timeout time.Duration) (*http.Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return nil, errors.New("the address is not of the form https://host/path")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || len(allow) == 0) {
		return nil, errors.New("spoken to over https; plain http only inside an allowed intranet prefix")
	}
	guard, err := guardOf(u, allow)
	if err != nil {
		return nil, err
	}
	if timeout <= 0 {
		timeout = callTimeout
	}
	return &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{
			DialContext: (&net.Dialer{Timeout: timeout, Control: guard.Safe}).DialContext,
			Proxy:       nil, MaxResponseHeaderBytes: maxAnswer, DisableCompression: true, ForceAttemptHTTP2: true,
			MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: timeout, ResponseHeaderTimeout: timeout,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

func guardOf(u *url.URL, allow []netip.Prefix) (*ssrf.Guardian, error) {
	ports := []uint16{443}
	var v4, v6 []netip.Prefix
	for _, p := range allow {
		if p.Addr().Is4() {
			v4 = append(v4, p.Masked())
		} else {
			v6 = append(v6, p.Masked())
		}
	}
	if len(allow) > 0 {
		port := map[string]string{"http": "80", "https": "443"}[u.Scheme]
		if u.Port() != "" {
			port = u.Port()
		}
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("the port: %w", err)
		}
		ports = []uint16{uint16(n)}
	}
	return ssrf.New(ssrf.WithPorts(ports...), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...)), nil
}

// callError says why a call failed without its address, which may carry a key.
func callError(err error) error {
	if inner, ok := errors.AsType[*url.Error](err); ok {
		err = inner.Err
	}
	return errors.New(shown(err.Error()))
}
