package casework

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/xianjie-hub/xianjie/domain/fault"
)

// intranets are the ranges that an allowed prefix may lie in: private addresses.
// Link-local ones, where clouds keep their metadata, are not among them.
var intranets = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("fc00::/7"),
}

// ownMachine is allowed beside them where Office.Loopback says so.
var ownMachine = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// checkEndpoint cleans the settings of an endpoint in place. A robot's address
// comes back without what opens it.
func (o *Office) checkEndpoint(kind string, in *EndpointSettings, bad *complaints) (key string) {
	bad.text("body.name", &in.Name, 1, 100)
	in.Topics, in.Allow = tidy(in.Topics), tidy(in.Allow)
	for _, t := range in.Topics {
		if !slices.ContainsFunc(NoticeTopics, func(known NoticeTopic) bool { return known.Code == t }) {
			bad.add("body.topics", "没有这类提醒："+t, "There is no group of notices called "+t)
		}
	}
	for i, text := range in.Allow {
		p, err := netip.ParsePrefix(text)
		within := func(range_ netip.Prefix) bool { return range_.Contains(p.Addr()) && p.Bits() >= range_.Bits() }
		switch {
		case err != nil:
			bad.add(fmt.Sprintf("body.allow[%d]", i), "不是网段，例如 10.20.0.0/16", "Not a prefix such as 10.20.0.0/16")
		case !slices.ContainsFunc(intranets, within) && (!o.Loopback || !slices.ContainsFunc(ownMachine, within)):
			bad.add(fmt.Sprintf("body.allow[%d]", i), "只能填内网网段", "Only a prefix of an intranet")
		default:
			in.Allow[i] = p.Masked().String()
		}
	}
	return o.checkAddress(kind, in, bad)
}

// robotKey names the parameter in which a robot's address carries its key.
var robotKey = map[string]string{KindWeCom: "key", KindDingTalk: "access_token"}

func (o *Office) checkAddress(kind string, in *EndpointSettings, bad *complaints) (key string) {
	in.URL = strings.TrimSpace(in.URL)
	u, err := url.Parse(in.URL)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || len(in.URL) > 1000 {
		bad.add("body.url", "请填写形如 https://主机/路径 的地址", "Give an address of the form https://host/path")
		return ""
	}
	intranet := len(in.Allow) > 0
	addr, err := netip.ParseAddr(u.Hostname())
	literal := err == nil // else a name: where it leads is checked when it is dialled
	addr = addr.WithZone("").Unmap()
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !intranet):
		bad.add("body.url", "须用 https；只有经两人确认的内网端点可以用 http", "Use https; plain http only inside an intranet prefix that two persons allowed")
	case !intranet && u.Port() != "" && u.Port() != "443":
		bad.add("body.url", "互联网端点只能用 443 端口；内网端点请填写内网网段，由第二人确认", "On the internet only port 443; for an endpoint in an intranet name its prefix, which a second person confirms")
	case isOwnName(u.Hostname()) && !o.Loopback:
		bad.add("body.url", "不能指向本机：请填写对方系统的地址", "Not this machine itself: give the address of the other system")
	case !literal || allows(in.Allow, addr):
	case addr.IsLoopback() || addr.IsLinkLocalUnicast() || addr.IsUnspecified() || addr.IsMulticast():
		bad.add("body.url", "不能指向本机、链路本地（云主机元数据）或组播地址：请填写对方系统的地址", "Neither this machine, link-local addresses (where clouds keep their metadata) nor multicast: give the address of the other system")
	case intranet:
		bad.add("body.url", "地址不在所填的内网网段内：请改正地址或网段", "The address lies outside the prefixes you named: correct one of them")
	case addr.IsPrivate() || slices.ContainsFunc(intranets, func(p netip.Prefix) bool { return p.Contains(addr) }):
		bad.add("body.url", "这是内网地址：请填写内网网段，由第二人确认", "This is an address inside an intranet: name its prefix, which a second person confirms")
	}
	if name := robotKey[kind]; name != "" {
		key = u.Query().Get(name)
		u.RawQuery = ""
		in.URL = u.String()
	}
	return key
}

// isOwnName reports whether a name stands for the machine that asks (RFC 6761).
func isOwnName(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func allows(prefixes []string, addr netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(text string) bool {
		p, err := netip.ParsePrefix(text)
		return err == nil && p.Contains(addr)
	})
}

// Robots' keys, as people paste them.
const maxRobotKey = 200

func checkRobotKey(path string, key, sign *string, bad *complaints) {
	bad.text(path, key, 1, maxRobotKey)
	bad.text("body.sign", sign, 0, maxRobotKey)
}

func tooManyEndpoints() error {
	return fault.New(fault.Rule, "endpoint.too_many", fault.T("一个机关最多登记 20 个接收端点，请先移除不用的", "An organ may have 20 endpoints; remove one that is not used"))
}
