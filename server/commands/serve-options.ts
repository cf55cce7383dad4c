import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DEFAULT_PAIR_BLOCKS, MAX_PAIR_BLOCKS } from '#core/cooccurrence';
import { adModelSizes } from '#core/ctr';
import { fail, ok, type Result } from '#core/units';
import type { DeploymentWitnesses } from '#server/leader';
import { addressOf } from './address.ts';
import { folderHash } from './data-folder.ts';
import { ownCatalogueOf, type OwnCatalogue } from './own-catalogue.ts';
import { integerOption, readArguments, textOption, textsOption, type Arguments, type UsageFault } from './options.ts';
import { witnessesOption } from './witness-option.ts';

/** First of the five ports unless PORT says otherwise. */
const DEFAULT_PORT = 7410;
/** Simulated shoppers unless told otherwise: enough for the `mix` task's k = 50 every round. */
const DEFAULT_SHOPPERS = 200;
/**
 * Simulated shoppers who only meet ads, for each measurement of them, beside the usual ones: what two cores carry in a round. Noise
 * is the same however many report, so figures stand out of it sooner the more do.
 */
const DEFAULT_CROWD = 6_000;
/** First rounds come every two minutes, closing included, so that a visitor sees the shop learn; later ones every ten. */
const FIRST_ROUND_SECONDS = 105;
const LATER_ROUND_SECONDS = 600;

/** Help of `homebird serve`, which is `npm start`. */
export const SERVE_HELP = `homebird serve [--feed FILE] [--data DIR] [--shoppers N] [--rounds N] [options]

Runs a whole deployment on this machine: demo shop, merchant console, auditor page, leader and helper.

  --feed FILE           a product feed to serve instead of the generated demo shop
  --model FILE          begins as this published model (t11 or mix) of another shop; once for each kind. homebird verify
                        --models DIR gets such files. Only for a fresh --data folder; the log says that it was given
  --catalogue DIR|URL   the catalogue your own pages use, as homebird catalogue wrote it, instead of a feed: the table of what
                        goes with what then fits it byte for byte. Read once, at the start
  --knowledge DIR       help pages that the assistant answers from, as homebird knowledge reads them; not with --catalogue, whose
                        folder homebird knowledge writes into
  --shop NAME           name of the shop (default: from the feed, or the catalogue's address)
  --public-url ROLE=URL where the world reaches shop, console, audit, leader or helper, for instance through a reverse proxy;
                        again for each. Pages, policy and embed line name it
  --currency CODE       ISO 4217, for prices in the feed that name none
  --data DIR            where state lives (default .homebird/<feed hash>)
  --shoppers N          simulated shoppers that take part, 0 for none (default ${DEFAULT_SHOPPERS}, with --public-url 0; 1000 and more train T11 too)
  --crowd N             shoppers who only meet the demo's ads, N others for each measurement of ads (default ${DEFAULT_CROWD}; 0 with --shoppers,
                        --rounds or a shop of your own)
  --rounds N            stop after N verified rounds (exit code 1 if one does not verify)
  --pair-blocks N       blocks of the table of what goes with what, 0 to leave it out (default ${DEFAULT_PAIR_BLOCKS}; a round fills one)
  --ad-heads N          heads of the model of clicks: 1, logistic regression (default), learns from the fewest devices; 2 adds a
                        factorisation machine, 3 a network too (docs/MODEL.md). Another number begins that model anew
  --round-seconds N     how long the first ten rounds stay open (default ${FIRST_ROUND_SECONDS}; later ones ${LATER_ROUND_SECONDS})
  --witness URL=KEY     an independent witness that must cosign the log too, as homebird witness prints it; again for each
  --witness-quorum N    how many of them must have cosigned what a device accepts (default 1)
  --helper URL          a helper that somebody else runs (docs/HELPER.md) instead of one on this machine
  --secret FILE         the 64 hex digits that this helper gave, wanted with --helper
  --seed N              of the simulation (default 1)
  --host ADDRESS        which address to listen on (default 127.0.0.1)
  -h, --help            this text

PORT=n in the environment uses ports n to n+4 for shop, console, audit, leader and helper (default ${DEFAULT_PORT}).
One round of the demonstration stands for one simulated week, and one measured round of ads for an hour of its budgets.
`;

