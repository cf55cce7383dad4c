import { fail, ok, type Result } from '#core/units';
import { examine, findBrowser, hasFindings, judge, verdictText, type DoctorOptions } from '#server/doctor';
import { integerOption, readArguments, refuseUsage, textOption, textsOption, type UsageFault } from './options.ts';
import type { Streams } from './output.ts';
import { systemClock } from './role.ts';

/** Longest that one page may take unless told otherwise, s: a shop on a slow line with a cold cache. */
const DEFAULT_TIMEOUT_SECONDS = 20;

const HELP = `homebird doctor URL [--accept] [--product URL] [--json] [options]

Opens a page of a shop in a browser with a clean profile, and says what of Homebird is found, joined and blocked there, each
finding with its place and how to mend it. Without --accept nothing is clicked.

  --accept        says yes to local, looks at product pages, and at what of them reached the history; implied by --product
  --product URL   a product's page to look at; again for each (default: up to three that links lead to)
  --timeout N     longest that a page may take to settle, seconds (default ${DEFAULT_TIMEOUT_SECONDS})
  --browser FILE  program file of a Chromium or Chrome (default: HOMEBIRD_CHROMIUM, else the system's)
  --json          the verdicts as JSON
  -h, --help      this text

Exit code 0: all is well. 1: there are findings. 2: the command line was not understood, or there is no browser.
`;

const OPTIONS = { accept: { type: 'boolean' }, product: { type: 'string', multiple: true }, timeout: { type: 'string' }, browser: { type: 'string' }, json: { type: 'boolean' } } as const;

interface Asked extends Omit<DoctorOptions, 'browser'> {
  readonly browser: string | undefined;
  readonly isJson: boolean;
}

/** A page's address as a person types it, query and all. */
function pageOf(text: string): Result<string, UsageFault> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? ok(url.href) : fail('usage', `Cannot open "${text.slice(0, 120)}": wanted the address of a page, such as https://shop.example/`);
}

function read(argv: readonly string[]): Result<Asked | 'help', UsageFault> {
  const args = readArguments(argv, OPTIONS);
  if (!args.ok) return args;
  const { values, positionals } = args.value;
  if (values['help'] === true) return ok('help');
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0) return fail('usage', text === undefined ? 'Wanted the address of a page' : `Wanted one address, got ${positionals.length}: --product names further pages`);
  const url = pageOf(text);
  const seconds = integerOption(args.value, 'timeout', { min: 1, max: 600, fallback: DEFAULT_TIMEOUT_SECONDS });
  if (!url.ok) return url;
  if (!seconds.ok) return seconds;
  const products: string[] = [];
  for (const one of textsOption(args.value, 'product')) {
    const page = pageOf(one);
    if (!page.ok) return page;
    products.push(page.value);
  }
  return ok({ url: url.value, products, accepts: values['accept'] === true || products.length > 0, timeoutMs: seconds.value * 1_000, browser: textOption(args.value, 'browser'), isJson: values['json'] === true });
}

/** Runs `homebird doctor`. @param program - absolute path of this program's file */
export async function runDoctor(argv: readonly string[], streams: Streams, program: string): Promise<number> {
  const asked = read(argv);
  if (!asked.ok) return refuseUsage(streams.err, 'doctor', asked.fault);
  if (asked.value === 'help') {
    streams.out.write(HELP);
    return 0;
  }
  const { isJson, ...options } = asked.value;
  const browser = findBrowser(options.browser, process.env['HOMEBIRD_CHROMIUM'], program);
  const found = browser.ok ? await examine({ ...options, browser: browser.value }, systemClock.nowMs(), (line) => void streams.err.write(`${line}\n`)) : browser;
  if (!found.ok) {
    streams.err.write(`${found.fault.message}\n`);
    return 2;
  }
  const verdicts = judge(found.value);
  streams.out.write(isJson ? `${JSON.stringify({ url: options.url, verdicts }, null, 2)}\n` : verdictText(verdicts));
  return hasFindings(verdicts) ? 1 : 0;
}
