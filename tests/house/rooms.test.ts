import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allowedImports, handedOutBy, importedByDoor, importsOf, importTable, listRooms, ROOT } from '#support/rooms';

const rooms = listRooms();
const table = importTable();
const imported = importedByDoor();

describe.each(rooms)('room %s', (room) => {
  test('has a row in the import table', () => {
    expect(table.has(room), `add a row for ${room}/** to .oxlintrc.json`).toBe(true);
  });

  test('has a row that allows nothing the room does not import', () => {
    const row = table.get(room);
    const imports = importsOf(room);
    const isUsed = (allowed: string): boolean => imports.some((module) => module === allowed || module.startsWith(allowed === 'node:*' ? 'node:' : `${allowed}/`));
    expect(row ? allowedImports(row).filter((allowed) => !isUsed(allowed)) : []).toEqual([]);
  });

  test('has a door that hands out nothing nobody imports', () => {
    const { door, names } = handedOutBy(room);
    expect(names.filter((name) => imported.get(door)?.has(name) !== true)).toEqual([]);
  });

  test('has a door that says what it knows, what is not here, and whom it trusts', () => {
    const door = ['index.ts', 'index.tsx'].map((name) => join(ROOT, room, name)).find(existsSync);
    expect(door, `${room} has no index.ts`).toBeDefined();
    const opening = readFileSync(door ?? '', 'utf8').slice(0, 3_000);
    for (const heading of ['**Knows**', '**Not here**', '**Trust**']) expect(opening).toContain(heading);
  });
});

test('the import table has no row for a room that is gone', () => {
  expect([...table.keys()].filter((room) => !rooms.includes(room))).toEqual([]);
});
