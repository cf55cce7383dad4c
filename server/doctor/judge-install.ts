import { attributeName, EMBED_ATTRIBUTES, slipsIn } from '#core/embed';
import { DAY_MS, WEEK_MS } from '#core/units';
import { ABORTED, FIRST_ERROR_STATUS, OK_STATUS, type Answer, type Found, type Line, type PageFacts } from './facts.ts';
import { allows, policiesOf, rungOf } from './policy.ts';
import { grouped, verdictsAt, type Verdict } from './verdict.ts';

/** A catalogue that nobody has made anew for so long, ms. */
const OLD_CATALOGUE_MS = WEEK_MS;
/** Names that carry a hash of their content: such a file never changes, so no browser should ask for it twice. */
const HASHED_NAME = /(?:[-.][A-Za-z0-9_-]{8}\.[a-z0-9]+|\b[0-9a-f]{64}\.[a-z]+)$/;
/** Files of ours begin so in every origin's storage. */
const OURS = /^homebird/;

const folderOf = (address: string): string => new URL('./', address).href;
const originOf = (address: string): string => new URL(address).origin;

/** The worker's file as the embed line names it. */
export function workerUrlOf(line: Line, page: string, workers: readonly string[], answers: readonly Answer[]): string {
  const named = line.attributes['worker'];
  if (named !== undefined && URL.canParse(named, page)) return new URL(named, page).href;
  const ran = workers.find((url) => !url.startsWith('blob:') && /homebird-worker\.js/.test(url));
  return ran ?? answers.findLast(({ url }) => url.endsWith('/homebird-worker.js'))?.url ?? new URL('homebird-worker.js', line.src).href;
}

function judgeLine(line: Line, { url }: PageFacts, tagIntegrity: string): readonly Verdict[] {
  const at = verdictsAt(`the embed line of ${url}`);
  const isOther = originOf(line.src) !== originOf(url);
  const unknown = Object.keys(line.attributes).filter((name) => !EMBED_ATTRIBUTES.includes(name));
  const verdicts: Verdict[] = unknown.map((name) => at.weak('tag.attribute', `nobody reads ${attributeName(name)}`, 'spell it as docs/shops/embed.md does, or take it out'));
  verdicts.push(...slipsIn(line.attributes).map((slip) => at.weak('tag.attribute', slip, 'spell it as docs/shops/embed.md does')));
  if (line.integrity !== '' && tagIntegrity !== '' && !line.integrity.includes(tagIntegrity)) verdicts.push(at.broken('tag.integrity', 'the file served is not the one that integrity names, so the browser refuses it', `take the line that the console prints, or integrity="${tagIntegrity}" if you trust what is served there`));
  else if (line.integrity !== '' && isOther && line.crossorigin === null) verdicts.push(at.broken('tag.crossorigin', 'integrity without crossorigin: the browser refuses a script of another origin that it cannot read', 'add crossorigin="anonymous"'));
  else if (line.integrity === '' && isOther) verdicts.push(at.weak('tag.integrity', `loaded from ${originOf(line.src)} without integrity: whoever serves it could change it unseen`, `add integrity="${tagIntegrity || 'sha384-…'}" crossorigin="anonymous", and name a versioned file`));
  else verdicts.push(at.fine('tag.integrity', line.integrity === '' ? 'of the page’s own origin' : 'integrity holds'));
  if (!line.isAsync) verdicts.push(at.weak('tag.async', 'not async: the page waits for it', 'add async'));
  return verdicts;
}

/** Presence, number and attributes of embed lines, and whether what they load came. */
export function judgeTag({ page, tagIntegrity, answers }: Found): readonly Verdict[] {
  if (!page) return [];
  const at = verdictsAt(page.url);
  const [line, ...more] = page.lines;
  if (!line) return [at.broken('tag.missing', 'no script element with data-shop stands in this page', 'paste the embed line that the console prints into the head of every page')];
  const verdicts = [...judgeLine(line, page, tagIntegrity)];
  if (more.length > 0) verdicts.push(at.weak('tag.twice', `${page.lines.length} embed lines; the first one counts`, 'leave one'));
  const faults = page.console.filter(({ text }) => /^homebird: Cannot start/i.test(text));
  for (const { text } of faults) verdicts.push(verdictsAt('the embed line').broken('tag.attributes', text, 'give the attribute what it wants: docs/shops/embed.md'));
  if (page.readyMs === undefined) verdicts.push(at.broken('tag.ready', answers.some(({ url, status }) => url === line.src && status >= FIRST_ERROR_STATUS) ? `${line.src} could not be loaded` : 'the tag did not get ready', 'see the files, the policy and the console below'));
  else verdicts.push(at.fine('tag.ready', `ready ${Math.round(page.readyMs)} ms after the page began`));
  return verdicts;
}

const isFresh = (cacheControl: string): boolean => /immutable/.test(cacheControl) || Number(/max-age=(\d+)/.exec(cacheControl)?.[1] ?? 0) >= 86_400;

