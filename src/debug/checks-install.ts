import type { ConsentMode } from '#core/embed';
import { DAY_MS, WEEK_MS } from '#core/units';
import type { Blocked, Check, Facts } from './facts.ts';
import { costOf, sourceFor } from './blocked.ts';

/** A catalogue older than this is worth a word: prices and stock of most shops change by the day. */
const OLD_CATALOGUE_MS = WEEK_MS;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** The embed line: there once, whole, and with attributes that somebody reads. */
export function tagCheck({ lines, files, config }: Facts): Check {
  const [line, ...more] = lines;
  const rows = [
    { name: 'shop', value: config.shop },
    { name: 'from', value: line?.src ?? 'no script element with data-shop is left on the page' },
    { name: 'integrity', value: line?.integrity === undefined || line.integrity === '' ? 'none' : `${line.integrity.slice(0, 20)}…, checked by the browser` },
    { name: 'reads', value: config.sources.join(', ') || 'explicit calls only' },
    ...files.map(({ name, bytes, ms }) => ({ name, value: `${bytes === 0 ? 'from the cache' : kilobytes(bytes)}, ${Math.round(ms)} ms` })),
  ];
  const row = (state: Check['state'], finding: string, mend?: Check['mend']): Check => ({ id: 'tag', title: 'Tag', state, finding, rows, ...(mend && { mend }) });
  if (more.length > 0) return row('mend', `${lines.length} embed lines stand on this page; the first one counts`, { what: 'Leave one of them', ...(line && { line: `<script async src="${line.src}" data-shop="${config.shop}" …></script>` }) });
  const [unknown] = line?.unknown ?? [];
  if (unknown !== undefined) return row('mend', `nobody reads ${unknown}`, { what: `Take ${unknown} out of the embed line, or spell it as docs/shops/embed.md does` });
  const [slip] = line?.slips ?? [];
  if (slip !== undefined) return row('mend', slip, { what: 'Spell it as docs/shops/embed.md does' });
  if (line?.isOtherOrigin === true && line.integrity === '') return row('mend', 'the tag comes from another origin without integrity: whoever serves it could change it unseen', { what: 'Add integrity and crossorigin, as the console prints them', line: `<script async src="${line.src}" integrity="sha384-…" crossorigin="anonymous" data-shop="${config.shop}" …></script>` });
  return row('ok', `loaded and read for the shop “${config.shop}”`);
}

const ASKING: Readonly<Record<ConsentMode, string>> = {
  auto: 'the consent tool of the page, else our banner', required: 'our banner asks', granted: 'nobody asks: the shop says it has a yes', external: 'the shop’s own consent tool asks',
};

/** Who asks, and what was answered. */
export function consentCheck({ consent, config }: Facts): Check {
  const { states, hasGpc, asks, heard, tools } = consent;
  const rows = [
    { name: 'who asks', value: `${ASKING[config.consent]} (data-consent="${config.consent}")` },
    ...(Object.keys(states) as (keyof typeof states)[]).map((purpose) => ({ name: purpose, value: states[purpose] === 'unasked' ? 'nobody has chosen yet' : states[purpose] })),
    { name: 'Global Privacy Control', value: hasGpc ? 'on, and followed: ads stay off, measure and federate wait for their own switch' : 'off' },
    ...Object.entries(heard).map(([tool, signal]) => ({ name: `${tool} says`, value: Object.entries(signal).map(([purpose, say]) => `${purpose} ${say}`).join(', ') || 'nothing yet' })),
    { name: 'other tools here', value: tools.join(', ') || 'none found' },
  ];
  const row = (state: Check['state'], finding: string, mend?: Check['mend']): Check => ({ id: 'consent', title: 'Consent', state, finding, rows, ...(mend && { mend }) });
  if (states.local === 'granted') return row('ok', 'local is granted: history, training and personal shelves may run');
  if (states.local === 'denied') return row('told', 'local is refused: nothing is stored, shelves show what is popular. The shopper’s panel can change it');
  if (config.consent === 'external') return row('wait', 'your consent tool has not answered yet', { what: 'Let the tool pass its answer on, on every page', line: `homebird('consent', { local: true })` });
  if (!asks) return row('wait', `nobody has chosen yet: answer your own consent tool (${Object.keys(heard).join(', ')}) to go on. Until then nothing is stored`);
  return row('wait', 'nobody has chosen yet: press Accept in the banner to go on. Until then nothing is stored');
}

