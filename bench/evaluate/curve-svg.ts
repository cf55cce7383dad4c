import type { Curve, CurvePoint } from './curve.ts';

/** Picture, and the room left for labels, in px. */
const SIZE = { width: 720, height: 420 } as const;
const MARGIN = { left: 64, right: 118, top: 56, bottom: 62 } as const;
/** Lines by falling ε, then none: dark enough on white, light enough on near-black (the second of each pair). */
const COLOURS = [['#0b6e99', '#5ec4ee'], ['#8a4fbf', '#c69af0'], ['#b3541e', '#f2a06b'], ['#26734d', '#6fd3a0'], ['#7a6a00', '#dccb4a']] as const;
/** Least distance of two labels at the lines' ends, px. */
const LABEL_STEP = 16;

interface Axes {
  readonly x: (users: number) => number;
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
  readonly sizes: readonly number[];
}

/** The curve as a picture for light and dark pages: HR@20 over users, a line for each ε; hollow points stand for replicated users. */
export function curveSvg(curve: Curve): string {
  const sizes = [...new Set(curve.points.map(({ users }) => users))].sort((a, b) => a - b);
  const epsilons = [...new Set(curve.points.map(({ epsilon }) => epsilon))].sort((a, b) => (b ?? Number.POSITIVE_INFINITY) - (a ?? Number.POSITIVE_INFINITY));
  const axes = axesOf(curve.points, sizes);
  const lines = epsilons.map((epsilon) => curve.points.filter((point) => point.epsilon === epsilon).sort((a, b) => a.users - b.users));
  const labels = spread([
    ...lines.map((points, index) => ({ text: nameOf(epsilons[index] ?? null), y: axes.y(points.at(-1)?.mix ?? 0), style: `line${index}` })),
    { text: 'popularity', y: axes.y(popularityAt(curve.points, sizes.at(-1) ?? 0)), style: 'quiet' },
  ]);
  const alt = `${curve.dataset}: HR@20 of mix over ${sizes.join(', ')} users for ${epsilons.map(nameOf).join(', ')}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${escaped(alt)}">`,
    `<title>${escaped(alt)}</title>`, `<style>${styleSheet(lines.length)}</style>`, `<rect class="page" width="${SIZE.width}" height="${SIZE.height}"/>`,
    text(MARGIN.left, 24, `Quality of federated training over users: ${curve.dataset}`, 'title'),
    text(MARGIN.left, 42, `${curve.split} split, ${curve.cases} cases, seed ${curve.seed}. ${footnoteOf(curve)}`, 'quiet'),
    ...gridOf(axes),
    path(sizes.map((users) => [axes.x(users), axes.y(popularityAt(curve.points, users))]), 'popularity'),
    ...lines.flatMap((points, index) => drawnLine(points, axes, { index, width: THINNEST + lines.length - 1 - index })),
    ...labels.map((label) => text(SIZE.width - MARGIN.right + 12, label.y + 4, label.text, label.style)),
    '</svg>', '',
  ].join('\n');
}

const nameOf = (epsilon: number | null): string => (epsilon === null ? 'no noise' : `ε ≤ ${epsilon}`);

function footnoteOf({ points, realUsers }: Curve): string {
  const copies = points.some(({ isReplicated }) => isReplicated) ? 'Hollow: replicated, the' : 'The';
  return `Dashed: popularity, without noise. ${copies} file has ${realUsers} train users.`;
}

/** Popularity without noise where there is one. */
function popularityAt(points: readonly CurvePoint[], users: number): number {
  const there = points.filter((point) => point.users === users);
  return (there.find(({ epsilon }) => epsilon === null) ?? there[0])?.popularity ?? 0;
}

function axesOf(points: readonly CurvePoint[], sizes: readonly number[]): Axes {
  const [least, most] = [Math.log(sizes[0] ?? 1), Math.log(sizes.at(-1) ?? 1)];
  const highest = Math.max(1e-4, ...points.map(({ mix, popularity }) => Math.max(mix, popularity)));
  const step = stepOf(highest);
  const top = Math.ceil(highest / step - 1e-9) * step;
  const [width, height] = [SIZE.width - MARGIN.left - MARGIN.right, SIZE.height - MARGIN.top - MARGIN.bottom];
  return {
    sizes, ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, tick) => tick * step),
    x: (users) => MARGIN.left + (most > least ? ((Math.log(users) - least) / (most - least)) * width : width / 2),
    y: (value) => MARGIN.top + (1 - value / top) * height,
  };
}

