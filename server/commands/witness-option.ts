import { MAX_WITNESSES } from '#core/protocol';
import { COSIGNATURE_V1, parseKeyLine } from '#core/tlog';
import { fail, ok, type Result } from '#core/units';
import type { DeploymentWitnesses } from '#server/leader';
import { addressOf } from './address.ts';
import { integerOption, textsOption, type Arguments, type UsageFault } from './options.ts';

/** `URL=VKEY`: a key line holds no equals sign, because 33 bytes are 44 characters of base64 without padding. */
function witnessOf(text: string): Result<DeploymentWitnesses['each'][number], UsageFault> {
  const at = text.lastIndexOf('=');
  const [address, line] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  const url = addressOf(address);
  if (!url.ok) return fail('usage', `Cannot use --witness ${text.slice(0, 120)}: wanted URL=KEY, as homebird witness prints them`);
  const key = parseKeyLine(line);
  if (!key.ok) return fail('usage', `Cannot use --witness ${text.slice(0, 120)}: ${key.fault.message}`);
  if (key.value.algorithm !== COSIGNATURE_V1) return fail('usage', `Cannot use --witness ${text.slice(0, 120)}: ${key.value.name} is no key of Ed25519 cosignatures (type 4)`);
  return ok({ url: url.value, key: line });
}

/** The witnesses of `--witness` and `--witness-quorum`; undefined where none is named. */
export function witnessesOption(args: Arguments): Result<DeploymentWitnesses | undefined, UsageFault> {
  const texts = textsOption(args, 'witness');
  if (texts.length > MAX_WITNESSES) return fail('usage', `Cannot use ${texts.length} witnesses: wanted at most ${MAX_WITNESSES}`);
  const each: DeploymentWitnesses['each'][number][] = [];
  for (const text of texts) {
    const witness = witnessOf(text);
    if (!witness.ok) return witness;
    each.push(witness.value);
  }
  const quorum = integerOption(args, 'witness-quorum', { min: 1, max: Math.max(1, each.length), fallback: 1 });
  if (!quorum.ok) return quorum;
  if (each.length === 0) return args.values['witness-quorum'] === undefined ? ok(undefined) : fail('usage', 'Cannot use --witness-quorum: no --witness is named');
  return ok({ each, quorum: quorum.value });
}
