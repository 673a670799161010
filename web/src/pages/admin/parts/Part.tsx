import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { ProblemNote } from '../../../components/ProblemNote';

interface Query<T> { data?: T; error: unknown; isError: boolean; refetch: () => unknown }

/** What a list shows while it is asked for, when it could not be had, and when it is there. */
export function Loaded<T>({ of, children }: { of: Query<T>; children: (data: T) => ReactNode }) {
  if (of.isError && of.data === undefined) return <ProblemNote error={of.error} onRetry={() => void of.refetch()} />;
  if (of.data === undefined) return <Skeleton active paragraph={{ rows: 4 }} title={false} />;
  return children(of.data);
}
