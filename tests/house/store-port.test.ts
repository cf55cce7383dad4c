import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allowedImports, importTable, ROOT } from '#support/rooms';

const PORT = join(ROOT, 'server/store');

test('the storage port is types alone and names no database', () => {
  for (const name of readdirSync(PORT)) {
    const text = readFileSync(join(PORT, name), 'utf8');
    expect({ name, values: text.match(/^export (?!type|interface)|^import (?!type)/gm) }).toEqual({ name, values: null });
    if (name !== 'index.ts') expect({ name, words: text.match(/sql|postgres|SELECT|INSERT|\.db\b/gi) }).toEqual({ name, words: null }); // the door says where a store is
  }
});

test('of the servers only the commands open a store', () => {
  const rooms = [...importTable()].filter(([room, row]) => room.startsWith('server/') && allowedImports(row).includes('#server/libsql')).map(([room]) => room);
  expect(rooms).toEqual(['server/commands']);
});
