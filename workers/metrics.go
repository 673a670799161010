package workers

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/xianjie-hub/xianjie/casework"
)

// metrics counts what this process did and shows, when it is asked, how the
// tables stand. No label names a case, an organ or a person.
type metrics struct {
	office *casework.Office
	log    *slog.Logger

	sendings   *prometheus.CounterVec
	told       *prometheus.CounterVec
	lateness   prometheus.Histogram
	sequenced  prometheus.Counter
	logFailing prometheus.Gauge

	open, lag, unsequenced *prometheus.Desc
}

func newMetrics(office *casework.Office, log *slog.Logger) *metrics {
	return &metrics{
		office: office, log: log,
		sendings:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "hub_delivery_attempts_total", Help: "Attempts to send a notice, by channel and result."}, []string{"channel", "result"}),
		told:       prometheus.NewCounterVec(prometheus.CounterOpts{Name: "hub_clocks_told_total", Help: "Notices of clocks, by rung."}, []string{"rung"}),
		lateness:   prometheus.NewHistogram(prometheus.HistogramOpts{Name: "hub_clock_lateness_seconds", Help: "How late the latest notice of a sweep came.", Buckets: []float64{5, 15, 30, 60, 120, 600, 3600, 86400}}),
		sequenced:  prometheus.NewCounter(prometheus.CounterOpts{Name: "hub_log_sequenced_total", Help: "Events given their place in the log."}),
		logFailing: prometheus.NewGauge(prometheus.GaugeOpts{Name: "hub_log_failing", Help: "1 while the log can't be sequenced, for example because it does not continue its checkpoint file."}),

		open:        prometheus.NewDesc("hub_deliveries", "Deliveries that are not settled, by state and channel; undeliverable ones wait for somebody.", []string{"state", "channel"}, nil),
		lag:         prometheus.NewDesc("hub_lag_seconds", "How long the oldest due thing has waited: delivery, sweep (an end nobody was told of), log (an event without its place).", []string{"of"}, nil),
		unsequenced: prometheus.NewDesc("hub_log_unsequenced", "Events without their place in the log.", nil, nil),
	}
}

func (m *metrics) sent(channel string, out casework.Outcome) {
	result := "sent"
	switch {
	case out.Err == "":
	case out.Off:
		result = "off"
	case out.RetryAt.IsZero():
		result = "undeliverable"
	default:
		result = "retry"
	}
	m.sendings.WithLabelValues(channel, result).Inc()
}

func (m *metrics) swept(s casework.Swept) {
	n := 0
	for topic, count := range s.Told {
		m.told.WithLabelValues(topic).Add(float64(count))
		n += count
	}
	if n > 0 {
		m.lateness.Observe(s.Latest.Seconds())
	}
}

func (m *metrics) own() []prometheus.Collector {
	return []prometheus.Collector{m.sendings, m.told, m.lateness, m.sequenced, m.logFailing}
}

// Describe implements prometheus.Collector.
func (m *metrics) Describe(out chan<- *prometheus.Desc) {
	for _, c := range m.own() {
		c.Describe(out)
	}
	out <- m.open
	out <- m.lag
	out <- m.unsequenced
}

// Collect implements prometheus.Collector. What can't be read now is left out.
func (m *metrics) Collect(out chan<- prometheus.Metric) {
	for _, c := range m.own() {
		c.Collect(out)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	f, err := m.office.Figures(ctx)
	if err != nil {
		m.log.WarnContext(ctx, "figures are not to be had", "err", err)
		return
	}
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	for _, d := range f.Deliveries {
		gauge(m.open, float64(d.N), d.State, d.Channel)
	}
	gauge(m.lag, f.DeliveryLag.Seconds(), "delivery")
	gauge(m.lag, f.SweepLag.Seconds(), "sweep")
	gauge(m.lag, f.LogLag.Seconds(), "log")
	gauge(m.unsequenced, float64(f.Unsequenced))
}
