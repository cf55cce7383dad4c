/**
 * **Knows** HTTP: listening, limits, problem+json, metrics, logging, and calls to a peer. The only server room that names `fetch`.
 * **Not here** what an endpoint means (`#server/leader`, `#server/helper`, `#server/site`).
 * **Trust** every request is hostile: bodies and headers are bounded, nothing about the caller (address, header, query) is kept, logged or counted.
 */
export { createApp, freshFile, immutableFile } from './app.ts';
export { bodyReader, readBody } from './body.ts';
export { call, headlineOf, type CallFault } from './client.ts';
export { listen, type Listening } from './listen.ts';
export { createLogger, type Logger } from './logger.ts';
export { COUNT_STEP, createMetrics, type Metrics } from './metrics.ts';
export { problemResponse } from './problem.ts';