export interface ServeOptions {
  /** Absolute path, undefined for the demo shop. */
  readonly feed: string | undefined;
  /** The shop's own, instead of one made from the feed. */
  readonly catalogue: OwnCatalogue | undefined;
  /** Where the world reaches a role, without a slash at the end; one left out is reached where it listens. */
  readonly publicUrls: Readonly<Partial<Record<ServePort, string>>>;
  readonly currency: string | undefined;
  /** Absolute path of the folder of help pages; undefined for the demo shop's, or none. */
  readonly knowledge: string | undefined;
  /** Absolute paths of model files to begin with, at most one of each kind. */
  readonly models: readonly string[];
  /** Name of the shop. */
  readonly shop: string;
  /** Absolute path. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly shoppers: number;
  /** Simulated shoppers for each measurement of ads who do nothing else; 0 for none. */
  readonly crowd: number;
  readonly seed: number;
  /** Rounds after which to stop; undefined for never. */
  readonly rounds: number | undefined;
  /** Room of the table of pairs, in blocks; 0: no rounds for it. */
  readonly pairBlocks: number;
  /** How many heads `ctr` has. */
  readonly adHeads: number;
  readonly roundMs: number;
  readonly laterRoundMs: number;
  /** Undefined where nobody apart from the helper cosigns the log. */
  readonly witnesses: DeploymentWitnesses | undefined;
  /** A helper elsewhere and the absolute path of the secret shared with it; undefined: one is started here. */
  readonly helper: { readonly url: string; readonly secret: string } | undefined;
  /** Names the feed's content: a changed feed is another shop. */
  readonly feedHash: string;
}

/** Ports in order. */
export const SERVE_PORTS = ['shop', 'console', 'audit', 'leader', 'helper'] as const;
export type ServePort = (typeof SERVE_PORTS)[number];

function portOf(text: string | undefined): Result<number, UsageFault> {
  if (text === undefined || text === '') return ok(DEFAULT_PORT);
  const port = Number(text);
  const highest = 65_535 - SERVE_PORTS.length + 1;
  return /^\d+$/.test(text) && port >= 1 && port <= highest ? ok(port) : fail('usage', `Cannot use PORT=${text}: wanted a number from 1 to ${highest}, for five ports from there`);
}

/** SHA-256 of a feed file's bytes, or of all files of a feed folder. */
function feedHashOf(feed: string | undefined): Result<string, UsageFault> {
  if (feed === undefined) return ok('demo');
  if (!existsSync(feed)) return fail('usage', `Cannot read the feed ${feed}: there is no such file`);
  return ok(statSync(feed).isDirectory() ? folderHash(feed) : createHash('sha256').update(readFileSync(feed)).digest('hex'));
}

function modelPaths(texts: readonly string[], cwd: string): Result<readonly string[], UsageFault> {
  const paths = texts.map((text) => resolve(cwd, text));
  const missing = paths.find((path) => !statSync(path, { throwIfNoEntry: false })?.isFile());
  return missing === undefined ? ok(paths) : fail('usage', `Cannot read the model ${missing}: there is no such file`);
}

/** File names that say nothing about the shop: then its folder does. */
const PLAIN_NAMES = /^(products?|feed|catalog(ue)?|items|data)$/i;

/** A shop's name from its feed's, e.g. `retail_demo_store/products.json.gz` → "Retail demo store". */
export function shopNameOf(feed: string | undefined): string {
  if (feed === undefined) return 'Homebird demo shop';
  const [name = ''] = basename(feed).split('.');
  const words = (PLAIN_NAMES.test(name) ? basename(dirname(resolve(feed))) : name).replaceAll(/[_-]+/g, ' ').trim();
  return words === '' ? 'Shop' : words.charAt(0).toUpperCase() + words.slice(1);
}

