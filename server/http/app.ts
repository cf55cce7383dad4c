import { Hono } from 'hono';
import { DESPITE_GPC_HEADER, problem } from '#core/protocol';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { problemResponse, refusalOf } from './problem.ts';

/** How long a browser may remember a preflight answer, s; Chromium's own ceiling is 7,200. */
const PREFLIGHT_SECONDS = 7_200;
/** Every server of a deployment honours Global Privacy Control (https://w3c.github.io/gpc/): this says so, and since when. */
const GPC_STATEMENT = { gpc: true, lastUpdate: '2026-11-22' };
/** For operators: no page of another origin reads it. */
const METRICS_PATH = '/metrics';

export interface AppOptions {
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Whether any origin may read the answers. Always without credentials. */
  readonly openToAllOrigins: boolean;
  /** Whether `/metrics` is answered, which it is unless said otherwise: one app of several that share their metrics would show its neighbours'. */
  readonly showsMetrics?: boolean;
}

/**
 * A Hono app whose every answer is counted, whose every error is a problem+json, and which says nothing about the caller anywhere.
 * Serves `/healthz`, `/.well-known/gpc.json` and, where wanted, `/metrics`; add the other routes to it.
 */
export function createApp({ metrics, logger, openToAllOrigins, showsMetrics = true }: AppOptions): Hono {
  const app = new Hono();
  app.use('*', async (context, next) => {
    const started = performance.now();
    const isOpen = openToAllOrigins && context.req.path !== METRICS_PATH;
    if (isOpen && context.req.method === 'OPTIONS') context.res = preflight();
    else await next();
    // Witnesses and tile servers answer in plain text (C2SP): their refusals go by their status.
    const refusal = refusalOf(context.res) ?? (context.res.status >= 400 ? `status-${context.res.status}` : undefined);
    if (refusal !== undefined) metrics.count('refused_total', 'Requests refused, by reason', { reason: refusal });
    if (isOpen) context.res.headers.set('access-control-allow-origin', '*');
    context.res.headers.set('x-content-type-options', 'nosniff');
    const route = context.req.routePath.slice(0, 40); // the pattern, never what the caller asked for
    metrics.count('http_requests_total', 'Answers by route and status', { route, status: String(context.res.status) });
    metrics.observeSeconds(route, (performance.now() - started) / 1000);
  });
  app.onError((error) => {
    logger.error('a request failed unexpectedly', { error: error.message, stack: error.stack });
    return problemResponse(problem('server-error', 'An unexpected error; nothing of this request was kept unless you were told so'));
  });
  app.notFound(() => problemResponse(problem('not-found', 'No such file or endpoint')));
  app.get('/healthz', (context) => context.text('ok\n', 200, { 'cache-control': 'no-store' }));
  app.get('/.well-known/gpc.json', (context) => context.json(GPC_STATEMENT));
  if (showsMetrics) app.get(METRICS_PATH, async (context) => context.text(await metrics.text(), 200, { 'cache-control': 'no-store', 'content-type': 'text/plain; version=0.0.4' }));
  return app;
}

function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: { 'access-control-allow-methods': 'GET, POST, OPTIONS', 'access-control-allow-headers': `content-type, ${DESPITE_GPC_HEADER}`, 'access-control-max-age': String(PREFLIGHT_SECONDS) },
  });
}

/** Answer with a file that never changes under its address: any cache may keep it for good. */
export function immutableFile(bytes: Uint8Array, contentType: string): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'content-type': contentType, 'cache-control': 'public, max-age=31536000, immutable' } });
}

/** Answer with a file that any cache may keep for `seconds`. */
export function freshFile(bytes: Uint8Array | string, contentType: string, seconds: number): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer> | string, { headers: { 'content-type': contentType, 'cache-control': seconds > 0 ? `public, max-age=${seconds}` : 'no-cache' } });
}