/** The public catalogue. */
export function catalogueCheck({ catalogue, config, nowMs }: Facts): Check {
  const base = { id: 'catalogue', title: 'Catalogue' } as const;
  const address = { name: 'from', value: config.catalogueUrl };
  if (!catalogue) return { ...base, state: 'wait', finding: 'is being loaded', rows: [address] };
  if (!catalogue.ok) return { ...base, state: 'mend', finding: catalogue.fault.message, rows: [address], mend: { what: 'Let data-catalogue name the catalogue.json that homebird catalogue wrote, on a server that other origins may read', line: 'data-catalogue="https://shop.example/catalogue/catalogue.json"' } };
  const { items, currency, changedAtMs, examples } = catalogue.value;
  const days = changedAtMs === undefined ? undefined : Math.floor(Math.max(0, nowMs - changedAtMs) / DAY_MS);
  const age = changedAtMs === undefined ? 'its server names no time (Last-Modified)' : `${new Date(changedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC, ${days === 0 ? 'today' : `${days} days ago`}`;
  const rows = [address, { name: 'products', value: String(items) }, { name: 'currency', value: currency || 'none named' }, { name: 'changed', value: age }, { name: 'ids look like', value: examples.join(', ') || 'none loaded yet' }];
  if (items === 0) return { ...base, state: 'mend', finding: 'holds no product', rows, mend: { what: 'Run homebird catalogue over your feed: it says row by row what it skipped', line: 'npm run homebird -- catalogue feed.xml -o catalogue/' } };
  if (days !== undefined && nowMs - (changedAtMs ?? nowMs) > OLD_CATALOGUE_MS) return { ...base, state: 'mend', finding: `${items} products, unchanged for ${days} days`, rows, mend: { what: 'Make it anew whenever the feed changes', line: 'npm run homebird -- catalogue feed.xml -o catalogue/' } };
  return { ...base, state: 'ok', finding: `${items} products in ${currency || 'no named currency'}`, rows };
}

function workerRows({ config, worker }: Facts): Check['rows'] {
  const how = { 'same-origin': 'by its address, on this page’s origin', blob: 'fetched and started as a blob', lite: 'not at all' };
  return [{ name: 'file', value: config.workerUrl }, { name: 'started', value: worker ? how[worker] : 'not yet' }];
}

/** Where everything is computed. */
export function workerCheck(facts: Facts): Check {
  const { worker, config, origin } = facts;
  const row = (state: Check['state'], finding: string, mend?: Check['mend']): Check => ({ id: 'worker', title: 'Worker', state, finding, rows: workerRows(facts), ...(mend && { mend }) });
  if (!worker) return row('wait', 'is starting');
  if (worker !== 'lite') return row('ok', worker === 'blob' ? 'runs, started from a blob' : 'runs from this origin');
  const isOwn = new URL(config.workerUrl).origin === origin;
  return row('mend', 'may not run here: shelves show only what is popular, and nothing is remembered', { what: 'Let the Content-Security-Policy allow it (the console names the directive), or serve the worker’s file from this origin', line: isOwn ? "worker-src 'self'" : 'worker-src blob:' });
}

/** What the page's policy keeps out of ours. */
export function policyCheck({ blocked, origin }: Facts): Check {
  const rows = blocked.map((one) => ({ name: one.directive, value: `${one.blocked} ${one.isReportOnly ? 'is only reported' : `is kept out: ${costOf(one)}`}` }));
  const base = { id: 'csp', title: 'Content-Security-Policy', rows } as const;
  const [first] = blocked.filter(({ isReportOnly }) => !isReportOnly);
  if (!first) return { ...base, state: 'ok', finding: blocked.length > 0 ? 'keeps nothing of ours out; a policy on trial would' : 'keeps nothing of ours out' };
  const kept: readonly Blocked[] = blocked.filter(({ isReportOnly }) => !isReportOnly);
  return { ...base, state: 'mend', finding: costOf(first), mend: { what: 'Add to the policy of this page', line: [...new Set(kept.map((one) => sourceFor(one, origin)))].join('; ') } };
}
