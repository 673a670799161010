import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../api/client';
import { problemOf } from '../../../api/problem';
import { Field } from '../../../components/Field';
import { ProblemNote } from '../../../components/ProblemNote';
import { Tag } from '../../../components/Tag';
import { useText } from '../../../i18n';
import { answer } from '../data';
import type { Issuer, IssuerSettings, TryResult } from '../types';

/** Claims such as the issuer would send, with a role of the map and one that is not on it. */
function example(s: IssuerSettings): string {
  const claims: Record<string, unknown> = { iss: s.url, aud: s.client_id, sub: 'user-1', name: 'user-1', preferred_username: 'user-1' };
  if (s.min_acr) claims.acr = s.min_acr;
  const path = (s.role_claim || 'roles').split('.');
  let at = claims;
  for (const step of path.slice(0, -1)) at = (at[step] = {}) as Record<string, unknown>;
  at[path.at(-1)!] = [Object.keys(s.role_map)[0] ?? 'handler', 'canteen'];
  return JSON.stringify(claims, null, 2);
}

/** Reads what was pasted: claims as JSON, or a token. */
function read(text: string): { claims: Record<string, unknown> } | { token: string } | undefined {
  const s = text.trim();
  if (s.startsWith('{')) {
    try {
      return { claims: JSON.parse(s) as Record<string, unknown> };
    } catch {
      return undefined;
    }
  }
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(s) ? { token: s } : undefined;
}

interface Props { agency: string; issuers?: Issuer[]; settings?: IssuerSettings }

/** Whom a token would become: with a registered issuer, or with settings being typed. */
export function DryRun({ agency, issuers = [], settings }: Props) {
  const { t } = useText();
  const [issuer, setIssuer] = useState(issuers[0]?.id ?? '');
  const [text, setText] = useState('');
  const [result, setResult] = useState<TryResult>();
  const [error, setError] = useState<unknown>();
  const [bad, setBad] = useState('');
  const [busy, setBusy] = useState(false);
  const chosen = settings ?? issuers.find((i) => i.id === issuer) ?? issuers[0];

  const run = async () => {
    const given = read(text);
    setResult(undefined);
    setError(undefined);
    setBad(given ? '' : text.trim() === '' ? t('admin.must') : t('admin.dry.bad'));
    if (!given || !chosen) return;
    setBusy(true);
    try {
      const of = settings ? { settings } : { issuer: (chosen as Issuer).id };
      setResult(await answer(api.POST('/v1/admin/agencies/{agency}/issuers/dry-run', { params: { path: { agency } }, body: { ...of, ...given } })));
    } catch (err) {
      const own = problemOf(err).errors?.find((e) => /token|claims/.test(e.location));
      if (own) setBad(own.message);
      else setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="dry-run">
      <p className="admin-say">{t('admin.dry.help')}</p>
      <div className="form">
        {!settings && issuers.length > 1 && (
          <Field label={t('admin.dry.on')} wide>{(f) => <Select {...f} style={{ width: '100%' }} value={chosen && (chosen as Issuer).id} onChange={setIssuer} options={issuers.map((i) => ({ value: i.id, label: `${i.code}${i.enabled ? '' : `（${t('admin.dry.off')}）`}` }))} />}</Field>
        )}
        <Field label={t('admin.dry.input')} wide error={bad || undefined}>
          {(f) => <Input.TextArea {...f} className="mono" rows={7} value={text} maxLength={16384} spellCheck={false} autoComplete="off" onChange={(e) => setText(e.target.value)} />}
        </Field>
      </div>
      <div className="admin-foot">
        <Button onClick={() => void run()} loading={busy}>{t('admin.dry.run')}</Button>
        <Button type="text" disabled={!chosen} onClick={() => chosen && setText(example(chosen))}>{t('admin.dry.fill')}</Button>
        {settings && <span className="quiet">{t('admin.dry.unsaved')}</span>}
      </div>
      {error !== undefined && <ProblemNote error={error} onRetry={() => void run()} />}
      {result && <Result r={result} />}
    </div>
  );
}

function Result({ r }: { r: TryResult }) {
  const { t, say, word } = useText();
  return (
    <div className={r.refused ? 'try-result try-refused' : 'try-result'} role="status">
      <h4>{t('admin.dry.result')} <Tag tone={r.refused ? 'red' : 'green'}>{r.refused ? `✕ ${t('admin.dry.no')}` : `✓ ${t('admin.dry.ok')}`}</Tag></h4>
      <dl>
        <dt>{t('admin.dry.agency')}</dt><dd>{r.agency.name}</dd>
        <dt>{t('admin.dry.functions')}</dt><dd>{r.functions.length > 0 ? r.functions.map((f) => <Tag key={f} tone="blue">{word('admin.fn', f)}</Tag>) : t('admin.dry.noFunctions')}</dd>
        <dt>{t('admin.dry.ignored')}</dt><dd>{r.ignored_roles.length > 0 ? r.ignored_roles.map((x) => <Tag key={x}>{x}</Tag>) : t('admin.dry.noneIgnored')}</dd>
        {r.reasons.length > 0 && <><dt>{t('admin.dry.refused')}</dt><dd><ul>{r.reasons.map((x, i) => <li key={i}>{say(x)}</li>)}</ul></dd></>}
        {r.notes.length > 0 && <><dt>{t('admin.dry.notes')}</dt><dd><ul className="quiet">{r.notes.map((x, i) => <li key={i}>{say(x)}</li>)}</ul></dd></>}
      </dl>
    </div>
  );
}