const OPTIONS = {
  feed: { type: 'string' }, catalogue: { type: 'string' }, shop: { type: 'string' }, 'public-url': { type: 'string', multiple: true }, model: { type: 'string', multiple: true }, currency: { type: 'string' }, knowledge: { type: 'string' }, data: { type: 'string' }, shoppers: { type: 'string' }, crowd: { type: 'string' }, rounds: { type: 'string' },
  'pair-blocks': { type: 'string' }, 'ad-heads': { type: 'string' }, 'round-seconds': { type: 'string' }, witness: { type: 'string', multiple: true }, 'witness-quorum': { type: 'string' }, helper: { type: 'string' }, secret: { type: 'string' }, seed: { type: 'string' }, host: { type: 'string' },
} as const;

/** Reads the command line and environment of `homebird serve`. */
export function readServeOptions(argv: readonly string[], environment: { readonly PORT?: string | undefined }, cwd: string): Result<ServeOptions | 'help', UsageFault> {
  const args = readArguments(argv, OPTIONS);
  if (!args.ok) return args;
  if (args.value.values['help'] === true) return ok('help');
  if (args.value.positionals.length > 0) return fail('usage', `Cannot use "${args.value.positionals[0]}": options start with --, and npm wants -- before the first of them (npm start -- --shoppers 0)`);
  return optionsFrom(args.value, environment, cwd);
}

function helperOption(args: Arguments, cwd: string): Result<ServeOptions['helper'], UsageFault> {
  const [url, secret] = [textOption(args, 'helper'), textOption(args, 'secret')];
  if (url === undefined && secret === undefined) return ok(undefined);
  const read = addressOf(url ?? '');
  if (url === undefined || secret === undefined) return fail('usage', 'Wanted --helper URL and --secret FILE together: the address of the helper, and the file with the digits that it gave');
  if (!read.ok) return read;
  const path = resolve(cwd, secret);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return fail('usage', `Cannot read the secret ${path}: there is no such file`);
  return ok({ url: read.value, secret: path });
}

/** Reads each `ROLE=URL`. */
export function publicUrlsOf(texts: readonly string[]): Result<ServeOptions['publicUrls'], UsageFault> {
  const urls: Partial<Record<ServePort, string>> = {};
  for (const text of texts) {
    const [role = '', ...rest] = text.split('=');
    const port = SERVE_PORTS.find((name) => name === role);
    if (port === undefined) return fail('usage', `Cannot use --public-url ${text.slice(0, 120)}: wanted ROLE=URL, ROLE one of ${SERVE_PORTS.join(', ')}`);
    const url = addressOf(rest.join('='));
    if (!url.ok) return url;
    // Pages ask for their files at the root of their origin.
    if (port !== 'leader' && port !== 'helper' && new URL(url.value).pathname !== '/') return fail('usage', `Cannot use --public-url ${text.slice(0, 120)}: ${port} wants an origin of its own, without a path`);
    urls[port] = url.value;
  }
  return ok(urls);
}

function ownShopName(catalogue: OwnCatalogue | undefined, feed: string | undefined): string {
  if (catalogue?.kind === 'address') return new URL(catalogue.url).hostname;
  return shopNameOf(catalogue ? join(catalogue.folder, 'catalogue.json') : feed);
}