function judgeAnswer({ url, status, headers, failure }: Answer, page: string): readonly Verdict[] {
  const at = verdictsAt(url);
  if (failure === ABORTED) return [];
  if (failure !== '' && status === 0) return [at.broken('files.missing', `did not arrive: ${failure}`, 'see whether its server answers, whether the policy of the page lets it in, and whether it may be read from the page’s origin (Access-Control-Allow-Origin)')];
  if (status >= FIRST_ERROR_STATUS) return [at.broken('files.missing', `its server answers ${status}`, 'put the file there; parts of an earlier build stay beside the new ones (docs/shops/bytes.md)')];
  const verdicts: Verdict[] = [];
  const cache = headers['cache-control'] ?? '';
  const path = new URL(url).pathname;
  if (status === 200 && HASHED_NAME.test(path) && !isFresh(cache)) verdicts.push(at.weak('files.cache', `its name carries its hash, yet it is served with "${cache || 'no cache-control'}": every page asks for it again`, 'serve it with Cache-Control: public, max-age=31536000, immutable'));
  if (status === 200 && path.endsWith('catalogue.json') && isFresh(cache)) verdicts.push(at.weak('files.cache', `it changes under its name, yet browsers may keep it: "${cache}"`, 'serve it with Cache-Control: no-cache'));
  if (status === 200 && originOf(url) !== originOf(page) && headers['access-control-allow-origin'] === undefined) verdicts.push(at.weak('files.cors', 'comes from another origin that does not let pages read it', 'serve it with Access-Control-Allow-Origin: *'));
  if (status === 200 && /\.(?:js|json)$/.test(path) && Number(headers['content-length'] ?? 0) > 20_000 && headers['content-encoding'] === undefined) verdicts.push(at.weak('files.compression', `${headers['content-length'] ?? ''} bytes are sent as they are`, 'let the server compress scripts and JSON'));
  return verdicts;
}

/** Addresses below which everything is ours. */
function ourFolders(line: Line, page: string): readonly string[] {
  const addresses = [line.src, ...['catalogue', 'worker'].flatMap((name) => line.attributes[name] ?? [])];
  return [...new Set(addresses.filter((address) => URL.canParse(address, page)).map((address) => folderOf(new URL(address, page).href)))];
}

/** Files that the tag asked for: there, cacheable, readable. */
export function judgeFiles({ page, answers }: Found): readonly Verdict[] {
  const [line] = page?.lines ?? [];
  if (!page || !line) return [];
  const folders = ourFolders(line, page.url);
  const ours = answers.filter(({ url }) => folders.some((folder) => url.startsWith(folder)));
  // A script that answers 404 is told twice, as answered and as aborted: the answer says more.
  const newest = [...new Map(ours.toSorted((a, b) => Number(a.status > 0) - Number(b.status > 0)).map((answer) => [answer.url, answer])).values()];
  const verdicts = grouped(newest.flatMap((answer) => judgeAnswer(answer, page.url)));
  return verdicts.length > 0 ? verdicts : [verdictsAt(folders.join(', ')).fine('files', `${newest.length} files arrived, cached and readable as they should be`)];
}

/** The page's policy: what it keeps out, and how the worker starts under it. */
export function judgePolicy({ page, answers, catalogue }: Found): readonly Verdict[] {
  const [line] = page?.lines ?? [];
  if (!page || !line) return [];
  const policies = policiesOf([...(page.headers['content-security-policy'] === undefined ? [] : [page.headers['content-security-policy']]), ...page.metaPolicies]);
  const at = verdictsAt(`Content-Security-Policy of ${page.url}`);
  const worker = workerUrlOf(line, page.url, page.workers, answers);
  const { rung, missing } = rungOf(policies, worker, page.url);
  const catalogueUrl = line.attributes['catalogue'];
  const leader = line.attributes['endpoint'] ?? '';
  const verdicts: Verdict[] = [];
  if (!allows(policies, 'script-src', line.src, page.url)) verdicts.push(at.broken('csp.script', 'keeps the tag out', `add ${originOf(line.src)} to script-src`));
  if (catalogueUrl !== undefined && URL.canParse(catalogueUrl, page.url) && !allows(policies, 'connect-src', new URL(catalogueUrl, page.url).href, page.url)) verdicts.push(at.broken('csp.catalogue', 'keeps the catalogue out: shelves stay hidden', `add ${originOf(new URL(catalogueUrl, page.url).href)} to connect-src`));
  if (leader !== '' && URL.canParse(leader, page.url) && !allows(policies, 'connect-src', `${new URL(leader, page.url).href.replace(/\/$/, '')}/v1/manifest`, page.url)) verdicts.push(at.weak('csp.leader', 'keeps the leader out: nothing is learnt from others', `add ${originOf(new URL(leader, page.url).href)} to connect-src`));
  const ran = page.workers.find((url) => url === worker || url.startsWith('blob:'));
  if (ran !== undefined) verdicts.push(at.fine('worker', ran.startsWith('blob:') ? 'the worker runs, started from a blob' : 'the worker runs from the page’s origin'));
  else if (rung === 'lite') verdicts.push(at.broken('csp.worker', 'lets no worker run: shelves show only what is popular, and nothing is remembered', `add "${missing}"`));
  else verdicts.push(at.broken('worker', 'the worker did not start, though the policy would let it', `see whether ${worker} answers, and the console below`));
  for (const { directive, address } of page.blocked) {
    if (ourOrigins(page, line, catalogue).includes(URL.canParse(address) ? originOf(address) : '')) verdicts.push(at.broken('csp.blocked', `${directive} kept ${address} out`, `add ${originOf(address)} to ${directive.replace(/-elem$/, '')}`));
  }
  return verdicts;
}

