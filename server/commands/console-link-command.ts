import { askConsole } from './ask-console.ts';
import { readArguments, refuseUsage, textOption } from './options.ts';
import type { Streams } from './output.ts';

const HELP = `homebird console-link [--data DIR]

Prints a link that signs the owner in to the merchant's console, once and within 15 minutes. The deployment must run.

  --data DIR            the deployment's folder of state (default the only one below .homebird)
  -h, --help            this text
`;

/** Runs `homebird console-link`. */
export async function runConsoleLink(argv: readonly string[], { out, err }: Streams): Promise<number> {
  const args = readArguments(argv, { data: { type: 'string' } });
  if (!args.ok) return refuseUsage(err, 'console-link', args.fault);
  if (args.value.values['help'] === true) {
    out.write(HELP);
    return 0;
  }
  const made = await askConsole(textOption(args.value, 'data'), '/api/console-link', { method: 'POST' });
  if (!made.ok) {
    err.write(`${made.fault.message}\n`);
    return 1;
  }
  out.write(`sign-in ${(made.value as { readonly link: string }).link}\n`);
  return 0;
}
