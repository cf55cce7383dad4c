import { pino } from 'pino';

/** Writes one JSON line an entry to stderr. Callers pass words and numbers of their own: never an address, a header or a body. */
export interface Logger {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Logger of one process; `name` stands in every line. `HOMEBIRD_LOG` sets the level, `info` where absent. */
export function createLogger(name: string): Logger {
  // Synchronous: the last lines before a crash are the ones wanted.
  const log = pino({ name, level: process.env['HOMEBIRD_LOG'] ?? 'info', base: { name } }, pino.destination({ dest: 2, sync: true }));
  return {
    info: (message, details = {}) => log.info(details, message),
    warn: (message, details = {}) => log.warn(details, message),
    error: (message, details = {}) => log.error(details, message),
  };
}
