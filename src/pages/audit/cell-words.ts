import type { Subject } from '#core/measurement';

/** What is counted of an ad. */
const AD_WORDS: Readonly<Record<string, string>> = { impressions: 'shown', viewables: 'looked at', clicks: 'followed', conversions: 'purchases credited', value: 'value of those purchases, cents', viewthroughs: 'purchases credited to a view alone' };
/** Who saw an ad. */
const SIGHT_WORDS: Readonly<Record<string, string>> = { 'taste-first': 'to their taste, for the first time', 'taste-again': 'to their taste, again', 'other-first': 'not to their taste, for the first time', 'other-again': 'not to their taste, again' };
/** What is added up of an outcome, and of what was known before it. */
const MOMENT_WORDS: Readonly<Record<string, string>> = { n: 'devices', y: 'outcome', yy: 'outcome squared', x: 'known before', xx: 'known before, squared', xy: 'outcome times known before' };
const CALIBRATION_WORDS: Readonly<Record<string, string>> = { ctr: 'clicks', cvr: 'purchases after a click', shown: 'predictions', expected: 'expected by them', happened: 'happened' };

const plain = (name: string): string => name.replaceAll('-', ' ');
/** Without the number that tells two names of one spelling apart. */
const named = (name: string): string => plain(name.replace(/\.[0-9a-f]{8}$/, ''));

/** What a cell of a layout counts, as a sentence would say it; its parts in order where nothing better is known. */
export function cellWords(subject: Subject, cell: string): string {
  const [a = '', b = '', c = '', d = ''] = cell.split('/');
  switch (subject) {
    case 'ads': return `${b} of ${a}: ${AD_WORDS[c] ?? plain(c)}`;
    case 'bandit': return `${b} of ${a}: ${AD_WORDS[d] ?? plain(d)}, ${SIGHT_WORDS[c] ?? plain(c)}`;
    case 'experiment': return `${a}, arm ${b}${c === 'all' ? '' : `, ${plain(c)}`}: ${MOMENT_WORDS[d] ?? d}`;
    case 'policy': return `${a}: ${MOMENT_WORDS[b] ?? b}`;
    case 'reach': return `devices: ${a === 'life-cycle' ? plain(b) : `${plain(a)} ${named(b)}`}`;
    case 'offers': return `coupon ${a}: ${b}`;
    case 'calibration': return `${CALIBRATION_WORDS[a] ?? a}, ${plain(b)}: ${CALIBRATION_WORDS[c] ?? c}`;
    case 'quality': return cell.split('/').map((part) => part.replace(/^served-/, 'stood at ').replace(/^popularity-/, 'by popularity at ').replace('-on', ' or later').replace('-', ' to ')).join(', ');
    default: return cell.split('/').map(named).join(' › ');
  }
}
