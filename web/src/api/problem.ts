// A refusal of the hub (RFC 9457), and what stands for one when the hub could
// not be reached at all.
import type { Problem } from './types';

export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'Refusal';
  }
}

/** The code of a request that never got an answer: the same key may be sent again. */
export const unreachable = 'unreachable';

/** Reads whatever a failed request threw. */
export function problemOf(err: unknown): Problem {
  if (err instanceof Refusal) return err.problem;
  if (typeof err === 'object' && err !== null && 'code' in err && 'status' in err) return err as Problem;
  return { type: 'about:blank', title: '', status: 0, code: unreachable };
}

/** Reads a refused answer; an answer of somebody in between is no problem document. */
export async function readRefusal(response: Response): Promise<Refusal> {
  try {
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null && 'code' in body) return new Refusal(body as Problem);
  } catch {
    // falls through: not ours
  }
  return new Refusal({ type: 'about:blank', title: `HTTP ${response.status}`, status: response.status, code: 'foreign_answer' });
}
