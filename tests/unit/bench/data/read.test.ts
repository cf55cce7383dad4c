import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { parseFormat, parseSplit, readDataset, readGivenCases, readItemTexts, type Dataset, type FormatName } from '#bench/data';

const folder = mkdtempSync(join(tmpdir(), 'homebird-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

/** Users with their events as `item:type:basket`, short enough to compare. */
function shape(dataset: Dataset): Record<string, string[]> {
  return Object.fromEntries(dataset.users.map(({ id, events }) => [id, events.map(({ item, type, basket }) => `${dataset.itemIds[item]}:${type}:${basket}`)]));
}

describe('readDataset()', () => {
  test.each<[FormatName, string, Record<string, string[]>]>([
    ['events', 'user_id,item_id,event_type,timestamp,session_id\nu,b,purchase,2026-01-01T10:00:00Z,s2\nu,a,view,1767225600,s1\n', { u: ['a:view_item:0', 'b:purchase:1'] }],
    ['uci', [
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
      '1,85123A,"HEART, WHITE",6,2010-12-01 08:26:00,2.55,17850,United Kingdom', 'C2,85123A,HEART,-6,2010-12-02 08:26:00,2.55,17850,United Kingdom',
      '3,POST,POSTAGE,1,2010-12-02 08:26:00,9,17850,United Kingdom', '4,22222,MUG,1,2010-12-03 08:26:00,1,,United Kingdom', '5,22222,MUG,1,2010-12-03 08:26:00,1,17850,United Kingdom', '',
    ].join('\n'), { 17850: ['85123A:purchase:0', '22222:purchase:1'] }],
    ['taobao', '1,10,100,pv,1511544070\n1,10,100,buy,1511544080\n1,11,100,fav,1511560000\n', { 1: ['10:view_item:0', '10:purchase:0', '11:add_to_wishlist:1'] }],
    ['rees46', [
      'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session', '2019-10-01 00:00:00 UTC,view,44,2103,,shiseido,35.79,5,a', '2019-10-01 00:00:05 UTC,cart,39,2053,appliances.kettle,aqua,33.2,5,a', '',
    ].join('\n'), { 5: ['44:view_item:0', '39:add_to_cart:0'] }],
    ['retailrocket', 'timestamp,visitorid,event,itemid,transactionid\n1433221332117,257597,view,355908,\n1433224214164,257597,transaction,248676,4\n', { 257597: ['355908:view_item:0', '248676:purchase:1'] }],
    ['yoochoose', 'SessionId\tItemId\tTime\n1\t214536502\t1396860669.277\n1\t214536506\t1396860886.998\n', { 1: ['214536502:view_item:0', '214536506:view_item:0'] }],
    ['yoochoose', '1,2014-04-07T10:51:09.277Z,214536502,0\n1,2014-04-07T10:54:09.868Z,214536500,0\n', { 1: ['214536502:view_item:0', '214536500:view_item:0'] }],
    ['atomic', 'user_id:token\titem_id:token\trating:float\ttimestamp:float\n196\t242\t3\t881250949\n196\t302\t3\t881250949\n', { 196: ['242:view_item:0', '302:view_item:0'] }],
    ['uci-all', 'InvoiceNo,StockCode,Quantity,InvoiceDate,CustomerID\n3,POST,1,2010-12-02 08:26:00,17850\n', { 17850: ['POST:purchase:0'] }],
    ['sequences', '7 a b a\n8 c\n', { 7: ['a:view_item:0', 'b:view_item:0', 'a:view_item:0'], 8: ['c:view_item:0'] }],
    ['sessions', 'a b\n\nc a\n', { 'line 1': ['a:view_item:0', 'b:view_item:0'], 'line 3': ['c:view_item:0', 'a:view_item:0'] }],
  ])('reads %s as its source spells it, plain and gzipped', async (format, text, users) => {
    expect(shape(await readDataset(file(`${format}.txt`, text), format))).toEqual(users);
    expect(shape(await readDataset(file(`${format}.txt.gz`, text), format))).toEqual(users);
  });

  test('keeps what the rows say of an item, and counts what it leaves out', async () => {
    const path = file('facts.csv', 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,85123A,"HEART, WHITE ",6,2010-12-01 08:26:00,2.55,1\nC2,85123A,X,1,2010-12-01,1,1\n3,85123A,X,1,2010-12-01 08:00:00,1,\n');
    const dataset = await readDataset(path, 'uci');
    expect(dataset.facts).toEqual([{ title: 'HEART, WHITE', category: [], brand: '', priceCents: 255 }]);
    expect(dataset.skipped).toEqual({ 'cancelled invoice': 1, 'no customer': 1 });
  });

  test('continues the item list of its train set', async () => {
    const train = await readDataset(file('train.txt', 'a b\n'), 'sessions');
    expect((await readDataset(file('more.txt', 'c b\n'), 'sessions', train)).itemIds).toEqual(['a', 'b', 'c']);
  });

  test.each<[string, FormatName, string, RegExp]>([
    ['a missing column', 'events', 'user_id,item,event_type,timestamp\n1,2,view,3\n', /line 1 of .*bad\.csv as the header of events: column item_id is missing; it has user_id, item, event_type, timestamp; wanted user_id, item_id, event_type, timestamp and optional session_id/],
    ['event names it does not know', 'events', 'user_id,item_id,event_type,timestamp\n1,2,hover,3\n', /1 × unknown event type, first on line 2: 1,2,hover,3\); event names it knows: view,.*add_to_cart/],
    ['times it cannot read', 'events', 'user_id,item_id,event_type,timestamp\n1,2,view,soon\n\n1,2,view,\n', /2 × unreadable time, first on line 2: 1,2,view,soon/],
    ['rows without a user', 'events', 'user_id,item_id,event_type,timestamp\n,2,view,1700000000\n', /1 × user or item missing, first on line 2/],
    ['a header and nothing else', 'events', 'user_id,item_id,event_type,timestamp\n', /the file holds no rows/],
    ['data without a header', 'events', '1,2,view,1700000000\n', /column user_id, item_id, event_type, timestamp is missing; it has 1, 2, view, 1700000000/],
    ['an event named like a property of objects', 'events', 'user_id,item_id,event_type,timestamp\n1,2,constructor,1700000000\n', /unknown event type/],
    ['users without items', 'sequences', 'u1\nu2\n\n', /none of its 3 lines holds items; wanted "user item item …"/],
    ['an empty file', 'uci', '', /the file holds no rows/],
    ['a test file given as train', 'sessions', 'a b\tc\n', /line 1 .* holds a tab; wanted one session of item ids a line/],
    ['an empty file', 'sequences', '', /none of its 0 lines holds items/],
    ['an empty file', 'sessions', '\n\n', /none of its 2 lines holds items/],
  ])('names the choices for %s', async (_, format, text, message) => {
    await expect(readDataset(file('bad.csv', text), format)).rejects.toThrow(message);
  });

  test('says which file is missing, and which is not gzip', async () => {
    await expect(readDataset(join(folder, 'none.csv'), 'events')).rejects.toThrow(/none\.csv: no such file/);
    writeFileSync(join(folder, 'torn.csv.gz'), gzipSync('user_id,item_id,event_type,timestamp\n1,2,view,1700000000\n').subarray(0, 30));
    await expect(readDataset(join(folder, 'torn.csv.gz'), 'events')).rejects.toThrow(/torn\.csv\.gz: unexpected end of file/);
    await expect(readDataset(folder, 'events')).rejects.toThrow(/it is a folder/);
  });

  const PLAIN = 'user_id,item_id,event_type,timestamp,session_id,price,category,brand,title\nu 1,é-2,view,1767225600,s,12.95,Tea > Green,Leaf,"Green, loose"\n';
  test.each<readonly [string, string]>([
    ['semicolons', PLAIN.replace('"Green, loose"', '"Green; loose"').replace(/,(?! loose)/g, ';').replace('12.95', '12,95').replace('Green; loose', 'Green, loose')],
    ['tabs', PLAIN.replace('"Green, loose"', 'Green# loose').replaceAll(',', '\t').replace('#', ',')],
    ['bars', PLAIN.replace('"Green, loose"', 'Green# loose').replaceAll(',', '|').replace('#', ',')],
    ['Windows line ends', PLAIN.replaceAll('\n', '\r\n')],
    ['no last line end', PLAIN.trimEnd()],
    ['a UTF-8 mark', `\uFEFF${PLAIN}`],
    ['another case and spaces in the header', PLAIN.replace('user_id,item_id,event_type,timestamp', 'User ID, ITEM_ID,Event-Type,TimeStamp')],
    ['another order of columns and one nobody asked for', 'x,timestamp,event_type,item_id,user_id,title,brand,category,price,session_id\n9,1767225600,VIEW,é-2,u 1,"Green, loose",Leaf,Tea > Green,12.95,s\n'],
    ['quotes around everything', PLAIN.replace('"Green, loose"', 'Green# loose').replace(/[^,\n]+/g, '"$&"').replace('#', ',')],
    ...['1767225600000', '1767225600000000', '1767225600000000000', '1767225600.0', '2026-01-01', '2026-01-01T00:00:00Z', '2026-01-01 00:00:00', '2026-01-01 00:00:00 UTC', '2026/01/01 00:00:00', '2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00.000Z'].map((time) => [`time ${time}`, PLAIN.replace('1767225600', time)] as const),
  ])('reads events with %s', async (_, text) => {
    for (const name of ['odd.csv', 'odd.csv.gz']) {
      const dataset = await readDataset(file(name, text), 'events');
      expect(shape(dataset)).toEqual({ 'u 1': ['é-2:view_item:0'] });
      expect(dataset.users[0]?.events[0]?.atMs).toBe(Date.UTC(2026, 0, 1));
      expect(dataset.facts).toEqual([{ title: 'Green, loose', category: ['Tea', 'Green'], brand: 'Leaf', priceCents: 1295 }]);
    }
  });

  test('says which gzip file was cut short after many good lines, and goes on living', async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => `${i * 7919},${(i * 104_729) % 9_973},view,${1_700_000_000 + i}`); // more than the first chunk undone
    const torn = (text: string): Buffer => { const whole = gzipSync(text); return whole.subarray(0, whole.length >> 1); };
    writeFileSync(join(folder, 'half.csv.gz'), torn(`user_id,item_id,event_type,timestamp\n${lines.join('\n')}\n`));
    writeFileSync(join(folder, 'half.txt.gz'), torn(lines.map((line) => line.replaceAll(',', ' ')).join('\n')));
    await expect(readDataset(join(folder, 'half.csv.gz'), 'events')).rejects.toThrow(/Cannot read .*half\.csv\.gz: unexpected end of file/);
    await expect(readDataset(join(folder, 'half.txt.gz'), 'sequences')).rejects.toThrow(/Cannot read .*half\.txt\.gz: unexpected end of file/);
    await new Promise((resolve) => setImmediate(resolve)); // an error nobody waits for would end the process here
  });

  test('knows gzip by its bytes, whatever the file is called', async () => {
    writeFileSync(join(folder, 'packed.csv'), gzipSync(PLAIN));
    writeFileSync(join(folder, 'plain.csv.gz'), PLAIN);
    for (const name of ['packed.csv', 'plain.csv.gz']) expect(shape(await readDataset(join(folder, name), 'events'))).toEqual({ 'u 1': ['é-2:view_item:0'] });
  });

  test.each<[FormatName, string]>([['sequences', 'u\ta\tb\r\n'], ['sequences', '\uFEFFu,a,b\n'], ['sequences', '  u  a   b  \n'], ['sessions', 'a;b\r\n'], ['sessions', 'a, b']])('reads %s with other separators: %j', async (format, text) => {
    expect((await readDataset(file('odd.txt', text), format)).itemIds).toEqual(['a', 'b']);
  });

  test('takes further lines of a user as later baskets, in their order', async () => {
    expect(shape(await readDataset(file('twice.txt', 'u a b\nv c\nu d\n'), 'sequences'))).toEqual({ u: ['a:view_item:0', 'b:view_item:0', 'd:view_item:1'], v: ['c:view_item:0'] });
  });
});

