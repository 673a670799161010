import './admin.css';
import { Button, Input, Segmented, Skeleton } from 'antd';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { has, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { SyntheticMark, Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useOtherHubWords } from '../../i18n/otherHub';
import { useOrgans } from './data';
import type { AdminAgency } from './types';

const open = (a: AdminAgency) => a.pending.length + a.warnings.length > 0;

/** The organs that the reader looks after; who looks after one goes straight to it. */
export default function AdminPage() {
  const { t, word, say } = useText();
  const far = useOtherHubWords();
  const go = useNavigate();
  const me = useMe().data;
  const list = useOrgans();
  const [params, setParams] = useSearchParams();
  const q = params.get('find')?.trim() ?? '';
  const todo = params.get('show') === 'todo';
  usePageTitle(t('admin.title'));

  if (list.isError && problemOf(list.error).status === 403) return <Empty title={t('admin.noAccess')} action={<p><Link to="/me">{t('me')}</Link></p>}>{t('admin.noAccessHelp')}</Empty>;
  if (list.isError) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  const all = list.data?.items ?? [];
  const operator = has(me, 'operator');
  if (list.isSuccess && me && !operator && all.length === 1) return <Navigate to={`/admin/${all[0]!.id}`} replace />;

  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value);
    else next.delete(name);
    setParams(next, { replace: true });
  };
  const found = all.filter((a) => `${a.name}${a.short_name}${a.code}`.includes(q) && (!todo || open(a)));
  return (
    <>
      <div className="page-head">
        <h1>{t('admin.title')}</h1>
        {list.isSuccess && <span className="quiet">{t('admin.list.count', { n: all.length })}</span>}
        <div className="page-extra">{has(me, 'operator', 'auditor') && <Link to="/peers"><Button>{far.peers}</Button></Link>}{operator && <Button type="primary" icon={<Icon name="plus" />} onClick={() => void go('/admin/new')}>{t('admin.new.button')}</Button>}</div>
      </div>
      <p className="admin-intro">{t('admin.intro')}</p>
      {all.length > 0 && (
        <div className="admin-tools">
          <Input allowClear value={params.get('find') ?? ''} placeholder={t('admin.list.find')} aria-label={t('admin.list.find')} onChange={(e) => set('find', e.target.value)} />
          <Segmented aria-label={t('admin.list.col.todo')} value={todo ? 'todo' : 'all'} onChange={(x) => set('show', x === 'todo' ? 'todo' : '')} options={[{ value: 'all', label: t('admin.list.all') }, { value: 'todo', label: `${t('admin.list.todo')} ${all.filter(open).length}` }]} />
        </div>
      )}
      {list.isPending && <div className="section section-body"><Skeleton active paragraph={{ rows: 6 }} title={false} /></div>}
      {list.isSuccess && all.length === 0 && <div className="section"><Empty title={t('admin.list.empty')}>{t('admin.list.emptyHelp')}</Empty></div>}
      {all.length > 0 && found.length === 0 && <div className="section">{q ? <Empty title={t('admin.list.nothing', { q })}>{t('admin.list.nothingHelp')}</Empty> : <Empty>{t('admin.list.todoEmpty')}</Empty>}</div>}
      {found.length > 0 && (
        <div className="section">
          <table className="admin-table">
            <thead><tr>{(['agency', 'place', 'people', 'login', 'todo'] as const).map((c) => <th key={c} scope="col">{t(`admin.list.col.${c}`)}</th>)}</tr></thead>
            <tbody>
              {found.map((a) => (
                <tr key={a.id}>
                  <td>
                    <Link className="admin-name" to={`/admin/${a.id}`}>{a.name}</Link>
                    <div className="admin-sub"><span className="mono">{a.code}</span>{' '}{a.synthetic && <SyntheticMark />}{a.closed_on && <Tag tone="grey">{t('admin.list.closed')} {a.closed_on}</Tag>}</div>
                  </td>
                  <td data-label={t('admin.list.col.place')}>{word('sector', a.sector)} · {word('level', a.level)}</td>
                  <td data-label={t('admin.list.col.people')} className="num">{t('admin.list.people', { n: a.people, a: a.admins })}</td>
                  <td data-label={t('admin.list.col.login')}>{a.issuers > 0 ? <Tag tone="green">{t('admin.list.issuers', { n: a.issuers })}</Tag> : <Tag tone="red">{t('admin.list.noIssuers')}</Tag>}</td>
                  <td data-label={t('admin.list.col.todo')}>
                    {a.pending.length > 0 && <p><Link to={`/admin/${a.id}/${a.pending[0]!.kind === 'issuer' ? 'login' : 'clients'}`}><Tag tone="amber">{t('admin.list.pending', { n: a.pending.length })}</Tag></Link></p>}
                    {a.warnings.map((w, i) => <p key={i} className="admin-sub">{say(w)}</p>)}
                    {!open(a) && <span className="quiet">{t('admin.list.fine')}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