function ourOrigins({ url }: PageFacts, line: Line, catalogue: Found['catalogue']): readonly string[] {
  const addresses = [line.src, line.attributes['endpoint'] ?? '', ...(catalogue && 'url' in catalogue ? [catalogue.url] : [])];
  const own = originOf(url);
  return addresses.filter((address) => URL.canParse(address, url)).map((address) => originOf(new URL(address, url).href)).filter((origin) => origin !== own);
}

/** Storage and requests before anybody has said yes. */
export function judgeBefore({ page, storedBefore, answers }: Found): readonly Verdict[] {
  const [line] = page?.lines ?? [];
  if (!page || !line || !storedBefore) return [];
  const at = verdictsAt(page.url);
  const { local, session, cookies, databases, caches } = storedBefore;
  const ours = [...local, ...session, ...cookies, ...databases, ...caches].filter((name) => OURS.test(name));
  const others = local.length + session.length + cookies.length + databases.length + caches.length - ours.length;
  const mode = line.attributes['consent'];
  const verdicts: Verdict[] = [];
  if (ours.length === 0) verdicts.push(at.fine('storage.before', '0 bytes of ours in a clean profile before a choice'));
  else if (mode === 'granted') verdicts.push(at.told('storage.before', `data-consent="granted": ${ours.join(', ')} before anybody was asked here`));
  else verdicts.push(at.broken('storage.before', `${ours.join(', ')} is stored although nobody has chosen`, 'let no script of the page answer for the shopper: homebird(\'consent\', …) belongs behind the answer of your consent tool'));
  if (others > 0) verdicts.push(at.told('storage.others', `${others} entries of others were stored before a choice`));
  const leader = line.attributes['endpoint'] ?? '';
  const early = answers.filter((answer) => answer.isBeforeConsent && leader !== '' && answer.url.startsWith(new URL(leader, page.url).href));
  if (early.length > 0 && mode !== 'granted' && ours.length === 0) verdicts.push(at.broken('requests.before', `the leader was asked before a choice: ${early[0]?.url ?? ''}`, 'this should not happen: please report it with this output'));
  else verdicts.push(at.fine('requests.before', 'before a choice only public files were asked for'));
  return verdicts;
}

/** The leader: there, and of the policy that the line pins. Devices ask it only after a yes, so no request of the page tells. */
export function judgeLeader({ leader }: Found): readonly Verdict[] {
  if (!leader) return [];
  const { manifest, policy } = leader;
  const at = verdictsAt(manifest.url);
  if (manifest.status !== OK_STATUS) return [at.broken('leader', manifest.failure === '' ? `answers ${manifest.status}` : manifest.failure, 'start the leader, or let data-endpoint name where it is; until then nothing is learnt from others')];
  if (policy && policy.status !== OK_STATUS) return [verdictsAt(policy.url).broken('leader.policy', `answers ${policy.status}: the leader does not have the policy that data-policy pins, so nothing is sent to it and nothing it publishes is used`, 'take the line, or the policy hash, that homebird serve and the console print')];
  return [at.fine('leader', policy ? 'the leader answers, and has the pinned policy' : 'the leader answers; no policy was asked for, since data-policy holds no 64 hex digits')];
}

/** The catalogue: there, whole, of this week. */
export function judgeCatalogue({ page, catalogue, nowMs }: Found): readonly Verdict[] {
  const [line] = page?.lines ?? [];
  if (!page || !line) return [];
  if (!catalogue) return [verdictsAt('the embed line').broken('catalogue.missing', 'names no catalogue', 'add data-catalogue="…/catalogue.json", which homebird catalogue writes')];
  if ('failure' in catalogue) return [verdictsAt(line.attributes['catalogue'] ?? '').broken('catalogue.unreadable', catalogue.failure, 'run homebird catalogue over your feed and serve the folder it writes')];
  const at = verdictsAt(catalogue.url);
  if (catalogue.items === 0) return [at.broken('catalogue.empty', 'holds no product', 'run homebird catalogue over your feed: it says row by row what it skipped')];
  const { changedAtMs } = catalogue;
  const days = changedAtMs === undefined ? undefined : Math.floor((nowMs - changedAtMs) / DAY_MS);
  if (days !== undefined && nowMs - (changedAtMs ?? nowMs) > OLD_CATALOGUE_MS) return [at.weak('catalogue.old', `${catalogue.items} products, unchanged for ${days} days`, 'make it anew whenever the feed changes, for instance every night')];
  return [at.fine('catalogue', `${catalogue.items} products in ${catalogue.currency || 'no named currency'}, ${days === undefined ? 'of unknown age: its server sends no Last-Modified' : days <= 0 ? 'of today' : `${days} days old`}`)];
}
