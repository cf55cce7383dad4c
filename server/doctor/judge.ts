import { FIRST_ERROR_STATUS, type Found } from './facts.ts';
import { judgeBefore, judgeCatalogue, judgeFiles, judgeLeader, judgePolicy, judgeTag } from './judge-install.ts';
import { judgeAds } from './judge-ads.ts';
import { judgeConsent, judgeProducts, judgeRun, judgeShelves } from './judge-life.ts';
import { verdictsAt, type Verdict } from './verdict.ts';

/** Everything that was found, judged: in the order in which an installation comes to life. */
export function judge(found: Found): readonly Verdict[] {
  const { page, failure, asked } = found;
  if (!page) return [verdictsAt(asked).broken('page', `could not be opened: ${failure}`, 'see that it opens in a browser on this machine')];
  const opened = page.status >= FIRST_ERROR_STATUS ? [verdictsAt(page.url).broken('page', `answers ${page.status}`, page.status === 401 || page.status === 403 ? 'name a page that everybody may see: one behind a password cannot be examined' : 'name a page that exists')] : [];
  const missing = page.lines.length === 0;
  return [...opened, ...judgeTag(found), ...(missing ? [] : [judgeFiles, judgePolicy, judgeCatalogue, judgeLeader, judgeConsent, judgeBefore, judgeShelves, judgeAds, judgeProducts, judgeRun].flatMap((one) => one(found)))];
}

/** Whether something is to be mended. */
export function hasFindings(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(({ grade }) => grade === 'weak' || grade === 'broken');
}

const MARKS: Readonly<Record<Verdict['grade'], string>> = { fine: 'ok   ', told: '·    ', weak: 'weak ', broken: 'BROKEN' };

/** The verdicts as a person reads them: what is to be mended last, where the eye is. */
export function verdictText(verdicts: readonly Verdict[]): string {
  const good = verdicts.filter(({ grade }) => grade === 'fine' || grade === 'told').map(({ grade, place, finding }) => `${MARKS[grade]} ${place}: ${finding}`);
  const bad = verdicts.filter(({ grade }) => grade === 'weak' || grade === 'broken');
  const findings = bad.map(({ grade, place, finding, mend }, i) => `${i + 1}. ${MARKS[grade].trim()} ${place}\n   ${finding}\n   mend: ${mend ?? ''}`);
  const end = bad.length === 0 ? 'All is well.' : `${bad.length} to mend:\n${findings.join('\n')}`;
  return `${good.join('\n')}${good.length > 0 ? '\n\n' : ''}${end}\n`;
}