function optionsFrom(args: Arguments, environment: { readonly PORT?: string | undefined }, cwd: string): Result<ServeOptions, UsageFault> {
  const feedText = textOption(args, 'feed');
  const feed = feedText === undefined ? undefined : resolve(cwd, feedText);
  const port = portOf(environment.PORT);
  const catalogue = ownCatalogueOf(textOption(args, 'catalogue'), cwd);
  const publicUrls = publicUrlsOf(textsOption(args, 'public-url'));
  if (!catalogue.ok) return catalogue;
  if (!publicUrls.ok) return publicUrls;
  if (catalogue.value && feed !== undefined) return fail('usage', 'Wanted --feed or --catalogue, not both: a catalogue is made from a feed already');
  if (publicUrls.value.helper !== undefined && textOption(args, 'helper') !== undefined) return fail('usage', 'Wanted no --public-url helper=… beside --helper: that address is public already');
  const knowledge = textOption(args, 'knowledge');
  if (knowledge !== undefined && catalogue.value) return fail('usage', 'Wanted no --knowledge beside --catalogue: homebird knowledge writes it into the folder of the catalogue');
  const isPublic = Object.keys(publicUrls.value).length > 0;
  const shoppers = integerOption(args, 'shoppers', { min: 0, max: 100_000, fallback: isPublic ? 0 : DEFAULT_SHOPPERS });
  const isPlainDemo = !isPublic && feed === undefined && catalogue.value === undefined && textOption(args, 'shoppers') === undefined && textOption(args, 'rounds') === undefined;
  const crowd = integerOption(args, 'crowd', { min: 0, max: 100_000, fallback: isPlainDemo ? DEFAULT_CROWD : 0 });
  const rounds = integerOption(args, 'rounds', { min: 0, max: 1_000_000, fallback: 0 });
  const seconds = integerOption(args, 'round-seconds', { min: 5, max: 7 * 86_400, fallback: FIRST_ROUND_SECONDS });
  const pairBlocks = integerOption(args, 'pair-blocks', { min: 0, max: MAX_PAIR_BLOCKS, fallback: DEFAULT_PAIR_BLOCKS });
  const adHeads = integerOption(args, 'ad-heads', { min: 1, max: adModelSizes('ctr').length, fallback: 1 });
  const seed = integerOption(args, 'seed', { min: 0, max: 2 ** 31, fallback: 1 });
  const hash = catalogue.value ? ok(createHash('sha256').update(catalogue.value.kind === 'folder' ? catalogue.value.folder : catalogue.value.url).digest('hex')) : feedHashOf(feed);
  const models = modelPaths(textsOption(args, 'model'), cwd);
  const witnesses = witnessesOption(args);
  const helper = helperOption(args, cwd);
  for (const read of [port, shoppers, crowd, rounds, seconds, pairBlocks, adHeads, seed, hash, models, witnesses, helper]) if (!read.ok) return read;
  if (!port.ok || !shoppers.ok || !crowd.ok || !rounds.ok || !seconds.ok || !pairBlocks.ok || !adHeads.ok || !seed.ok || !hash.ok || !models.ok || !witnesses.ok || !helper.ok) return fail('usage', 'Cannot read the options');
  const isTimed = args.values['round-seconds'] !== undefined;
  return ok({
    feed, catalogue: catalogue.value, publicUrls: publicUrls.value,
    currency: textOption(args, 'currency')?.toUpperCase(),
    knowledge: knowledge === undefined ? undefined : resolve(cwd, knowledge),
    models: models.value,
    shop: textOption(args, 'shop') ?? ownShopName(catalogue.value, feed),
    data: resolve(cwd, textOption(args, 'data') ?? join('.homebird', hash.value.slice(0, 12))),
    host: textOption(args, 'host') ?? '127.0.0.1',
    port: port.value,
    shoppers: shoppers.value,
    crowd: shoppers.value === 0 ? 0 : crowd.value,
    seed: seed.value,
    rounds: rounds.value === 0 ? undefined : rounds.value,
    pairBlocks: pairBlocks.value,
    adHeads: adHeads.value,
    roundMs: seconds.value * 1_000,
    witnesses: witnesses.value,
    helper: helper.value,
    laterRoundMs: (isTimed ? seconds.value : LATER_ROUND_SECONDS) * 1_000,
    feedHash: hash.value,
  });
}
