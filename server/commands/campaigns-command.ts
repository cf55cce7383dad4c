import { readFileSync } from 'node:fs';
import { utf8Encode } from '#core/units';
import { askConsole } from './ask-console.ts';
import { readArguments, refuseUsage, textOption } from './options.ts';
import { countText, type Streams } from './output.ts';

const HELP = `homebird campaigns import FILE [--data DIR]
homebird campaigns export [--data DIR]

For shops that keep their campaigns in files. The deployment must run. A file is taken whole or not at all; a campaign whose
id is there already is replaced, and one that is the same is left as it is. Export prints the file that import takes.

  --data DIR            the deployment's folder of state (default the only one below .homebird)
  -h, --help            this text
`;

/** Runs `homebird campaigns`. */
export async function runCampaigns(argv: readonly string[], { out, err }: Streams): Promise<number> {
  const args = readArguments(argv, { data: { type: 'string' } });
  if (!args.ok) return refuseUsage(err, 'campaigns', args.fault);
  if (args.value.values['help'] === true) {
    out.write(HELP);
    return 0;
  }
  const [action, path, ...more] = args.value.positionals;
  const isImport = action === 'import' && path !== undefined && more.length === 0;
  if (!isImport && !(action === 'export' && path === undefined)) return refuseUsage(err, 'campaigns', { kind: 'usage', message: 'Wanted import FILE, or export' });
  const data = textOption(args.value, 'data');
  const answered = await askConsole(data, '/api/campaigns-file', isImport ? { method: 'POST', body: utf8Encode(readFileSync(path, 'utf8')) } : {});
  if (!answered.ok) {
    err.write(`${answered.fault.message}\n`);
    return 1;
  }
  const { changed = 0, unchanged = 0 } = answered.value as { readonly changed?: number; readonly unchanged?: number };
  out.write(isImport ? `${countText(changed, 'campaign')} taken, ${unchanged} as they were\n` : `${JSON.stringify(answered.value, null, 2)}\n`);
  return 0;
}
