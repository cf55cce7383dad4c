import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { CLAIMS, parseBrandRules, type BrandRules } from '#core/campaigns';
import { Notice } from '#page/frame';
import { allFaults } from './all-faults.ts';
import type { Person } from './api.ts';
import { campaignPath } from './campaign-list.tsx';
import { Conflict } from './conflict.tsx';
import { ChecksField, ChipsField, TextField } from './fields.tsx';
import { differences } from './differences.ts';
import { NotSaved } from './not-saved.tsx';
import type { Shelf } from './products.ts';
import { keepRules, lookAtRules, rulesNow, takeRules, type KeptRules } from './rules-now.ts';
import { ALLOWED, CLAIM_NAMES, RULE_LABELS, rulesInWords } from './rules-in-words.ts';
import { savedText } from './save-words.ts';
import { useDraft, type Draft } from './use-draft.ts';
import { useSaving } from './use-saving.ts';

/** Rules while they are written: numbers as they were typed. */
interface Form {
  readonly lengths: Readonly<Record<'maxTitleLength' | 'maxDescLength' | 'maxCtaLength' | 'exclamations', string>>;
  readonly banned: readonly string[];
  readonly required: readonly string[];
  readonly excludedCategories: readonly string[];
  readonly proofs: BrandRules['proofs'];
  readonly allowed: readonly (typeof ALLOWED)[number][];
}

function formOf(rules: BrandRules): Form {
  return {
    lengths: { maxTitleLength: String(rules.maxTitleLength), maxDescLength: String(rules.maxDescLength), maxCtaLength: String(rules.maxCtaLength), exclamations: String(rules.exclamations) },
    banned: rules.banned, required: rules.required, excludedCategories: rules.excludedCategories, proofs: rules.proofs,
    allowed: ALLOWED.filter((name) => rules[name]),
  };
}

/** What the console is asked to keep; a wrong number goes as it is, to be refused by its path. */
function rulesOf({ lengths, proofs, allowed, ...lists }: Form): unknown {
  const numbers = Object.fromEntries(Object.entries(lengths).map(([name, text]) => [name, text.trim() === '' ? text : Number(text)]));
  const given = Object.fromEntries(Object.entries(proofs).filter(([, proof]) => proof.trim() !== ''));
  return { version: 1, ...numbers, ...lists, proofs: given, allowsEmoji: allowed.includes('allowsEmoji'), allowsCapitals: allowed.includes('allowsCapitals') };
}

function BrokenNow(): JSX.Element | null {
  const { broken } = rulesNow.value;
  if (broken.length === 0) return null;
  return (
    <Notice title="Live campaigns that these rules forbid" tone="warn">
      <p>Browsers no longer show these texts: save another text.</p>
      <ul>{broken.map(({ campaign, path, message }) => <li key={`${campaign} ${path} ${message}`}><a href={campaignPath(campaign)}>{campaign}</a>: {message}</li>)}</ul>
    </Notice>
  );
}

/** What every ad of the shop is held to, generated or written by hand. */
export function Rules(props: { readonly person: Person; readonly shelf: Shelf }): JSX.Element {
  const { isLoaded, failure } = rulesNow.value;
  useEffect(() => void lookAtRules(), []);
  if (isLoaded) return <RulesEditor {...props} />;
  return failure === '' ? <p role="status">Loading the rules</p> : <Notice title="The rules could not be loaded" tone="bad"><p>{failure}</p></Notice>;
}

/** Saving the form over the rules that stand. */
function useRulesSaving({ form, begin, settle }: Draft<Form>) {
  const { attempt, isSaving, say, save } = useSaving<BrandRules, KeptRules>();
  return {
    isSaving, attempt,
    take(theirs: KeptRules): void {
      takeRules(theirs);
      begin(formOf(theirs.rules));
      say('This is what they saved');
    },
    save(before = rulesNow.value.hash): Promise<void> {
      const { faults, read } = allFaults(rulesOf(form), parseBrandRules);
      return save({
        mine: read, mistakes: faults, said: 'Saved and published: browsers hold every text to it',
        send: (mine) => keepRules(mine, before),
        onKept(kept) {
          takeRules(kept);
          settle(form, formOf(kept.rules));
        },
      });
    },
  };
}

