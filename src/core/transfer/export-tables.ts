import type { ExportTable } from '#core/contract';
import { DAY_MS, HOUR_MS } from '#core/units';
import { csvOf, type Cell } from './csv.ts';
import type { ExportDocument } from './export-document.ts';

interface Table {
  readonly names: readonly string[];
  rows(document: ExportDocument): readonly (readonly Cell[])[];
}

function timeText(ms: number): string {
  // Proleptic Gregorian days from a count of days (Howard Hinnant, "chrono-compatible low-level date algorithms"): core has no Date.
  const days = Math.floor(ms / DAY_MS) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153); // March is 0
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const two = (value: number, digits = 2): string => String(value).padStart(digits, '0');
  const inDay = ((ms % DAY_MS) + DAY_MS) % DAY_MS;
  return `${two(year, 4)}-${two(month)}-${two(dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1)}T${two(Math.floor(inDay / HOUR_MS))}:${two(Math.floor(inDay / 60_000) % 60)}:${two(Math.floor(inDay / 1000) % 60)}.${two(Math.floor(inDay) % 1000, 3)}Z`;
}

/** An item may be called like what every object has. */
function titleIn(titles: ExportDocument['titles'], itemId: string | undefined): Cell {
  return itemId !== undefined && Object.hasOwn(titles, itemId) ? titles[itemId] : undefined;
}

const TABLES: Readonly<Record<ExportTable, Table>> = {
  // A line an item, because a basket is read item by item; what belongs to the whole event is repeated.
  events: {
    names: ['event_id', 'type', 'at', 'page', 'item_id', 'title', 'quantity', 'price_cents', 'dwell_ms', 'scroll_share', 'query', 'transaction_id', 'coupon', 'value_cents', 'rating', 'rec_id', 'placement', 'position', 'list_id', 'promotion_id', 'creative_slot', 'campaign_id', 'creative_id', 'slot', 'propensity', 'click_chance', 'buy_chance', 'policy_id', 'target', 'page_title'],
    rows: ({ events, titles }) => events.flatMap(({ id, type, atMs, page, items, ...more }) => {
      const line = (itemId?: string, quantity?: number, priceCents?: number): readonly Cell[] => [
        id, type, timeText(atMs), page, itemId, titleIn(titles, itemId), quantity, priceCents,
        more.dwellMs, more.scrollShare, more.query, more.transactionId, more.coupon, more.valueCents, more.rating, more.recId, more.placement, more.position, more.listId, more.promotionId, more.creativeSlot, more.campaignId, more.creativeId,
        more.slot, more.propensity, more.clickChance, more.buyChance, more.policyId, more.target, more.title,
      ];
      return items.length === 0 ? [line()] : items.map((item) => line(item.itemId, item.quantity, item.priceCents));
    }),
  },
  interests: {
    names: ['kind', 'name', 'strength', 'wish', 'evidence'],
    rows: ({ interests, settings }) => [
      ...interests.map(({ kind, name, strength, isPinned, evidence }) => [kind, name, strength, isPinned ? 'pin' : '', evidence.join('; ')]),
      ...(settings.interestWishes ?? []).filter(({ kind, wish }) => kind !== 'fact' && wish === 'never').map(({ kind, name, wish }) => [kind, name, '', wish, '']),
    ],
  },
  uploads: {
    names: ['task_id', 'report_id', 'kind', 'model', 'block', 'base_model', 'subject', 'layout', 'at', 'acked_at', 'state', 'refusal', 'rho', 'epsilon', 'bytes', 'body_hex', 'url', 'from_other_device'],
    rows: ({ uploads }) => uploads.map((entry) => [
      entry.taskId, entry.reportId, ...(entry.kind === 'measure' ? ['measure', '', '', '', entry.subject, entry.layout] : ['model', entry.model, entry.block, entry.baseModel, '', '']), timeText(entry.atMs), entry.ackedAtMs === undefined ? '' : timeText(entry.ackedAtMs), entry.state, entry.refusal,
      entry.rho, entry.epsilon, entry.body.length / 2, entry.body, entry.url, entry.isFromElsewhere === true,
    ]),
  },
  wishes: {
    names: ['kind', 'id_or_name', 'title', 'wish'],
    rows: ({ settings, titles }) => [
      ...(settings.hiddenItems ?? []).map((id) => ['item', id, titleIn(titles, id), 'hide']),
      ...(settings.lessItems ?? []).map((id) => ['item', id, titleIn(titles, id), 'less']),
      ...(settings.interestWishes ?? []).map(({ kind, name, wish }) => [kind, name, '', wish]),
      ...(settings.adWishes?.hidden ?? []).map((id) => ['campaign', id, '', 'hide']),
      ...(settings.adWishes?.disliked ?? []).map((name) => ['advertiser', name, '', 'less']),
    ],
  },
};

/** One table of an export as CSV; times are ISO 8601 in UTC, absent values empty cells. */
export function exportTable(document: ExportDocument, table: ExportTable): string {
  const { names, rows } = TABLES[table];
  return csvOf(names, rows(document));
}
