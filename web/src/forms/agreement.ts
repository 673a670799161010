// An agreement on a claim as far as it is typed: only what is whole is sent to be checked.
import type { AgreementDraft } from '../api/precheck';
import { fenOf } from '../format/size';
import { planOf, sharesOf, worksOf, type ClaimValues } from './claimValues';

/** Terms whose lines are still being typed are left out until they are complete. */
export function agreementDraft(c: ClaimValues, text: string, sitting: boolean): AgreementDraft {
  const shares = sharesOf(c);
  return {
    text: text.trim(), default_told: c.default_told,
    shares: shares.every((s) => s.fen > 0) ? shares : [], plan: planOf(c).filter((p) => p.on && p.fen > 0), works: worksOf(c).filter((w) => w.what && w.by),
    ...(sitting ? { damage_fen: fenOf(c.damage_fen), appraisal_fen: fenOf(c.appraisal_fen), emergency_fen: fenOf(c.emergency_fen), assessed: c.assessed.trim() } : {}),
  };
}
