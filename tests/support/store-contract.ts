import type { DeviceStores } from '../../src/core/contract/index.ts';
import type { ItemId } from '../../src/core/catalogue/index.ts';
import type { EventId, ShopEvent } from '../../src/core/events/index.ts';
import type { LedgerEntry, ModelEntry, TaskId } from '../../src/core/protocol/index.ts';
import type { ContentHash } from '../../src/core/units/index.ts';

/** One promise of device stores, checked on fresh, empty stores. Throws where it is broken. */
export interface StorePromise {
  readonly title: string;
  check(stores: DeviceStores): Promise<void>;
}

function same(actual: unknown, wanted: unknown, what: string): void {
  const [a, w] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (a !== w) throw new Error(`${what}: got ${a}, wanted ${w}`);
}

/** An event of the day `day`, viewed for a while. */
export function anEvent(number: number, more: Partial<ShopEvent> = {}): ShopEvent {
  return {
    id: number.toString(16).padStart(32, '0') as EventId, type: 'view_item', atMs: 1_700_000_000_000 + number * 1000,
    items: [{ itemId: `item-${number}` as ItemId }], page: `/p/${number}`, ...more,
  };
}

/** A sealed ledger entry of task `number`. */
export function anEntry(number: number, more: Partial<ModelEntry> = {}): ModelEntry {
  return {
    taskId: number.toString(16).padStart(64, '0') as TaskId, model: 'mix', block: 0, baseModel: 'b'.repeat(64), atMs: 1_700_000_000_000 + number,
    rho: 1 / 32, state: 'sealed', reportId: 'a'.repeat(32), body: new Uint8Array([1, 2, number]), url: 'https://leader.example/v1/reports', ...more,
  };
}

const HASH = (digit: string): ContentHash => digit.repeat(64) as ContentHash;
const YEAR_MS = 366 * 24 * 60 * 60 * 1000;
const free = (): undefined => undefined;

