import { CAMPAIGNS, HOURS, PROFILE } from './world.ts';
import type { MarketResult } from './run.ts';

const PANEL = { width: 330, height: 190, left: 46, top: 26 } as const;
const PAGE = { width: 3 * PANEL.width, height: 2 * PANEL.height + 92 } as const;
/** Lines by pacing: dark enough on white, light enough on near-black (the second of each pair). */
const LINES = [
  { name: 'noised spend, four tasks a day', colours: ['#0b6e99', '#5ec4ee'] },
  { name: 'every ad seen by the server', colours: ['#26734d', '#6fd3a0'] },
  { name: 'no pacing', colours: ['#b3541e', '#f2a06b'] },
] as const;

/** One judged day as a picture: share of the budget spent by hour, a panel for each campaign, a line for each pacing; dashed is the target. */
export function pacingSvg(results: readonly MarketResult[], title: string): string {
  const alt = `${title}: share of each campaign's daily budget spent by hour`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PAGE.width} ${PAGE.height}" role="img" aria-label="${alt}">`, `<title>${alt}</title>`, `<style>${styleSheet()}</style>`,
    `<rect class="page" width="${PAGE.width}" height="${PAGE.height}"/>`, text(16, 26, title, 'title'),
    ...LINES.map(({ name }, index) => `<path class="line${index}" d="M${16 + 290 * index} 46h28"/>${text(52 + 290 * index, 50, name, 'quiet')}`),
    ...CAMPAIGNS.flatMap((_, campaign) => panel(results, campaign)),
    '</svg>', '',
  ].join('\n');
}

function styleSheet(): string {
  const lines = (dark: 0 | 1): string => LINES.map(({ colours }, index) => `.line${index}{stroke:${colours[dark]}}`).join('');
  return `text{font:12px system-ui,sans-serif;fill:#1b1b1b}.title{font-weight:600;font-size:14px}.quiet{fill:#555}.page{fill:#fff}path{fill:none;stroke-width:2}.grid{stroke:#ddd;stroke-width:1}.target{stroke:#777;stroke-dasharray:4 4;stroke-width:1.5}${lines(0)}@media(prefers-color-scheme:dark){text{fill:#eee}.quiet{fill:#aaa}.page{fill:#121212}.grid{stroke:#333}.target{stroke:#999}${lines(1)}}`;
}

const text = (x: number, y: number, words: string, style = ''): string => `<text class="${style}" x="${x}" y="${y}">${words}</text>`;

function panel(results: readonly MarketResult[], campaign: number): readonly string[] {
  const [left, top] = [PANEL.left + PANEL.width * (campaign % 3), 72 + PANEL.top + (PANEL.height + 4) * Math.floor(campaign / 3)];
  const [width, height] = [PANEL.width - 66, PANEL.height - 58];
  const x = (hour: number): number => left + (width * hour) / HOURS;
  const y = (share: number): number => top + height - (height * share) / 1.2;
  const line = (shares: readonly number[], style: string): string => `<path class="${style}" d="M${x(0)} ${y(0).toFixed(1)}${shares.map((share, hour) => `L${x(hour + 1).toFixed(1)} ${y(Math.min(1.2, share)).toFixed(1)}`).join('')}"/>`;
  const target = PROFILE.map((_, hour) => PROFILE.slice(0, hour + 1).reduce((sum, share) => sum + share, 0));
  const { name = '', charged = 'view' } = CAMPAIGNS[campaign] ?? {};
  const days = results.map(({ days }) => days.findLast((day) => day.campaign === campaign));
  return [
    text(left, top - 8, `${name}, paid by ${charged}`),
    ...[0, 0.5, 1].flatMap((share) => [`<path class="grid" d="M${left} ${y(share).toFixed(1)}h${width}"/>`, text(left - 38, y(share) + 4, `${100 * share} %`, 'quiet')]),
    ...[0, 6, 12, 18, 24].map((hour) => text(x(hour) - 8, top + height + 16, `${hour} h`, 'quiet')),
    line(target, 'target'),
    ...days.map((day, index) => line(day?.spentCents.map((cents) => cents / day.budgetCents) ?? [], `line${index}`)).reverse(),
  ];
}
