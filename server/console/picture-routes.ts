import type { Hono } from 'hono';
import { contentHash, isContentHash } from '#core/units';
import { readBody } from '#server/http';
import type { Guard } from './guard.ts';
import { answer, refusal } from './problems.ts';
import type { ConsoleParts } from './parts.ts';

/** Largest file of a picture that is taken: a photo as a camera makes it. */
const MAX_UPLOAD_BYTES = 12 * 1024 * 1024;

/** Pictures of creatives: made small as they come, and kept by their content. */
export function pictureRoutes(app: Hono, { store, shrink }: ConsoleParts, guard: Guard): void {
  app.post('/api/pictures', guard.writes('editor', async (context) => {
    if (!shrink) return refusal('invalid', 'This machine cannot read pictures: npm could not install "sharp" for it');
    const body = await readBody(context.req.raw, MAX_UPLOAD_BYTES);
    if (!body.ok) return refusal('too-large', body.fault.message);
    const bytes = await shrink(body.value);
    if (!bytes) return refusal('invalid', 'This file is no picture that can be read: JPEG, PNG, WebP, AVIF, GIF or SVG');
    const hash = contentHash(bytes);
    await store.transact(({ files }) => files.add('picture', hash, bytes));
    return answer({ hash, bytes: bytes.length }, 201);
  }));
  app.get('/api/pictures/:hash', guard.reads('viewer', (context) => {
    const hash = context.req.param('hash') ?? '';
    const bytes = isContentHash(hash) ? store.tables.files.get('picture', hash) : undefined;
    if (!bytes) return refusal('missing', 'There is no such picture');
    const type = bytes[0] === 0x52 ? 'image/webp' : 'image/avif'; // RIFF opens every WebP, and nothing else that is made here
    return new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'content-type': type, 'cache-control': 'private, max-age=31536000, immutable' } });
  }));
}