/** Most lines of the grid above zero. */
const MOST_TICKS = 5;

/** A round step that reaches `highest` in a few ticks. */
function stepOf(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest / MOST_TICKS));
  return ([1, 2, 5].find((factor) => factor * power * MOST_TICKS >= highest) ?? 10) * power;
}

function gridOf({ x, y, ticks, sizes }: Axes): string[] {
  const [left, right, bottom] = [MARGIN.left, SIZE.width - MARGIN.right, SIZE.height - MARGIN.bottom];
  return [
    ...ticks.flatMap((value) => [path([[left, y(value)], [right, y(value)]], 'grid'), text(left - 8, y(value) + 4, String(Number(value.toFixed(6))).replace(/^0\./, '.'), 'end')]),
    ...sizes.map((users) => text(x(users), bottom + 18, users.toLocaleString('en'), 'middle')),
    text((left + right) / 2, bottom + 42, 'users who federate (log scale)', 'middle'),
    `<text class="middle" transform="translate(16 ${(MARGIN.top + bottom) / 2}) rotate(-90)">HR@20 of mix</text>`,
  ];
}

/** Width of the line drawn last, px: those below are wider, so that lines with the same figures show as rims of each other. */
const THINNEST = 1.5;

function drawnLine(points: readonly CurvePoint[], { x, y }: Axes, { index, width }: { readonly index: number; readonly width: number }): string[] {
  return [
    path(points.map(({ users, mix }) => [x(users), y(mix)]), `stroke line${index}`, ` stroke-width="${width}"`),
    ...points.map(({ users, mix, isReplicated }) => `<circle class="${isReplicated ? 'hollow' : 'full'} line${index}" cx="${round(x(users))}" cy="${round(y(mix))}" r="${width + 1.5}"/>`),
  ];
}

interface Label {
  readonly text: string;
  readonly y: number;
  readonly style: string;
}

/** Labels pushed apart downwards where lines end close together, never over the edge. */
function spread(labels: readonly Label[]): Label[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  const placed: Label[] = [];
  for (const [index, label] of sorted.entries()) {
    const lowest = SIZE.height - MARGIN.bottom - (sorted.length - 1 - index) * LABEL_STEP;
    placed.push({ ...label, y: Math.min(lowest, Math.max(label.y, (placed.at(-1)?.y ?? Number.NEGATIVE_INFINITY) + LABEL_STEP)) });
  }
  return placed;
}

function styleSheet(lines: number): string {
  const rules = (shade: 0 | 1): string => COLOURS.slice(0, lines).map((pair, index) => `.line${index}{stroke:${pair[shade]};fill:${pair[shade]}}`).join('');
  return [
    'text{font:13px system-ui,sans-serif;fill:#1b1f24;stroke:none}.title{font-size:15px;font-weight:600}.quiet{fill:#57606a}.end{text-anchor:end}.middle{text-anchor:middle}',
    '.page{fill:#fff}.grid{stroke:#d8dee4;fill:none}.popularity{stroke:#57606a;stroke-dasharray:5 4;fill:none}', rules(0),
    '@media (prefers-color-scheme:dark){text{fill:#e6edf3}.quiet{fill:#9aa4af}.page{fill:#0d1117}.grid{stroke:#30363d}.popularity{stroke:#9aa4af}', rules(1), '}',
    '.stroke{fill:none}.hollow{fill:#fff;stroke-width:2}@media (prefers-color-scheme:dark){.hollow{fill:#0d1117}}text[class^=line]{stroke:none}',
  ].join('');
}

const round = (value: number): string => value.toFixed(1);
const path = (points: readonly (readonly [number, number])[], style: string, more = ''): string => `<path class="${style}"${more} d="${points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')}"/>`;
const text = (x: number, y: number, words: string, style: string): string => `<text class="${style}" x="${round(x)}" y="${round(y)}">${escaped(words)}</text>`;
const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
