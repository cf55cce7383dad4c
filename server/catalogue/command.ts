import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildCatalogue, CATALOGUE_FILE, columnsFile, DEFAULT_PICTURE_BYTES, productsFile, vectorsFile, type BuiltCatalogue } from '#core/catalogue';
import type { ParsedFeed } from '#core/feed';
import { pictureDecoder } from './decode-picture.ts';
import { fetchPictures } from './fetch-pictures.ts';
import { wrongFolder } from './folders.ts';
import { readPictures, type FoundPictures } from './pictures.ts';
import { readFeed } from './read-feed.ts';
import { issueCsv, issueTable } from './report.ts';
import { thumbnailer } from './thumbnail.ts';
import { writeCatalogue } from './write-catalogue.ts';

/** Where a command prints; `process.stdout` is one. */
export interface CommandOutput {
  write(text: string): unknown;
}

/** Help of `homebird catalogue`. */
export const CATALOGUE_HELP = `homebird catalogue FEED -o DIR [--currency CODE] [--encoding NAME] [--pictures DIR] [--fetch-pictures DIR]
                   [--picture-megabytes N] [--report FILE]

Turns a product feed into the public catalogue files that the tag loads.

  FEED             CSV, TSV, RSS or Atom with g:, XML, JSON or NDJSON, plain or .gz; or a folder with one such file.
                   Field names of Google, Meta, schema.org, Shopify and WooCommerce feeds are known.
  -o, --out DIR    where the files go; catalogue.json there is what data-catalogue names
  --currency CODE  ISO 4217, for prices that name none
  --encoding NAME  of the text, such as gb18030; where absent, what the feed declares or looks like
  --pictures DIR   folder of product pictures, named like the last part of a product's picture address or like its id.
                   Pictures that the feed names by a relative path are found beside it without this
  --fetch-pictures DIR
                   fetches pictures that the feed names by http or https into DIR, each once, and reads them there.
                   Without it nothing is fetched
  --picture-megabytes N
                   most megabytes of thumbnails that a shopper's browser may load, ${DEFAULT_PICTURE_BYTES / 1e6} by default; the most popular
                   products come first. 0 packs none: the tag then loads pictures from where the feed says
  --report FILE    every row that was skipped or changed, as CSV: line, id, field, row, reason
  -h, --help       this text

Exit code: 0 done, 1 the feed could not be read or holds no product, 2 wrong arguments.
`;

/** Most that a shopper can be asked to load: more than any page takes. */
const MAX_PICTURE_MEGABYTES = 100;
/** Progress is printed at these steps, not more often: logs are read by people. */
const PROGRESS_STEP = 0.25;

interface Options {
  readonly feed: string;
  readonly out: string;
  readonly currency: string | undefined;
  readonly encoding: string | undefined;
  readonly pictures: string | undefined;
  readonly fetched: string | undefined;
  readonly maxPictureBytes: number;
  readonly report: string | undefined;
}

