import type { CatalogueCache, DeviceStores, SettingValues } from '#core/contract';
import type { ShopEvent } from '#core/events';
import type { Ledger, LedgerEntry } from '#core/protocol';
import { ok, utf8Encode } from '#core/units';
import { isSpentTombstone, tombstoneOf, updated } from './tombstone.ts';

function byTime(a: { readonly atMs: number }, b: { readonly atMs: number }): number {
  return a.atMs - b.atMs;
}

/** A body is copied in and out, so that nobody can change sealed bytes through a shared array. */
function copyOf(entry: LedgerEntry): LedgerEntry {
  return { ...entry, body: entry.body.slice() };
}

function memoryLedger(): Ledger {
  const entries = new Map<string, LedgerEntry>();
  const sorted = (): LedgerEntry[] => [...entries.values()].map(copyOf).sort(byTime);
  return {
    entries: async () => sorted(),
    async spend(entry, refuse, signedMs) {
      for (const old of entries.values()) if (isSpentTombstone(old, entry.atMs, signedMs)) entries.delete(old.taskId);
      const fault = refuse(sorted());
      if (fault) return { ok: false, fault };
      entries.set(entry.taskId, copyOf(entry));
      return ok(undefined);
    },
    async revise(change) {
      for (const entry of change(sorted())) entries.set(entry.taskId, copyOf(entry));
    },
    async update(entry) {
      entries.set(entry.taskId, copyOf(updated(entries.get(entry.taskId), entry)));
    },
    async tombstone() {
      for (const entry of entries.values()) entries.set(entry.taskId, tombstoneOf(entry));
    },
  };
}

/** Length in bytes of `events` as they are kept and exported. */
export function jsonBytes(events: readonly ShopEvent[]): number {
  return events.length === 0 ? 0 : utf8Encode(JSON.stringify(events)).length;
}

function memoryFiles(files: Map<string, Uint8Array>): CatalogueCache {
  return {
    read: async (hash) => files.get(hash)?.slice(),
    async write(hash, bytes) {
      files.set(hash, bytes.slice());
    },
    async keepOnly(hashes) {
      const kept = new Set<string>(hashes);
      for (const hash of files.keys()) if (!kept.has(hash)) files.delete(hash);
    },
    missing: async (hashes) => hashes.filter((hash) => !files.has(hash)),
  };
}

/** Device stores that live as long as the object: for simulated devices and tests. Same promises as the IndexedDB ones, except that nothing is durable. */
export function memoryStores(): DeviceStores {
  const events = new Map<string, ShopEvent>();
  const files = new Map<string, Uint8Array>();
  const catalogue = new Map<string, Uint8Array>();
  const settings = new Map<keyof SettingValues, unknown>();
  const ledger = memoryLedger();
  let checkpoint: string | undefined;
  let manifest: string | undefined;
  const all = (): ShopEvent[] => [...events.values()].sort(byTime);
  return {
    events: {
      async put(added) {
        for (const event of added) events.set(event.id, event);
      },
      all: async () => all(),
      async delete(ids) {
        for (const id of ids) events.delete(id);
      },
      clear: async () => events.clear(),
    },
    ledger,
    files: memoryFiles(files),
    catalogue: memoryFiles(catalogue),
    checkpoint: {
      read: async () => checkpoint,
      async write(note) {
        checkpoint = note;
      },
      readManifest: async () => manifest,
      async writeManifest(note) {
        manifest = note;
      },
    },
    settings: {
      read: async <Key extends keyof SettingValues>(key: Key) => settings.get(key) as SettingValues[Key] | undefined,
      async write(key, value) {
        settings.set(key, value);
      },
    },
    storedBytes: async () => jsonBytes(all()),
    async erase() {
      const deletedEvents = events.size;
      events.clear();
      files.clear();
      catalogue.clear();
      settings.clear();
      await ledger.tombstone();
      return { deletedEvents, verifiedEmpty: true };
    },
    close: () => undefined,
  };
}
