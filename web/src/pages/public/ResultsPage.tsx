import { usePublicWords } from '../../i18n/public';
import { PublicFrame } from './PublicFrame';
import { Results } from './Results';

/** All published results, latest first. */
export default function ResultsPage() {
  const w = usePublicWords();
  return <PublicFrame title={w.nav.results}><p className="public-about">{w.about}</p><Results plan="" /></PublicFrame>;
}