/** Runs `homebird catalogue`; the result is the exit code. Never throws. */
export async function runCatalogueCommand(argv: readonly string[], out: CommandOutput): Promise<number> {
  const options = readOptions(argv);
  const wrong = typeof options === 'string' ? options : await wrongFolder(options);
  if (options === 'help') {
    out.write(CATALOGUE_HELP);
    return 0;
  }
  if (typeof options === 'string' || wrong !== undefined) {
    out.write(`${wrong}\nsee homebird catalogue --help\n`);
    return 2;
  }
  try {
    return await makeCatalogue(options, out);
  } catch (error) {
    out.write(`Cannot make the catalogue: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function readOptions(argv: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        out: { type: 'string', short: 'o' },
        currency: { type: 'string' },
        encoding: { type: 'string' },
        pictures: { type: 'string' },
        'fetch-pictures': { type: 'string' },
        'picture-megabytes': { type: 'string' },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return 'help';
    const [feed] = positionals;
    if (feed === undefined || positionals.length > 1) return `Wanted one FEED, got ${positionals.length}`;
    if (values.out === undefined) return 'Wanted -o DIR, where the catalogue goes';
    const currency = values.currency?.toUpperCase();
    if (currency !== undefined && !/^[A-Z]{3}$/.test(currency)) return `Cannot use "${values.currency}" as a currency: wanted an ISO 4217 code such as EUR`;
    const megabytes = Number(values['picture-megabytes'] ?? DEFAULT_PICTURE_BYTES / 1e6);
    if (!(megabytes >= 0 && megabytes <= MAX_PICTURE_MEGABYTES)) return `Cannot use --picture-megabytes ${values['picture-megabytes']}: wanted a number of 0 to ${MAX_PICTURE_MEGABYTES}`;
    return { feed, out: values.out, currency, encoding: values.encoding, pictures: values.pictures, fetched: values['fetch-pictures'], maxPictureBytes: megabytes * 1e6, report: values.report };
  } catch (error) {
    // Node adds advice on positional arguments, which nobody asked about.
    return (error instanceof Error ? error.message : String(error)).replace(/\. To specify .*$/, '');
  }
}

async function makeCatalogue(options: Options, out: CommandOutput): Promise<number> {
  const startMs = performance.now();
  out.write(`reading ${options.feed}\n`);
  const read = await readFeed(options.feed, options);
  if (!read.ok) {
    out.write(`${read.fault.message}\n`);
    return 1;
  }
  const feed = read.value;
  out.write(summaryOf(feed, performance.now() - startMs));
  out.write(issueTable(feed.issues));
  if (options.report !== undefined) {
    await writeFile(options.report, issueCsv(feed.issues));
    out.write(`wrote ${feed.issues.length} issues to ${options.report}\n`);
  }
  if (feed.products.length === 0) {
    out.write('No product could be loaded, so no catalogue was written\n');
    return 1;
  }
  const { features, thumbnails } = await picturesOf(feed.products, options, out);
  const built = buildCatalogue(feed.products, { pictures: features, thumbnails, maxPictureBytes: options.maxPictureBytes, onProgress: progressPrinter('content vectors', out) });
  await writeCatalogue(options.out, built);
  out.write(resultOf(built, options.out, performance.now() - startMs));
  return 0;
}

/** What pictures of the products look like, and their thumbnails; says what was found where there was anything to look for. */
async function picturesOf(products: ParsedFeed['products'], { feed, pictures: folder, fetched }: Options, out: CommandOutput): Promise<Pick<FoundPictures, 'features' | 'thumbnails'>> {
  const [decode, shrink] = await Promise.all([pictureDecoder(), thumbnailer()]);
  if (!decode || !shrink) {
    if (folder !== undefined || fetched !== undefined) out.write('pictures: not read, because the package sharp does not run on this platform\n');
    return { features: new Map(), thumbnails: new Map() };
  }
  if (fetched !== undefined) await tellFetching(products, fetched, out);
  const isAsked = folder !== undefined || fetched !== undefined;
  const found = await readPictures(products, { feed, folder, fetched, decode, shrink }, isAsked ? progressPrinter('pictures', out) : undefined);
  if (isAsked || found.features.size > 0) {
    out.write(`pictures: ${found.features.size.toLocaleString('en')} of ${products.length.toLocaleString('en')} products, ${countOf(found.unreadable, 'file', 'files')} unreadable\n`);
  }
  return found;
}

/** Pictures that could not be fetched and are named one by one. */
const SHOWN_FAILURES = 5;

async function tellFetching(products: ParsedFeed['products'], folder: string, out: CommandOutput): Promise<void> {
  const { fetched, kept, failed } = await fetchPictures(products, folder, progressPrinter('fetching pictures', out));
  out.write(`fetched ${countOf(fetched, 'picture', 'pictures')} into ${folder}, ${kept.toLocaleString('en')} there already, ${failed.length.toLocaleString('en')} not to be had\n`);
  for (const { id, reason } of failed.slice(0, SHOWN_FAILURES)) out.write(`  ${id}: ${reason}\n`);
}

const forms = new Intl.PluralRules('en');

function countOf(count: number, one: string, other: string): string {
  return `${count.toLocaleString('en')} ${forms.select(count) === 'one' ? one : other}`;
}

function summaryOf({ products, rows, issues, format }: ParsedFeed, tookMs: number): string {
  const skipped = issues.filter((issue) => issue.isSkipped).length;
  const changed = issues.length - skipped;
  const categories = new Set(products.map((product) => product.category.at(-1))).size;
  return [
    `${format.toUpperCase()}: ${countOf(rows, 'row', 'rows')} in ${seconds(tookMs)}, ${countOf(products.length, 'product', 'products')} in ${countOf(categories, 'category', 'categories')}`,
    `${countOf(skipped, 'row', 'rows')} skipped, ${countOf(changed, 'remark', 'remarks')}\n`,
  ].join(', ');
}

function progressPrinter(what: string, out: CommandOutput): (doneShare: number) => void {
  let next = PROGRESS_STEP;
  return (doneShare) => {
    if (doneShare < next) return;
    out.write(`${what} ${Math.floor(doneShare * 100)} %\n`);
    next = Math.floor(doneShare / PROGRESS_STEP + 1) * PROGRESS_STEP;
  };
}

function resultOf({ files, manifest, manifestHash, thumbnails }: BuiltCatalogue, dir: string, tookMs: number): string {
  const kinds = new Map([
    [CATALOGUE_FILE, 'names the others'], [`${manifestHash}.json`, 'the same, for an archive'], [columnsFile(manifest), 'columns: what ranks'],
    [vectorsFile(manifest), 'content vectors'], [productsFile(manifest), 'products: whole, for pages that show them all'],
  ]);
  const lengths = (isOne: (name: string) => boolean): readonly number[] => [...files].filter(([name]) => !kinds.has(name) && isOne(name)).map(([, bytes]) => bytes.length);
  const packs = lengths((name) => name.endsWith('.pack'));
  const cards = lengths((name) => !name.endsWith('.pack'));
  const sum = (all: readonly number[]): number => all.reduce((total, bytes) => total + bytes, 0);
  const line = (bytes: number, what: string): string => `  ${String(Math.ceil(bytes / 1000)).padStart(8)} kB  ${what}`;
  const lines = [...[...kinds].map(([name, kind]) => line(files.get(name)?.length ?? 0, `${name}  ${kind}`)), line(sum(cards), `${cards.length} card files: what shelves show`)];
  if (packs.length > 0) lines.push(line(sum(packs), `${packs.length} packs of pictures: ${thumbnails.packed.toLocaleString('en')} thumbnails${thumbnails.leftOut > 0 ? `, ${thumbnails.leftOut.toLocaleString('en')} left out (--picture-megabytes)` : ''}`));
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024); // maxRSS is in KiB
  return `${dir}:\n${lines.join('\n')}\ncatalogue ${manifestHash}, ${seconds(tookMs)}, peak memory ${peakMb} MB\n`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
