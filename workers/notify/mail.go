package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// TLS is how a mail server is spoken to.
type TLS string

// TLS policies.
const (
	TLSMandatory     TLS = "mandatory"     // STARTTLS or nothing
	TLSImplicit      TLS = "implicit"      // TLS from the first byte (port 465)
	TLSOpportunistic TLS = "opportunistic" // STARTTLS where the server offers it
	TLSNone          TLS = "none"          // plain text; only inside one machine or a closed network
)

// MailConfig says how mails are handed over. An empty Addr means that this
// installation sends none.
type MailConfig struct {
	Addr     string // host:port of the mail server
	From     string // sender's address, for example "衔接 <hub@example.gov.cn>"
	TLS      TLS    // empty: mandatory
	User     string // empty: no login
	Password string
	Hello    string         // name given in EHLO; empty: the host of From
	Timeout  time.Duration  // for one mail in all; zero: 20 s
	Roots    *x509.CertPool // nil: the system's
	Now      func() time.Time
}

// Mail sends e-mails.
type Mail struct {
	c        MailConfig
	host     string
	port     int
	from     *netmail.Address
	domain   string
	policies []mail.Option
}

const mailTimeout = 20 * time.Second

// NewMail checks the configuration. It connects to nobody.
func NewMail(c MailConfig) (*Mail, error) {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return nil, fmt.Errorf("mail server address: %w", err)
	}
	m := &Mail{c: c, host: host}
	if m.port, err = strconv.Atoi(port); err != nil {
		return nil, fmt.Errorf("mail server port: %w", err)
	}
	if m.from, err = netmail.ParseAddress(c.From); err != nil {
		return nil, fmt.Errorf("sender's mail address: %w", err)
	}
	m.domain = m.from.Address[strings.LastIndexByte(m.from.Address, '@')+1:]
	if m.c.Timeout <= 0 {
		m.c.Timeout = mailTimeout
	}
	if m.c.Hello == "" {
		m.c.Hello = m.domain
	}
	switch c.TLS {
	case TLSMandatory, "":
		m.policies = append(m.policies, mail.WithTLSPolicy(mail.TLSMandatory))
	case TLSOpportunistic:
		m.policies = append(m.policies, mail.WithTLSPolicy(mail.TLSOpportunistic))
	case TLSNone, TLSImplicit:
		m.policies = append(m.policies, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("no TLS policy %q", c.TLS)
	}
	if c.User != "" {
		m.policies = append(m.policies, m.login(), mail.WithUsername(c.User), mail.WithPassword(c.Password))
	}
	return m, nil
}

// login picks what the server offers and never sends a password in the clear.
// Under implicit TLS the library can't tell that the connection is encrypted, so
// the mechanisms are named; they check it themselves.
func (m *Mail) login() mail.Option {
	if m.c.TLS == TLSImplicit {
		return mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain, mail.SMTPAuthLogin)
	}
	return mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover)
}

// Send hands one mail over and gives the server's answer as proof. It is done
// when the server has taken the text; what the server does after that, closing
// the connection without a word included, changes nothing.
func (m *Mail) Send(ctx context.Context, msg Message) (proof string, err error) {
	out, err := m.compose(msg)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, m.c.Timeout)
	defer cancel()
	client, err := mail.NewClient(m.host, append([]mail.Option{
		mail.WithPort(m.port), mail.WithTimeout(m.c.Timeout), mail.WithHELO(m.c.Hello), mail.WithoutNoop(),
		mail.WithTLSConfig(m.tls()), mail.WithDialContextFunc(m.dial(ctx)),
	}, m.policies...)...)
	if err != nil {
		return "", fmt.Errorf("prepare the mail server: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, out)
	if out.IsDelivered() {
		return shown("SMTP " + out.ServerResponse()), nil
	}
	return "", mailError(err)
}

func (m *Mail) compose(msg Message) (*mail.Msg, error) {
	to, err := netmail.ParseAddress(msg.To)
	if err != nil || hidden(msg.To) || hidden(to.Address) {
		return nil, permanent(errors.New("no usable mail address")) // the address itself is personal data
	}
	if hidden(msg.Subject) || hidden(msg.ID) || strings.ContainsAny(msg.ID, "<>@ ") {
		return nil, permanent(errors.New("a mail header holds characters that cannot be seen"))
	}
	out := mail.NewMsg(mail.WithEncoding(mail.EncodingQP), mail.WithNoDefaultUserAgent())
	out.FromMailAddress(m.from)
	out.ToMailAddress(&netmail.Address{Address: to.Address})
	out.Subject(msg.Subject)
	out.SetDateWithValue(m.c.Now())
	out.SetMessageIDWithValue(msg.ID + "@" + m.domain)
	out.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday replies
	out.SetBodyString(mail.TypeTextPlain, msg.Text)
	if len(msg.Calendar) > 0 {
		out.AddAlternativeString(mail.ContentType("text/calendar; method="+msg.Method), string(msg.Calendar))
	}
	return out, nil
}

func (m *Mail) tls() *tls.Config {
	return &tls.Config{ServerName: m.host, RootCAs: m.c.Roots, MinVersion: tls.VersionTLS12}
}

// dial gives a connection that ends with the context and reads only so much: a
// server that never stops talking would fill the memory of a line reader.
func (m *Mail) dial(ctx context.Context) mail.DialContextFunc {
	return func(dialing context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(dialing, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { _ = conn.Close() })
		short := &shortConn{Conn: conn, left: maxAnswer}
		if m.c.TLS == TLSImplicit {
			return tls.Client(short, m.tls()), nil
		}
		return short, nil
	}
}

type shortConn struct {
	net.Conn
	left int
}

func (c *shortConn) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, fmt.Errorf("the other side said more than %d bytes: %w", maxAnswer, io.ErrShortBuffer)
	}
	n, err := c.Conn.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}

// mailError keeps of a failure what may be stored: the server's own words, with
// no address in front. Only a server that does not know the recipient is final.
func mailError(err error) error {
	sent, ok := errors.AsType[*mail.SendError](err)
	if !ok {
		return errors.New("mail: " + shown(err.Error()))
	}
	short := fmt.Errorf("mail: %s: %d %s", sent.Reason, sent.ErrorCode(), sent.EnhancedStatusCode())
	switch code := sent.ErrorCode(); {
	case sent.Reason == mail.ErrSMTPRcptTo && (code == 550 || code == 551 || code == 553):
		return permanent(short)
	}
	return short
}
