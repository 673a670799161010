import type { Referral } from '../../api/types';
import { Section } from '../../components/Section';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

/** Every attempt at an authority: a wrong unit never destroys the referral. */
export function Handoffs({ r }: { r: Referral }) {
  const { t, word } = useText();
  if (r.handoffs.length === 0) return null;
  return (
    <Section title={t('referral.handoffs.title')}>
      <ol className="lane">
        {[...r.handoffs].reverse().map((h) => (
          <li key={h.seq}>
            <p><strong>{t('referral.handoffs.from', { from: h.from.short_name, to: h.to.short_name })}</strong> · {word('referral.handoffs.state', h.state)}</p>
            <p className="quiet num">{t('referral.handoffs.sent', { at: stamp(h.sent_at) })}{h.signed_at && ` · ${t('referral.handoffs.signed', { at: stamp(h.signed_at) })}`}{h.ended_at && ` · ${t('referral.handoffs.ended', { at: stamp(h.ended_at) })}`}</p>
            {h.reason && <p className="quiet">{t('referral.handoffs.reason', { reason: h.reason })}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
