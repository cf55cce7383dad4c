import { placementSlip } from '#core/contract';
import { GOOD_JOIN_SHARE, LONG_TASK_MS } from '#core/embed';
import type { Fault } from '#core/units';
import type { Check, Facts, Said } from './facts.ts';

const SOURCES: Readonly<Record<Said['source'], string>> = {
  explicit: 'homebird(…) calls', marked: 'marked elements', dataLayer: 'dataLayer', shopify: 'Shopify’s events', jsonLd: 'JSON-LD', microdata: 'microdata', openGraph: 'Open Graph',
  address: 'address of the page', form: 'a form of the shop', own: 'our elements',
};

/** How people call a source. */
export function sourceName(source: Said['source']): string {
  return SOURCES[source];
}

const percent = (share: number): string => `${Math.floor(100 * share)} %`;

function lastView(said: readonly Said[]): Said | undefined {
  return said.findLast(({ name, itemIds }) => name === 'view_item' && itemIds.length > 0);
}

/** Whether this page's product is recognised, by whom, and known. */
export function productCheck({ said, looksLikeProduct, consent, catalogue }: Facts): Check {
  const base = { id: 'product', title: 'Product of this page' } as const;
  const view = lastView(said);
  if (!view) {
    if (consent.states.local !== 'granted') return { ...base, state: 'wait', finding: 'what stands on the page is read after a yes to local', rows: [] };
    if (!looksLikeProduct) return { ...base, state: 'told', finding: 'this page names none: open a product’s page to see it recognised', rows: [] };
    return { ...base, state: 'mend', finding: 'the page says it shows a product, but none of its marks holds an id that is read', rows: [], mend: { what: 'Give the product its id in structured data, in dataLayer, or by a call', line: `homebird('track', 'view_item', { items: [{ item_id: 'SKU' }] })` } };
  }
  const [id = ''] = view.itemIds;
  const rows = [{ name: 'id', value: id, isPrivate: true }, { name: 'named by', value: sourceName(view.source) }, { name: 'kept', value: outcomeText(view) }];
  if (view.isJoined === false) {
    const examples = catalogue?.ok ? catalogue.value.examples.slice(0, 3).join(', ') : '';
    return { ...base, state: 'mend', finding: `recognised by ${sourceName(view.source)}, but the catalogue has no such id`, rows, mend: { what: `Let page and feed name products alike, or give the feed an alias${examples === '' ? '' : `; the catalogue’s ids look like ${examples}`}` } };
  }
  return { ...base, state: view.isJoined === undefined ? 'wait' : 'ok', finding: `recognised by ${sourceName(view.source)}${view.isJoined === true ? ', and in the catalogue' : ''}`, rows };
}

/** How many of the products named here the catalogue knows, by source. */
export function joinCheck({ joins }: Facts): Check {
  const base = { id: 'joins', title: 'Products joined' } as const;
  const [named, joined] = [joins.reduce((sum, join) => sum + join.named, 0), joins.reduce((sum, join) => sum + join.joined, 0)];
  const rows = joins.flatMap(({ source, named: of, joined: known, missing }) => [
    { name: sourceName(source), value: `${known} of ${of} (${percent(known / of)})` },
    ...(missing.length > 0 ? [{ name: 'not in the catalogue', value: missing.join(', '), isPrivate: true }] : []),
  ]);
  if (named === 0) return { ...base, state: 'told', finding: 'no product was named yet on this page', rows };
  const finding = `${joined} of ${named} products named here are in the catalogue (${percent(joined / named)})`;
  if (joined / named >= GOOD_JOIN_SHARE) return { ...base, state: 'ok', finding, rows };
  return { ...base, state: 'mend', finding, rows, mend: { what: 'Compare the ids below with the catalogue’s: a SKU, a variant or another spelling can be named as an alias in the feed (docs/shops/feeds.md)' } };
}

const OUTCOMES: Readonly<Record<Said['outcome'], string>> = {
  kept: 'kept', 'before-consent': 'dropped: no consent yet', repeated: 'dropped: said before', unreadable: 'dropped: could not be read', unknown: 'not an event of ours',
};

/** What became of it, in words. */
export function outcomeText({ outcome }: Pick<Said, 'outcome'>): string {
  return OUTCOMES[outcome];
}

/** What was heard so far. */
export function eventsCheck({ said, consent }: Facts): Check {
  const base = { id: 'events', title: 'Events' } as const;
  const events = said.filter(({ outcome }) => outcome !== 'unknown');
  const count = (outcome: Said['outcome']): number => said.filter((one) => one.outcome === outcome).length;
  const rows = (['kept', 'before-consent', 'repeated', 'unreadable', 'unknown'] as const).map((outcome) => ({ name: outcomeText({ outcome }), value: String(count(outcome)) }));
  if (events.length === 0) return { ...base, state: 'wait', finding: 'none heard yet: look at a product, put it into the basket', rows };
  if (count('unreadable') > 0) return { ...base, state: 'mend', finding: `${count('unreadable')} events could not be read`, rows, mend: { what: 'Compare their fields with docs/shops/events.md' } };
  if (count('kept') === 0) return { ...base, state: consent.states.local === 'granted' ? 'mend' : 'wait', finding: `${events.length} heard, none kept`, rows };
  return { ...base, state: 'ok', finding: `${count('kept')} kept of ${events.length} heard`, rows };
}

