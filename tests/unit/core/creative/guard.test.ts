import { DEFAULT_RULES } from '#core/campaigns';
import { expect, test } from 'vitest';
import { rewordFaults, type RewordLimits } from '#core/creative';

const LIMITS: RewordLimits = { language: 'en', rules: DEFAULT_RULES, proven: { claims: [], category: [] }, names: ['Fellworks', 'Hill Boots'], maxLength: 90 };
const ORIGINAL = 'Fellworks Hill Boots: welted soles can be replaced, size 42';
const faults = (text: string, change: Partial<RewordLimits> = {}): readonly string[] => rewordFaults(ORIGINAL, text, { ...LIMITS, ...change });

test('a rewording with the same names and numbers is let through', () => {
  expect(faults(ORIGINAL)).toEqual([]);
  expect(faults('Welted soles that can be replaced: Fellworks Hill Boots, size 42')).toEqual([]);
});

test.each([
  ['', 'empty'], ['Fellworks Hill Boots: welted soles can be replaced, size 43', 'numbers'], ['Fellworks Hill Boots: welted soles can be replaced', 'numbers'],
  ['Hill Boots: welted soles can be replaced, size 42', 'Fellworks'], ['Fellworks Hill Boots by Gucci: welted soles can be replaced, size 42', 'names something'], ['The best Fellworks Hill Boots: welted soles can be replaced, size 42', 'claims'],
  ['Fellworks Hill Boots in size 42 feel wonderful all day long over rocks, rivers, roads, snow', 'more than'], ['Fellworks Hill Boots：鞋底可以更换，鞋底可以更换，尺码 42', 'language'],
  ['Fellworks Hill Boots: WELTED soles can be replaced, size 42', 'capital'], ['Fellworks Hill Boots: <b>welted</b> soles can be replaced, size 42', 'marks'], [`${ORIGINAL}${' soles'.repeat(10)}`, 'longer'],
])('%s', (text, why) => expect(faults(text).join('; ')).toContain(why));

test('brand rules hold for a rewording as for any text', () => {
  expect(faults('Welted soles can be replaced: Fellworks Hill Boots, size 42!')).toHaveLength(1);
  expect(faults(ORIGINAL, { rules: { ...DEFAULT_RULES, banned: ['welted'] } })).toHaveLength(1);
  expect(faults('Fellworks Hill Boots：可更换鞋底，42码', { language: 'zh' })).toEqual(['it is in another language, or would be a translation']);
});