function RulesEditor({ person, shelf }: Parameters<typeof Rules>[0]): JSX.Element {
  const draft = useDraft(formOf(rulesNow.value.rules));
  const { form: now, isDirty, set } = draft;
  const { isSaving, attempt: { faults, failure, said, conflict }, take, save } = useRulesSaving(draft);
  const length = (name: keyof Form['lengths'], hint: string): JSX.Element => (
    <TextField label={RULE_LABELS[name]} hint={hint} path={name} faults={faults} value={now.lengths[name]} inputMode="numeric" onInput={(text) => set((form) => ({ lengths: { ...form.lengths, [name]: text } }))} />
  );
  return (
    <>
      <header class="tool-head"><p class="small"><a href="/campaigns">All campaigns</a></p><h1>Rules for texts</h1><p>What every ad of your shop is held to, generated or written by hand. A campaign that breaks one cannot go live, and browsers do not show a text that does. The rules are published with your ads, so anybody can read them, proofs too.</p></header>
      {conflict && <Conflict title="Somebody wrote other rules while you were writing" rows={differences(rulesInWords(conflict.mine), rulesInWords(conflict.theirs.rules))} onMine={() => void save(conflict.theirs.hash)} onTheirs={() => take(conflict.theirs)} />}
      {failure !== '' && !conflict && <NotSaved failure={failure} faults={faults} />}
      <BrokenNow />
      <form class="editor" noValidate onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}>
        <fieldset class="form-body" disabled={person.role !== 'owner'}>
          <legend class="hidden-text">The rules</legend>
          <section class="panel" aria-labelledby="words-title">
            <h2 id="words-title">Words and lengths</h2>
            <div class="form-grid">
              <ChipsField label={RULE_LABELS.banned} hint="Words or phrases, in any case" path="banned" faults={faults} values={now.banned} onInput={(banned) => set({ banned })} />
              <ChipsField label={RULE_LABELS.required} hint="At most two texts of 60 characters, word for word" path="required" faults={faults} values={now.required} onInput={(required) => set({ required })} />
              <ChipsField label={RULE_LABELS.excludedCategories} hint="Categories, beside those that say too much of somebody" path="excludedCategories" faults={faults} values={now.excludedCategories} known={shelf.categories} onInput={(excludedCategories) => set({ excludedCategories })} />
              {length('maxTitleLength', 'Characters, at most 90')}
              {length('maxDescLength', 'Characters, at most 140')}
              {length('maxCtaLength', 'Characters, at most 15')}
              {length('exclamations', 'At most 3')}
              <ChecksField label="Allowed" path="allowed" faults={faults} values={now.allowed} options={ALLOWED.map((name) => [name, RULE_LABELS[name]] as const)} onInput={(allowed) => set({ allowed })} />
            </div>
          </section>
          <section class="panel" aria-labelledby="claims-title">
            <h2 id="claims-title">Claims and what proves them</h2>
            <p>A claim may stand in an ad where you can prove it: write a sentence or an address that you stand by. One without a proof is refused. A sale in your catalogue proves its own discount.</p>
            <div class="form-grid">{CLAIMS.map((claim) => <TextField key={claim} label={CLAIM_NAMES[claim]} path={`proofs.${claim}`} faults={faults} value={now.proofs[claim] ?? ''} onInput={(proof) => set({ proofs: { ...now.proofs, [claim]: proof } })} />)}</div>
          </section>
        </fieldset>
        <div class="save-bar"><p role="status">{person.role === 'owner' ? savedText({ isDirty, isSaving, said }, 'saved') : 'An owner changes the rules'}</p>{person.role === 'owner' && <button type="submit" class="button" disabled={!isDirty || isSaving}>Save the rules</button>}</div>
      </form>
    </>
  );
}
