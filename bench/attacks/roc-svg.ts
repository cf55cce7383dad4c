import { gaussianTruePositives, mostTruePositives } from './bounds.ts';
import type { MembershipResult } from './membership.ts';
import { above, type Roc } from './roc.ts';

/** Picture, and the room left for labels, in px. */
const SIZE = { width: 720, height: 520 } as const;
const MARGIN = { left: 64, right: 20, top: 56, bottom: 62 } as const;
const PLOT = { width: 400, height: 400 } as const;

/** What is drawn: dark enough on white, light enough on near-black. */
interface Line {
  readonly name: string;
  readonly colour: readonly [string, string];
  readonly points: readonly (readonly [number, number])[];
  readonly isDashed: boolean;
}

/**
 * ROC curves of membership inference, for light and dark pages: one report of a T11 as nobody sees it, as the leader does and
 * as a colluding server does, and of the mix at the bound, beside what the noise allows.
 *
 * @param rho - of one report under one server's noise
 */
export function rocSvg(results: readonly MembershipResult[], rho: number): string {
  const lines = linesOf(results, rho);
  const x = (rate: number): number => MARGIN.left + rate * PLOT.width;
  const y = (rate: number): number => MARGIN.top + (1 - rate) * PLOT.height;
  const alt = 'True over false positives of membership inference, by what the attacker sees';
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const short = (rate: number): string => String(rate).replace(/^0\./, '.');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${alt}">`,
    `<title>${alt}</title>`, `<style>${styleSheet(lines)}</style>`, `<rect class="page" width="${SIZE.width}" height="${SIZE.height}"/>`,
    text(MARGIN.left, 24, 'Did she report in this batch?', 'title'), text(MARGIN.left, 42, `z = 4, one report; the attacker knows hers and all others; ${Math.min(...results.map(({ trials }) => trials))} batches or more with it, as many without`, 'quiet'),
    ...ticks.flatMap((rate) => [
      path([[x(0), y(rate)], [x(1), y(rate)]], 'grid'), path([[x(rate), y(0)], [x(rate), y(1)]], 'grid'),
      text(x(0) - 8, y(rate) + 4, short(rate), 'end'), text(x(rate), y(0) + 18, short(rate), 'middle'),
    ]),
    text(x(0.5), y(0) + 42, 'false positives', 'middle'), `<text class="middle" transform="translate(16 ${y(0.5)}) rotate(-90)">true positives</text>`,
    ...lines.map(({ points, isDashed }, index) => path(points.map(([falsePositives, truePositives]) => [x(falsePositives), y(truePositives)]), `line line${index}${isDashed ? ' dashed' : ''}`)),
    ...lines.flatMap(({ name, isDashed }, index) => {
      const at = MARGIN.top + 14 + index * 24;
      return [path([[x(1) + 24, at - 4], [x(1) + 48, at - 4]], `line line${index}${isDashed ? ' dashed' : ''}`), text(x(1) + 56, at, name, 'quiet')];
    }),
    '</svg>', '',
  ].join('\n');
}

function linesOf(results: readonly MembershipResult[], rho: number): readonly Line[] {
  const rates = Array.from({ length: 101 }, (_, percent) => percent / 100);
  const roc = (view: MembershipResult['view'], kind: MembershipResult['kind'], isLast: boolean): Roc | undefined => {
    const fitting = results.filter((result) => result.view === view && result.kind === kind && result.knowledge === 'exact' && result.reports === 1);
    return (isLast ? fitting.at(-1) : fitting[0])?.roc;
  };
  const drawn: readonly (readonly [string, Line['colour'], Roc | undefined])[] = [
    ['the update itself', ['#b3541e', '#f2a06b'], roc('update', 't11', false)],
    ['under one noise, norm B', ['#8a4fbf', '#c69af0'], roc('one-noise', 'mix', true)],
    ['under one noise, T11', ['#0b6e99', '#5ec4ee'], roc('one-noise', 't11', false)],
    ["the leader's share, T11", ['#26734d', '#6fd3a0'], roc('leader-share', 't11', false)],
  ];
  return [
    { name: 'bound: 1/32-zCDP', colour: ['#1b1f24', '#e6edf3'], points: rates.map((rate) => [rate, mostTruePositives(rho, rate)]), isDashed: true },
    { name: 'exact Gaussian', colour: ['#57606a', '#9aa4af'], points: rates.map((rate) => [rate, gaussianTruePositives(rho, rate)]), isDashed: true },
    ...drawn.flatMap(([name, colour, curve]) => (curve ? [{ name, colour, points: curveOf(curve), isDashed: false }] : [])),
  ];
}

/** Points of a measured curve. */
function curveOf({ present, absent }: Roc): readonly (readonly [number, number])[] {
  const steps = 200;
  const points: (readonly [number, number])[] = [[0, 0]];
  for (let step = 0; step < steps; step++) {
    const threshold = absent[Math.floor((step * absent.length) / steps)] ?? Number.NEGATIVE_INFINITY;
    points.push([above(absent, threshold) / absent.length, above(present, threshold) / present.length]);
  }
  return [...points, [1, 1]];
}

function styleSheet(lines: readonly Line[]): string {
  const rules = (shade: 0 | 1): string => lines.map(({ colour }, index) => `.line${index}{stroke:${colour[shade]}}`).join('');
  return [
    'text{font:13px system-ui,sans-serif;fill:#1b1f24}.title{font-size:15px;font-weight:600}.quiet{fill:#57606a}.end{text-anchor:end}.middle{text-anchor:middle}',
    '.page{fill:#fff}.grid{stroke:#d8dee4;fill:none}.line{fill:none;stroke-width:2}.dashed{stroke-dasharray:6 4}', rules(0),
    '@media (prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9aa4af}.page{fill:#0d1117}.grid{stroke:#30363d}', rules(1), '}',
  ].join('');
}

const path = (points: readonly (readonly [number, number])[], style: string): string => `<path class="${style}" d="${points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')}"/>`;
const text = (x: number, y: number, words: string, style: string): string => `<text class="${style}" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${words}</text>`;
