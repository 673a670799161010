package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/caarlos0/env/v11"
)

// config is everything an installation sets, by environment variable.
type config struct {
	Listen    string `env:"HUB_LISTEN" envDefault:"127.0.0.1:8080"`
	PublicURL string `env:"HUB_PUBLIC_URL" envDefault:"http://127.0.0.1:8080"`
	Name      string `env:"HUB_NAME" envDefault:"hub"`
	DataDir   string `env:"HUB_DATA_DIR" envDefault:".hub"`

	MetricsListen string `env:"HUB_METRICS_LISTEN"` // address for Prometheus, of its own so that no proxy publishes it; empty: none

	DatabaseURL string `env:"DATABASE_URL"`        // connects as hub_app
	WorkerURL   string `env:"HUB_WORKER_DATABASE"` // as hub_worker
	OwnerURL    string `env:"HUB_OWNER_DATABASE"`  // as hub_owner, for migrations
	AuditURL    string `env:"HUB_AUDIT_DATABASE"`  // as hub_audit, for verification

	CheckpointFile string        `env:"HUB_CHECKPOINT_FILE"` // outside the database; DataDir/checkpoints if empty
	FontDir        string        `env:"HUB_FONT_DIR"`
	MaxUploadMB    int64         `env:"HUB_MAX_UPLOAD_MB" envDefault:"2048"`
	StepUp         time.Duration `env:"HUB_STEP_UP" envDefault:"15m"`

	CertHeader string `env:"HUB_CLIENT_CERT_HEADER"` // header in which the proxy hands on client certificates, after removing what clients wrote there; empty: none is believed

	PartnerRate int `env:"HUB_PARTNER_RATE" envDefault:"600"` // requests a minute that one partner system may make of one process

	PeerProbe time.Duration `env:"HUB_PEER_PROBE" envDefault:"15s"` // how often a silent partner hub is asked while something waits for it

	Backups []string `env:"HUB_BACKUPS" envSeparator:";"` // names of what copies of this hub are kept in, for the list after a redaction

	SMTPAddr     string `env:"HUB_SMTP_ADDR"`
	SMTPFrom     string `env:"HUB_SMTP_FROM" envDefault:"hub@localhost"`
	SMTPUser     string `env:"HUB_SMTP_USER"`
	SMTPPassword string `env:"HUB_SMTP_PASSWORD"`
	SMTPTLS      string `env:"HUB_SMTP_TLS" envDefault:"mandatory"` // mandatory, opportunistic, none
	SMSURL       string `env:"HUB_SMS_URL"`
	SMSToken     string `env:"HUB_SMS_TOKEN"`
	SMSAllow     string `env:"HUB_SMS_ALLOW"` // intranet prefix the gateway may live in, as CIDR
}

func readConfig() (config, error) {
	c, err := env.ParseAs[config]()
	if err != nil {
		return c, fmt.Errorf("read the configuration: %w", err)
	}
	return c, nil
}

// ownConfig is the configuration of a hub that is started for a moment and shares
// nothing with an installation on this machine but its fonts.
func ownConfig() (config, error) {
	c, err := env.ParseAsWithOptions[config](env.Options{Environment: map[string]string{"HUB_FONT_DIR": os.Getenv("HUB_FONT_DIR")}})
	if err != nil {
		return c, fmt.Errorf("read the configuration: %w", err)
	}
	return c, nil
}

func (c config) keysDir() string  { return filepath.Join(c.DataDir, "keys") }
func (c config) rootDir() string  { return filepath.Join(c.DataDir, "root") }
func (c config) blobsDir() string { return filepath.Join(c.DataDir, "evidence") }

func (c config) checkpointFile() string {
	if c.CheckpointFile != "" {
		return c.CheckpointFile
	}
	return filepath.Join(c.DataDir, "checkpoints")
}
