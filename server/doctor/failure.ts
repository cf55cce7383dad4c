/** What a browser says of a page that it could not open, and what it means. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/ERR_NAME_NOT_RESOLVED|ENOTFOUND/, 'no server has this name'],
  [/ERR_CONNECTION_REFUSED|ECONNREFUSED/, 'nothing answers at this address'],
  [/ERR_CERT_|ERR_SSL_/, 'its certificate or TLS is not accepted by this browser'],
  [/ERR_UNSAFE_PORT|bad port/, 'browsers open no pages on this port'],
  [/ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_PROXY_|ERR_TUNNEL_/, 'this machine has no way there'],
  [/Timeout \d+ms exceeded|no answer in time/, 'it did not load in time (--timeout gives it longer)'],
  [/Download is starting|ERR_ABORTED/, 'it is a file to download, or an answer without a page'],
];

/** Why a page could not be opened, in words, with the browser's own name for it. @param error - what the driver threw */
export function failureOf(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  const own = line.replace(/^[a-z]+\.[a-z]+: /i, '').replace(/ at https?:.*$/, '');
  const meaning = MEANINGS.find(([pattern]) => pattern.test(own))?.[1];
  return meaning === undefined ? own : `${meaning} (${own.replace(/\.$/, '')})`;
}
