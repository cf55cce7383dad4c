import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DataError } from './rows.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: O; strict: true; allowPositionals: false }>>['values'];

/** Values of a command line that may hold these options and nothing else. @throws DataError naming the options */
export function parseOptions<const O extends Options>(argv: readonly string[], options: O): Values<O> {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new DataError(`${message}; options are ${Object.keys(options).map((name) => `--${name}`).join(' ')}`);
  }
}
