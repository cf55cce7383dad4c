import { join, resolve } from 'node:path';
import { CONSENT_MODES, embedLine, isShopName, NEWEST_DEFAULTS } from '#core/embed';
import { fail, ok, type Result } from '#core/units';
import { addressOf } from './address.ts';
import { siteFolder } from './build-files.ts';
import { readArguments, refuseUsage, textOption, type Arguments, type UsageFault } from './options.ts';
import type { Streams } from './output.ts';
import { copyTagBuild, tagBuildIn } from './tag-builds.ts';

/** Help of `homebird embed`. */
const EMBED_HELP = `homebird embed --at URL --shop NAME --catalogue URL [--endpoint URL --policy HASH] [-o DIR]

Prints the line that a shop pastes into the head of its pages, for this build of the tag, with its integrity.

  --at URL          where the folder of the tag will be served from: the line names URL/BUILD/homebird.js
  --shop NAME       data-shop: 1 to 64 letters, digits, dots, dashes or underscores
  --catalogue URL   data-catalogue: catalogue.json, as homebird catalogue writes it
  --endpoint URL    data-endpoint: the leader, as its policy spells it
  --policy HASH     data-policy: 64 hex digits, from your own terminal or console
  --consent MODE    data-consent: auto, required, granted or external
  -o, --out DIR     copies the build to DIR/BUILD as well. Older builds in DIR stay: open pages may still ask for them
  -h, --help        this text

Exit code: 0 done, 1 there is no build or it could not be copied, 2 wrong arguments.
`;

const OPTIONS = { at: { type: 'string' }, shop: { type: 'string' }, catalogue: { type: 'string' }, endpoint: { type: 'string' }, policy: { type: 'string' }, consent: { type: 'string' }, out: { type: 'string', short: 'o' } } as const;

/** What the line is made of. */
interface Wanted {
  readonly at: string;
  readonly out: string | undefined;
  readonly data: Readonly<Record<string, string | undefined>>;
}

function wantedOf(args: Arguments): Result<Wanted, UsageFault> {
  const [at, shop, catalogue, endpoint, policy, consent, out] = (['at', 'shop', 'catalogue', 'endpoint', 'policy', 'consent', 'out'] as const).map((name) => textOption(args, name));
  if (at === undefined || shop === undefined || catalogue === undefined) return fail('usage', 'Wanted --at URL, --shop NAME and --catalogue URL');
  if (!isShopName(shop)) return fail('usage', `Cannot use --shop ${shop}: wanted 1 to 64 letters, digits, dots, dashes or underscores`);
  for (const url of [at, catalogue, endpoint]) {
    const read = url === undefined ? undefined : addressOf(url);
    if (read?.ok === false) return read;
  }
  if (policy !== undefined && !/^[0-9a-f]{64}$/i.test(policy)) return fail('usage', `Cannot use --policy ${policy}: wanted 64 hex digits`);
  if ((endpoint === undefined) !== (policy === undefined)) return fail('usage', 'Wanted --endpoint URL and --policy HASH together: a device believes no leader without its policy');
  if (consent !== undefined && !CONSENT_MODES.some((mode) => mode === consent)) return fail('usage', `Cannot use --consent ${consent}: wanted ${CONSENT_MODES.join(', ')}`);
  return ok({ at, out, data: { shop, catalogue, endpoint: endpoint?.replace(/\/+$/, ''), policy: policy?.toLowerCase(), consent, defaults: NEWEST_DEFAULTS } });
}

/** Runs `homebird embed` and gives the exit code. @param program - absolute path of the program's file, which has the built pages beside it */
export function runEmbed(argv: readonly string[], { out, err }: Streams, program: string): number {
  const args = readArguments(argv, OPTIONS);
  if (!args.ok) return refuseUsage(err, 'embed', args.fault);
  if (args.value.values['help'] === true) {
    out.write(EMBED_HELP);
    return 0;
  }
  const wanted = wantedOf(args.value);
  if (!wanted.ok) return refuseUsage(err, 'embed', wanted.fault);
  const folder = join(siteFolder(program), 'tag');
  const build = tagBuildIn(folder);
  if (!build.ok) {
    err.write(`${build.fault.message}\n`);
    return 1;
  }
  const { at, data, out: target } = wanted.value;
  if (target !== undefined) copyTagBuild(folder, build.value, resolve(target));
  out.write(`${embedLine({ tagFolder: at, ...build.value, data }, true)}\n`);
  return 0;
}
