import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import { HELPER_FILE_SCHEMA, helperStoreOver, LEADER_SCHEMA, leaderStoreOver, openHelperStore, openLeaderStore } from '#server/libsql';
import { databaseInAThread } from '#support/database-in-a-thread';
import { valueOf } from '#support/result';
import { SERVER_STORE_CONTRACT, type StoresUnderTest } from '#support/server-store-contract';

const folder = mkdtempSync(join(tmpdir(), 'homebird-contract-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every kind of store there is; another one adds a line. */
const STORES: Readonly<Record<string, (place: string) => StoresUnderTest>> = {
  'libsql, a file': (place) => ({
    leader: async () => valueOf(openLeaderStore(`${place}-leader.db`)),
    helper: async () => valueOf(openHelperStore(`${place}-helper.db`)),
    async anotherLeader() {
      const second = openLeaderStore(`${place}-leader.db`);
      return second.ok ? second.value : undefined;
    },
  }),
  'libsql, asked across threads': (place) => ({
    leader: async () => leaderStoreOver(databaseInAThread(`${place}-leader.db`, LEADER_SCHEMA)),
    helper: async () => helperStoreOver(databaseInAThread(`${place}-helper.db`, HELPER_FILE_SCHEMA)),
    anotherLeader: async () => leaderStoreOver(databaseInAThread(`${place}-leader.db`, LEADER_SCHEMA)),
  }),
};

let places = 0;
describe.each(Object.entries(STORES))('a store over %s', (_name, open) => {
  test.each(SERVER_STORE_CONTRACT.map((promise) => [promise.title, promise] as const))('%s', async (_title, promise) => {
    await promise.check(open(join(folder, String((places += 1)))));
  });
});