/** Which engine ranks, and how long it takes. */
export function engineCheck({ profile, ranking }: Facts): Check {
  const base = { id: 'engine', title: 'Engine' } as const;
  const rows = [
    ...(profile?.ok ? [{ name: 'engine', value: `${profile.value.backend} (one ranking and one training step)` }] : []),
    ...(ranking ? [{ name: 'asked from this page', value: `${ranking.ms.toFixed(1)} ms for eight products, the way to the worker and back included` }, { name: 'scorers', value: ranking.scorers.join(', ') }] : []),
  ];
  if (!ranking) return { ...base, state: 'wait', finding: 'nothing was ranked yet', rows };
  return { ...base, state: 'ok', finding: `eight products in ${ranking.ms.toFixed(1)} ms by ${ranking.scorers.length === 1 ? 'popularity alone' : ranking.scorers.join(', ')}`, rows };
}

/** The shop's server for learning together, if there is one. */
export function leaderCheck({ config, leader, profile }: Facts): Check {
  const base = { id: 'leader', title: 'Leader, policy, helper' } as const;
  if (config.leaderUrl === '') return { ...base, state: 'told', finding: 'no data-endpoint: shelves learn on this device alone, and nothing is ever sent', rows: [] };
  const heard = profile?.ok ? profile.value : undefined;
  const rows = [
    { name: 'leader', value: `${config.leaderUrl} ${leader?.manifest.says ?? 'is being asked'}` },
    { name: 'policy', value: `${config.policy.slice(0, 12)}… ${leader?.policy.says ?? 'is being asked'}` },
    { name: 'helper', value: heard?.policy ? `${heard.policy.helperUrl}, as the verified policy names it` : 'is named once the policy is verified, after a yes to local' },
    { name: 'independent witness', value: heard?.policy ? (heard.policy.isWitnessed ? 'named in the policy' : 'none: only the helper cosigns the log') : 'not known yet' },
    ...(heard?.leaderFault ? [{ name: 'last look', value: heard.leaderFault.message }] : []),
  ];
  if (!leader) return { ...base, state: 'wait', finding: 'is being asked', rows };
  if (!leader.manifest.isReached) return { ...base, state: 'mend', finding: `the leader ${leader.manifest.says}`, rows, mend: { what: 'Start it, or let data-endpoint name where it is', line: 'data-endpoint="https://homebird.shop.example"' } };
  if (!leader.policy.isReached) return { ...base, state: 'mend', finding: 'the leader does not have the policy that the embed line pins', rows, mend: { what: 'Take the policy hash that homebird serve and the console print', line: 'data-policy="…64 hex digits…"' } };
  if (heard?.leaderFault) return { ...base, state: 'mend', finding: heard.leaderFault.message, rows };
  return { ...base, state: 'ok', finding: 'the leader answers and has the pinned policy', rows };
}

/** Models in use, by round. */
export function modelsCheck({ profile }: Facts): Check {
  const base = { id: 'models', title: 'Models' } as const;
  if (!profile?.ok) return { ...base, state: 'wait', finding: 'known after a yes to local', rows: [] };
  const { models } = profile.value;
  const rows = (Object.keys(models) as (keyof typeof models)[]).map((kind) => ({ name: kind, value: models[kind] ? `round ${models[kind].round}, ${models[kind].hash.slice(0, 8)}…` : 'none verified yet' }));
  const verified = rows.filter(({ value }) => value.startsWith('round'));
  return { ...base, state: 'told', finding: verified.length === 0 ? 'none of the leader’s was verified yet; shelves rank without' : verified.map(({ name, value }) => `${name} ${value.split(',', 1)[0] ?? ''}`).join(', '), rows };
}

const kept = (bytes: number): string => (bytes < 1_000 ? `${bytes} bytes` : `${(bytes / 1_000).toFixed(1)} kB`);

