import type { Hono } from 'hono';
import { readFields } from '#core/fields';
import { problem } from '#core/protocol';
import { utf8Decode } from '#core/units';
import { problemResponse, readBody } from '#server/http';
import type { Till } from './till.ts';

/** Largest question, bytes: a full basket of long ids. */
const MAX_BODY_BYTES = 65_536;
/** Most lines of a basket. */
const MAX_LINES = 200;
/** Most pieces of a line. */
const MAX_PIECES = 1_000;
/** Longest id, and longest code, characters. */
const MAX_ID_CHARS = 500;
const MAX_CODE_CHARS = 40;
const FRESH = { 'cache-control': 'no-store' };

/** `GET /till/prices.json`, the same for everyone, and `POST /till/quote` of `{lines: [{itemId, pieces}], code}`. */
export function tillRoutes(app: Hono, till: Till): void {
  app.get('/till/prices.json', async (context) => context.json(await till.prices(), 200, FRESH));
  app.post('/till/quote', async (context) => {
    const body = await readBody(context.req.raw, MAX_BODY_BYTES);
    if (!body.ok) return problemResponse(problem(body.fault.kind === 'too-large' ? 'too-large' : 'malformed', body.fault.message));
    const asked = readFields('basket', jsonOf(body.value), (fields) => ({
      lines: fields.list('lines', MAX_LINES, (line) => ({ itemId: line.text('itemId', MAX_ID_CHARS), pieces: line.integer('pieces', 1, MAX_PIECES) })),
      code: fields.text('code', MAX_CODE_CHARS).trim(),
    }));
    return asked.ok ? context.json(await till.quote(asked.value.lines, asked.value.code), 200, FRESH) : problemResponse(problem('malformed', asked.fault.message));
  });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Decode(bytes));
  } catch {
    return undefined; // readFields says what was wanted
  }
}
