// What a person has filled in for an act of a joint action.
import type { Referral } from '../api/types';

export interface JointValues { members: string; number: string; name: string; region: string; day: string; team: string[]; problems: string; handed: string; line: number }

/** Begins with the members that my organ has named, as lines. */
export function emptyJoint(r: Referral): JointValues {
  const own = r.joint && (r.relation === 'receiver' ? r.receiver?.id : r.sender.id);
  const members = (r.joint?.members ?? []).filter((m) => m.agency === own).map((m) => `${m.name}，${m.certificate}`).join('\n');
  return { members, number: '', name: '', region: '', day: '', team: [], problems: '', handed: '', line: 0 };
}

/** Lines of name and certificate. */
export function membersOf(text: string): { name: string; certificate: string }[] {
  return text.split('\n').map((l) => l.trim()).filter(Boolean).map((l) => {
    const [, name, certificate] = /^(.*?)[，,\s]+([^，,\s]+)$/.exec(l) ?? [];
    return { name: name ?? l, certificate: certificate ?? '' };
  });
}

/** A field of the body of an act. */
export function jointBody(j: JointValues, f: string): unknown {
  switch (f) {
    case 'members': return membersOf(j.members);
    case 'visit': return { number: j.number.trim(), name: j.name.trim(), region: j.region, day: j.day, team: j.team };
    case 'number': return j.number;
    case 'problems': return Number(j.problems || '0');
    case 'handed': return Number(j.handed || '0');
    case 'line': return j.line;
  }
  return undefined;
}

/** Whether something of it is still open. */
export function jointOpen(j: JointValues, f: string): boolean {
  switch (f) {
    case 'members': return membersOf(j.members).length === 0;
    case 'visit': return !j.number.trim() || !j.name.trim() || j.region.length !== 6 || !j.day || j.team.length === 0;
    case 'number': return !j.number;
    case 'line': return j.line === 0;
  }
  return false;
}
