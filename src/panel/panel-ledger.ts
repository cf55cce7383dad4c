import { budgetOf, epsilonOf, FLOORS, isMovedOutMark, movedOutUntilMs } from '#core/privacy';
import type { LedgerEntry } from '#core/protocol';
import { fail, ok, type Fault, type Result } from '#core/units';
import { ledgerName } from '#page/store';
import type { Spent } from './host.ts';

function answerOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no reason given')));
  });
}

/** The ledger as it stands, undefined where there is none. Whoever has not agreed gets no database by being shown the panel. */
async function existing(name: string): Promise<IDBDatabase | undefined> {
  // Browsers that list no databases open one, and take it back.
  const listed = await (indexedDB as Partial<IDBFactory>).databases?.call(indexedDB);
  if (listed?.every((database) => database.name !== name)) return undefined;
  const opening = indexedDB.open(name);
  let isNew = false;
  opening.addEventListener('upgradeneeded', () => {
    isNew = true;
    opening.transaction?.abort();
  });
  try {
    return await answerOf(opening);
  } catch (error) {
    if (isNew) return undefined;
    throw error;
  }
}

async function readLedger(name: string): Promise<{ readonly entries: readonly LedgerEntry[]; readonly hasCheckpoint: boolean }> {
  const database = await existing(name);
  if (!database) return { entries: [], hasCheckpoint: false };
  try {
    const stores = [...database.objectStoreNames];
    const transaction = database.transaction(stores);
    const entries = answerOf<LedgerEntry[]>(transaction.objectStore('entries').getAll());
    const notes = stores.includes('notes') ? answerOf(transaction.objectStore('notes').count()) : 0; // not in the first version
    return { entries: await entries, hasCheckpoint: (await notes) > 0 };
  } finally {
    database.close();
  }
}

/** What stands in the ledger of `shop`, read in the page: for a shopper who has not agreed the worker opens no store. */
export async function spentOf(shop: string, nowMs: number): Promise<Result<Spent, Fault>> {
  try {
    const { entries, hasCheckpoint } = await readLedger(ledgerName(shop));
    return ok({ uploads: entries.filter((entry) => !isMovedOutMark(entry)).map((entry) => ({ ...entry, epsilon: epsilonOf(entry.rho, FLOORS.maxDelta) })), budget: budgetOf(entries, nowMs), movedOutUntilMs: movedOutUntilMs(entries) ?? null, hasCheckpoint });
  } catch (error) {
    return fail('storage', `Cannot look into the ledger: ${String(error)}`);
  }
}