/** Everything both kinds of stores promise. */
export const STORE_CONTRACT: readonly StorePromise[] = [
  {
    title: 'events come back oldest first, whatever the order they came in',
    async check({ events }) {
      await events.put([anEvent(3), anEvent(1)]);
      await events.put([anEvent(2)]);
      same((await events.all()).map((event) => event.page), ['/p/1', '/p/2', '/p/3'], 'order');
    },
  },
  {
    title: 'an event with an id already there replaces it',
    async check({ events }) {
      await events.put([anEvent(1)]);
      await events.put([anEvent(1, { dwellMs: 4000 })]);
      await events.put([anEvent(1, { dwellMs: 4000 })]);
      same((await events.all()).map((event) => event.dwellMs), [4000], 'events');
    },
  },
  {
    title: 'delete takes only what is named, clear takes all',
    async check({ events }) {
      await events.put([anEvent(1), anEvent(2), anEvent(3)]);
      await events.delete([anEvent(2).id, anEvent(9).id]);
      same((await events.all()).length, 2, 'after delete');
      await events.clear();
      same((await events.all()).length, 0, 'after clear');
    },
  },
  {
    title: 'overlapping puts all stand',
    async check({ events }) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => events.put([anEvent(i)])));
      same((await events.all()).length, 20, 'events');
    },
  },
  {
    title: 'storedBytes is the length of the events as JSON',
    async check(stores) {
      same(await stores.storedBytes(), 0, 'empty');
      await stores.events.put([anEvent(1, { query: 'träskor' })]);
      same(await stores.storedBytes(), new TextEncoder().encode(JSON.stringify(await stores.events.all())).length, 'one event');
    },
  },
  {
    title: 'spend adds an entry and shows the ones before it to the objector',
    async check({ ledger }) {
      same(await ledger.spend(anEntry(1), free), { ok: true }, 'first');
      const seen: number[] = [];
      await ledger.spend(anEntry(2), (entries) => {
        seen.push(entries.length);
        return undefined;
      });
      same(seen, [1], 'entries seen');
      same((await ledger.entries()).map((entry) => [...entry.body]), [[1, 2, 1], [1, 2, 2]], 'bodies');
    },
  },
  {
    title: 'spend adds nothing when the objector objects',
    async check({ ledger }) {
      const refused = await ledger.spend(anEntry(1), () => ({ kind: 'budget-spent', message: 'no more' }));
      same(refused, { ok: false, fault: { kind: 'budget-spent', message: 'no more' } }, 'answer');
      same(await ledger.entries(), [], 'entries');
    },
  },
  {
    title: 'of many spends at once, an objector that allows one lets one through',
    async check({ ledger }) {
      const once = (entries: readonly LedgerEntry[]) => (entries.length > 0 ? ({ kind: 'already-reported', message: 'once' } as const) : undefined);
      const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => ledger.spend(anEntry(i), once)));
      same(answers.filter((answer) => answer.ok).length, 1, 'let through');
      same((await ledger.entries()).length, 1, 'entries');
    },
  },
  {
    title: 'update replaces the entry of the same task',
    async check({ ledger }) {
      await ledger.spend(anEntry(1), free);
      await ledger.update(anEntry(1, { state: 'acked', ackedAtMs: 5 }));
      same((await ledger.entries()).map((entry) => [entry.state, entry.ackedAtMs]), [['acked', 5]], 'entries');
    },
  },
  {
    title: 'revise shows every entry and writes only what it is given, at once',
    async check({ ledger }) {
      await ledger.spend(anEntry(1), free);
      await ledger.spend(anEntry(2), free);
      await Promise.all([ledger.revise((entries) => entries.map((entry) => ({ ...entry, rho: entry.rho + 1 }))), ledger.revise((entries) => [anEntry(3, { rho: entries.length })])]);
      same((await ledger.entries()).map((entry) => entry.rho), [1 / 32 + 1, 1 / 32 + 1, 2], 'costs');
    },
  },
  {
    title: 'changing a body outside changes nothing inside',
    async check({ ledger }) {
      const entry = anEntry(7);
      await ledger.spend(entry, free);
      entry.body.fill(0);
      (await ledger.entries())[0]?.body.fill(0);
      same([...((await ledger.entries())[0]?.body ?? [])], [1, 2, 7], 'body');
    },
  },
  {
    title: 'files come back by hash, as bytes of their own, until keepOnly drops them',
    async check({ files }) {
      const whole = new Uint8Array([0, 1, 2, 3, 4]);
      await files.write(HASH('a'), whole.subarray(1, 4));
      await files.write(HASH('b'), whole);
      whole.fill(9);
      same([...((await files.read(HASH('a'))) ?? [])], [1, 2, 3], 'file a');
      await files.keepOnly([HASH('b')]);
      same([await files.read(HASH('a')), (await files.read(HASH('b')))?.length], [undefined, 5], 'after keepOnly');
    },
  },
  {
    title: 'settings and checkpoint are undefined until written',
    async check({ settings, checkpoint }) {
      same([await settings.read('contributionDraw'), await checkpoint.read()], [undefined, undefined], 'before');
      await settings.write('contributionDraw', 0.25);
      await settings.write('pausedUntilMs', null);
      await checkpoint.write('origin\n1\n');
      same([await settings.read('contributionDraw'), await settings.read('pausedUntilMs'), await checkpoint.read()], [0.25, null, 'origin\n1\n'], 'after');
    },
  },
  {
    title: 'erase keeps the last public notes, so that no older log is taken afterwards',
    async check({ checkpoint, erase }) {
      await checkpoint.write('origin\n5\n');
      await checkpoint.writeManifest('manifest of noon');
      await erase();
      same([await checkpoint.read(), await checkpoint.readManifest()], ['origin\n5\n', 'manifest of noon'], 'notes');
    },
  },
  {
    title: 'erase leaves nothing of the shopper but the ledger without its bytes',
    async check(stores) {
      await stores.events.put([anEvent(1), anEvent(2)]);
      await stores.files.write(HASH('a'), new Uint8Array(3));
      await stores.settings.write('hiddenItems', ['item-1']);
      await stores.ledger.spend(anEntry(1, { state: 'acked', ackedAtMs: 9 }), free);
      await stores.ledger.spend(anEntry(2), free);
      same(await stores.erase(), { deletedEvents: 2, verifiedEmpty: true }, 'answer');
      same([await stores.events.all(), await stores.files.read(HASH('a')), await stores.settings.read('hiddenItems')], [[], undefined, undefined], 'left');
      const left = await stores.ledger.entries();
      same(left.map(({ rho, state, body, reportId, url, ackedAtMs }) => [rho, state, body.length, reportId, url, ackedAtMs]), [[1 / 32, 'acked', 0, '', '', undefined], [1 / 32, 'refused', 0, '', '', undefined]], 'tombstone');
    },
  },
  {
    title: 'an update that comes after an erasure brings no bytes back',
    async check({ ledger, erase }) {
      await ledger.spend(anEntry(1), free);
      await erase();
      await ledger.update(anEntry(1, { state: 'acked' }));
      same((await ledger.entries()).map((entry) => [entry.state, entry.body.length, entry.url]), [['acked', 0, '']], 'entry');
    },
  },
  {
    title: 'what was erased can neither be sealed nor sent, also by work of another tab',
    async check({ ledger, erase }) {
      await ledger.spend(anEntry(1), free);
      await ledger.spend(anEntry(2, { state: 'draft', body: new Uint8Array(0) }), free);
      await erase();
      const tried = await Promise.allSettled([ledger.update(anEntry(1, { state: 'sent' })), ledger.update(anEntry(2, { state: 'sealed' }))]);
      same(tried.map((one) => (one.status === 'rejected' ? (one.reason as Error).name : one.status)), ['StorageError', 'StorageError'], 'answers');
      same((await ledger.entries()).map((entry) => [entry.state, entry.body.length]), [['refused', 0], ['refused', 0]], 'entries');
    },
  },
  {
    title: 'a tombstone is forgotten a year later, a live entry is not',
    async check({ ledger, erase }) {
      await ledger.spend(anEntry(1), free);
      await erase();
      await ledger.spend(anEntry(2), free);
      await ledger.spend(anEntry(3, { atMs: anEntry(3).atMs + YEAR_MS }), free, anEntry(3).atMs + YEAR_MS);
      same((await ledger.entries()).map((entry) => entry.taskId.at(-1)), ['2', '3'], 'tasks');
    },
  },
  {
    title: 'a clock that jumps a year ahead forgets no tombstone while signed time does not follow',
    async check({ ledger, erase }) {
      await ledger.spend(anEntry(1), free);
      await erase();
      const seen: number[] = [];
      const count = (entries: readonly LedgerEntry[]): undefined => void seen.push(entries.length);
      await ledger.spend(anEntry(2, { atMs: anEntry(2).atMs + YEAR_MS }), count, anEntry(2).atMs);
      await ledger.spend(anEntry(3, { atMs: anEntry(3).atMs + YEAR_MS }), count);
      same(seen, [1, 2], 'entries seen');
    },
  },
  {
    title: 'stores can be used again after close',
    async check(stores) {
      await stores.events.put([anEvent(1)]);
      stores.close();
      same((await stores.events.all()).length, 1, 'events');
    },
  },
];