/** What is kept on this device. */
export function storageCheck({ storage, profile, consent }: Facts): Check {
  const { databases, hasRecord, usedBytes, quotaBytes, isPersisted } = storage;
  const megabytes = (bytes: number | undefined): string => (bytes === undefined ? 'not known' : `${(bytes / 1e6).toFixed(1)} MB`);
  const rows = [
    { name: 'consent record', value: hasRecord ? 'kept' : 'none' },
    { name: 'databases', value: databases.join(', ') || 'none' },
    ...(profile?.ok ? [{ name: 'events and files of ours', value: `${profile.value.events} events, ${kept(profile.value.storedBytes)}` }] : []),
    { name: 'whole origin', value: `${megabytes(usedBytes)} of ${megabytes(quotaBytes)}` },
    { name: 'kept for good', value: isPersisted ? 'yes' : 'no: the browser may evict it when space is short' },
  ];
  const base = { id: 'storage', title: 'Storage', rows } as const;
  if (consent.states.local === 'unasked' && (databases.length > 0 || hasRecord)) return { ...base, state: 'told', finding: 'nobody has chosen on this page, yet something is left from an earlier visit' };
  if (databases.length === 0 && !hasRecord) return { ...base, state: 'ok', finding: 'nothing: 0 bytes' };
  return { ...base, state: 'ok', finding: profile?.ok ? `${kept(profile.value.storedBytes)} of ours` : hasRecord && databases.length === 0 ? 'the consent record alone' : 'a history is kept' };
}

/** Shelves on this page and what they show. */
export function shelvesCheck({ shelves, dead }: Facts): Check {
  const base = { id: 'shelves', title: 'Shelves' } as const;
  const rows = shelves.flatMap(({ placement, attributes, items, isVisible }) => [
    { name: placement, value: items.length === 0 ? (isVisible ? 'shows nothing' : 'hidden') : `${items.length} products drawn` },
    { name: 'asked for and shown', value: `${attributes || 'no attributes'}: ${items.join(', ') || 'none'}`, isPrivate: true },
  ]);
  if (shelves.length === 0) return { ...base, state: 'told', finding: 'none on this page', rows, mend: { what: 'Put one where it should stand', line: '<homebird-shelf placement="home" count="8"></homebird-shelf>' } };
  const empty = shelves.filter(({ items }) => items.length === 0);
  if (empty.length > 0) return { ...base, state: 'mend', finding: `${empty.length} of ${shelves.length} show nothing: ${empty.map(({ placement }) => placement).join(', ')}`, rows, mend: { what: 'See catalogue and worker above; a product-related shelf wants its id in item="…", a category shelf its name or path in the feed' } };
  const slip = shelves.map(({ placement }) => placementSlip(placement)).find(Boolean);
  if (slip) return { ...base, state: 'mend', finding: slip, rows, mend: { what: 'See docs/shops/placements.md' } };
  if (dead.length > 0) return { ...base, state: 'mend', finding: `${dead.length} links or pictures of products lead nowhere`, rows: [...dead.map((value) => ({ name: 'nothing there', value, isPrivate: true })), ...rows], mend: { what: 'Let the feed name pages and pictures that are there, and make the catalogue again' } };
  return { ...base, state: 'ok', finding: `${shelves.length} drawn`, rows };
}

/** What we cost the main thread. */
export function speedCheck({ speed: { readyMs, longestMs, over50 } }: Facts): Check {
  const rows = [{ name: 'ready', value: readyMs === undefined ? 'not yet' : `${Math.round(readyMs)} ms after the page began` }, { name: 'longest script of ours in a long frame', value: longestMs === 0 ? 'none seen' : `${Math.round(longestMs)} ms` }];
  const base = { id: 'speed', title: 'Main thread', rows } as const;
  if (over50 > 0) return { ...base, state: 'told', finding: `${over50} scripts of ours ran longer than ${LONG_TASK_MS} ms in one go, the longest ${Math.round(longestMs)} ms` };
  return { ...base, state: 'ok', finding: `nothing of ours ran longer than ${LONG_TASK_MS} ms in one go` };
}

/** The attribute of the embed line that a fault is about. */
function mendOf({ kind }: Fault, { config }: Facts): Check['mend'] {
  switch (kind) {
    case 'catalogue': case 'malformed-catalogue': return { what: 'Let the embed line name the catalogue.json that homebird catalogue wrote', line: `data-catalogue="${config.catalogueUrl}"` };
    case 'wrong-policy': return { what: 'Pin the policy that homebird serve and the console print for this leader, in its own spelling of the address', line: `data-endpoint="${config.leaderUrl}" data-policy="…64 hex digits…"` };
    case 'server-error': case 'offline': return { what: 'See whether it answers, and whether this page may reach it (connect-src, CORS)', line: `data-endpoint="${config.leaderUrl}"` };
    default: return undefined;
  }
}

/** Faults told in the console, with what to change. */
export function faultsCheck(facts: Facts): Check {
  const { faults } = facts;
  const rows = faults.map(({ kind, message }) => ({ name: kind, value: message }));
  const base = { id: 'faults', title: 'Warnings', rows } as const;
  const last = faults.at(-1);
  if (!last) return { ...base, state: 'ok', finding: 'none on this page' };
  const mend = mendOf(last, facts);
  return { ...base, state: 'mend', finding: last.message, ...(mend && { mend }) };
}
