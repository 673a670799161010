import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { ProblemNote } from '../../../components/ProblemNote';

interface Query<T> { data?: T; error: unknown; isError: boolean; refetch: () => unknown }

/** What a list shows while it is asked for, when it could not be had, and when it is there. */
export function Loaded<T>({ of, children }: { of: Query<T>; children: (data: T) => ReactNode }) {
  if (of.isError && of.data === undefined) return <div className="admin-wait"><ProblemNote error={of.error} onRetry={() => void of.refetch()} /></div>;
  if (of.data === undefined) return <div className="admin-wait"><Skeleton active paragraph={{ rows: 4 }} title={false} /></div>;
  return children(of.data);
}
