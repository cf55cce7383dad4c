// A till that honours published offers: plain Node, nothing to install. `node till.mjs LEADER` prints what stands now.
// Runs on your server, beside your catalogue. A browser names products, pieces and a code, and is believed in nothing else.
import { createHash } from 'node:crypto';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PARTS = ['night', 'morning', 'afternoon', 'evening'];

async function load(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function file(leader, type, hash) {
  const bytes = await load(`${leader}/v1/${type}/${hash}`);
  if (createHash('sha256').update(bytes).digest('hex') !== hash) throw new Error(`${type}: other bytes than the manifest names`);
  return JSON.parse(bytes.toString('utf8'));
}

/** What the leader publishes now: `{ set, prices, name }`, or undefined where it never published offers. Your own leader, over TLS: the note's signature is not checked here. */
export async function readOffers(leader) {
  const note = (await load(`${leader}/v1/manifest`)).toString('utf8');
  const { offers, prices } = JSON.parse(note.slice(0, note.indexOf('\n\n')));
  if (!offers) return undefined;
  return { name: `${offers.hash} ${prices?.hash}`, set: await file(leader, 'offers', offers.hash), prices: prices && (await file(leader, 'prices', prices.hash)) };
}

/** Call it once a minute with what `readOffers` gave; keeps what was replaced for a day, because a browser may have shown it. */
export function keepOffers(kept, now, nowMs) {
  if (now && kept[0]?.replacedMs === undefined && kept[0]?.name === now.name) return kept;
  return [...(now ? [now] : []), ...kept.map((each) => ({ replacedMs: nowMs, ...each })).filter(({ replacedMs }) => nowMs - replacedMs <= DAY_MS)];
}

function priceAt({ set: { pricing }, prices }, itemId, atMs) {
  if (!pricing || !prices || atMs < prices.fromMs || atMs >= prices.untilMs) return undefined;
  const hour = Number(new Intl.DateTimeFormat('en', { timeZone: pricing.timeZone, hour: '2-digit', hourCycle: 'h23' }).format(atMs));
  return Object.hasOwn(prices.cents, itemId) ? prices.cents[itemId][PARTS[Math.floor(hour / 6)]] : undefined;
}

/** What a product costs, cents: the lowest price that was shown within the last hour, or by files replaced within the last day. */
function priceOf(kept, { itemId, priceCents }, nowMs) {
  const shown = kept.flatMap((each) => [nowMs, nowMs - HOUR_MS].flatMap((atMs) => priceAt(each, itemId, atMs) ?? []));
  const inForce = kept.find(({ set, prices, replacedMs }) => replacedMs === undefined && set.pricing && prices);
  return Math.min(...shown, ...(inForce && priceAt(inForce, itemId, nowMs) !== undefined ? [] : [priceCents]));
}

/** What a basket costs. Lines are `{ itemId, quantity, priceCents, category }` at YOUR catalogue's price; `code` is what she typed, '' for none. */
export function quote(kept, basket, code, nowMs) {
  const held = kept.filter(({ replacedMs }) => replacedMs === undefined || nowMs - replacedMs <= DAY_MS);
  const lines = basket.map((line) => ({ ...line, priceCents: priceOf(held, line, nowMs) }));
  const sum = (some) => some.reduce((cents, { quantity, priceCents }) => cents + quantity * priceCents, 0);
  const totalCents = sum(lines);
  const full = { lines, totalCents, reductionCents: 0, paidCents: totalCents };
  if (code === '') return full;
  const coupon = held.flatMap(({ set }) => set.coupons).find((each) => each.code.toLowerCase() === code.toLowerCase());
  if (!coupon) return { ...full, refused: 'unknown' };
  const { itemIds, categories, reduction, minBasketCents, startMs, endMs } = coupon;
  if (nowMs < startMs) return { ...full, refused: 'not-yet' };
  if (nowMs >= endMs) return { ...full, refused: 'over' };
  if (totalCents < minBasketCents) return { ...full, refused: 'basket-too-small' };
  const isWhole = itemIds.length === 0 && categories.length === 0;
  const applied = sum(lines.filter(({ itemId, category }) => isWhole || itemIds.includes(itemId) || category.some((level) => categories.includes(level))));
  const wanted = reduction.kind === 'cents' ? reduction.cents : Math.min(Math.floor((applied * reduction.percent) / 100), reduction.maxCents ?? Infinity);
  const reductionCents = Math.min(wanted, applied);
  return reductionCents === 0 ? { ...full, refused: 'nothing-applies' } : { ...full, reductionCents, paidCents: totalCents - reductionCents, code: coupon.code };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const now = await readOffers(argv[2] ?? 'http://127.0.0.1:7413');
  console.log(now ? `${now.set.coupons.length} coupons, ${Object.keys(now.prices?.cents ?? {}).length} priced products` : 'no offers');
}
