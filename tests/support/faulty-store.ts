import type { Store } from '../../server/store/index.ts';

/** How an operation goes wrong: nothing of it happened, or all of it did and only the answer is a failure. */
export type FaultMode = 'failed' | 'written';

/** One call of a table, as it went. */
export interface TableCall {
  /** `table.method`. */
  readonly operation: string;
  readonly args: readonly unknown[];
  /** A copy, so that what the caller does with it later does not show. */
  readonly result: unknown;
}

/** A store whose operations fail when they are told to. */
export interface FaultyStore<Tables> {
  readonly store: Store<Tables>;
  /** Calls of every transaction that is durable, in order, whatever its caller was told. */
  readonly durable: readonly (readonly TableCall[])[];
}

/** Asked at every operation (`table.method`, or `commit of table.method, …`) what goes wrong with it, if anything. */
export type Decide = (operation: string) => FaultMode | undefined;

type Method = (...args: readonly unknown[]) => unknown;

/** What a failing disk says. */
export class DiskFault extends Error {}

/** Methods that change a table: each can fail although it was written. */
const WRITES = /\.(?:set|add\w*|put\w*|drop\w*|move|claim|finish|take)$/;

export function isWrite(operation: string): boolean {
  return WRITES.test(operation);
}

/** `tables` with `around` put around every call. */
function wrapped<Tables>(tables: Tables, around: (operation: string, args: readonly unknown[], run: () => unknown) => unknown): Tables {
  const entries = Object.entries(tables as Record<string, Record<string, Method>>).map(([name, table]) => [
    name,
    Object.fromEntries(Object.entries(table).map(([method, run]): [string, Method] => [method, (...args) => around(`${name}.${method}`, args, () => run(...args))])),
  ]);
  return Object.fromEntries(entries) as Tables;
}

/** Puts `decide` between a store and whoever uses it. Reads only ever fail; writes fail inside their transaction, which ends it. */
export function faultyStore<Tables>(store: Store<Tables>, decide: Decide): FaultyStore<Tables> {
  const durable: (readonly TableCall[])[] = [];
  const attempt = (operation: string, run: () => unknown): unknown => {
    const mode = decide(operation);
    if (mode === 'failed' || (mode === 'written' && !isWrite(operation))) throw new DiskFault(`${operation} failed`);
    const result = run();
    if (mode === 'written') throw new DiskFault(`${operation} failed, although it was written`);
    return result;
  };
  return {
    durable,
    store: {
      tables: wrapped(store.tables, (operation, _args, run) => attempt(operation, run)),
      async transact(work) {
        let calls: TableCall[] = [];
        let mode: FaultMode | undefined;
        let label = '';
        const value = await store.transact((tables) => {
          calls = []; // a transaction may run again
          const done = work(wrapped(tables, (operation, args, run) => {
            const result = attempt(operation, run);
            calls.push({ operation, args, result: structuredClone(result) });
            return result;
          }));
          label = `commit of ${[...new Set(calls.map(({ operation }) => operation).filter(isWrite))].join(', ') || 'nothing'}`;
          mode = decide(label);
          if (mode === 'failed') throw new DiskFault(`${label} failed`);
          return done;
        });
        durable.push(calls);
        if (mode === 'written') throw new DiskFault(`${label} failed, although it was written`);
        return value;
      },
      usedBytes: () => store.usedBytes(),
      close: () => store.close(),
    },
  };
}