test('readGivenCases() reads prefix, tab, target, and names the line that is none', async () => {
  const train = await readDataset(file('given-train.txt', 'a b c\n'), 'sessions');
  const { cases, dataset } = await readGivenCases(file('given.txt', 'a b\tc\nb\tz\n'), train);
  expect(cases).toEqual([{ prefix: [0, 1], target: 2 }, { prefix: [1], target: 3 }]);
  expect(dataset.itemIds).toEqual(['a', 'b', 'c', 'z']);
  await expect(readGivenCases(file('given-bad.txt', 'a\tb\na b c\n'), train)).rejects.toThrow(/line 2 .*wanted the prefix ids, a tab, the target/);
});

describe('readItemTexts()', () => {
  const atomic = 'item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\r\n1\tToy Story\t1995\tAnimation Comedy\r\n2\tGoldenEye\t1995\tAction Comedy\r\n3\tCity\t1996\tAnimation Comedy Drama\r\n';
  test.each(['ml.item', 'ml.item.gz'])('reads atomic items in %s: title, tags, and the rarest tag as category', async (name) => {
    const texts = await readItemTexts(file(name, atomic));
    expect([...texts.values()].map(({ id, title, description, category }) => [id, title, description, ...category])).toEqual([
      ['1', 'Toy Story', 'Animation Comedy 1995', 'Animation'], ['2', 'GoldenEye', 'Action Comedy 1995', 'Action'], ['3', 'City', 'Animation Comedy Drama 1996', 'Drama'],
    ]);
  });
  test('reads lists of attribute numbers', async () => {
    const texts = await readItemTexts(file('attributes.json', '{"7": [1, 2], "8": [2]}'));
    expect([...texts.values()].map(({ id, title, category }) => [id, title, ...category])).toEqual([['7', 'attribute1 attribute2', 'attribute1'], ['8', 'attribute2', 'attribute2']]);
  });
  test('names the file that is no catalogue', async () => {
    await expect(readItemTexts(file('none.csv', 'a,b\n1,2\n'))).rejects.toThrow(/none\.csv as a catalogue: no row is a product/);
  });
});

test('parseFormat() and parseSplit() name the choices', () => {
  expect(() => parseFormat('amazon')).toThrow('Cannot read format "amazon": choose one of events, sequences, sessions, atomic, uci, uci-all, taobao, rees46, retailrocket, yoochoose');
  expect(() => parseSplit('random')).toThrow('Cannot split by "random": choose one of time, last-day, loo, given');
});
