import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexTokens, queryTokens } from '#core/text';

describe('tokens', () => {
  test('fold case, width, accents and English plurals, and keep what makes another letter', () => {
    expect(queryTokens('Crème BRÛLÉE ＴＥＡ boxes batteries glass bus Straße Łódź')).toEqual(['creme', 'brulee', 'tea', 'box', 'battery', 'glass', 'bus', 'strasse', 'lodz']);
    expect(queryTokens('が か')).toEqual(['が', 'か']);
    expect(queryTokens('أحذية')).toEqual(queryTokens('احذيه'));
  });
  test('read scripts without spaces in pairs, and index their characters as well', () => {
    expect(queryTokens('跑步鞋')).toEqual(['跑步', '步鞋']);
    expect(queryTokens('鞋')).toEqual(['鞋']);
    expect(indexTokens('跑鞋')).toEqual(['跑', '鞋', '跑鞋']);
  });
  test('take what Arabic writes before a noun from it, and leave short words whole', () => {
    for (const word of ['نعناع', 'النعناع', 'بالنعناع', 'والنعناع', 'للنعناع', 'وبالنعناع']) expect(queryTokens(word)).toEqual(['نعناع']);
    expect(queryTokens('بالون والد الم')).toEqual(['بالون', 'والد', 'الم']); // balloon, father, pain
    expect(indexTokens('الشاي')).toEqual(['الشاي', 'شاي']);
  });
  test('index what is joined both ways, and numbers whole', () => {
    expect(indexTokens('T-shirt 5gal')).toEqual(['t', 'shirt', 'tshirt', '5', 'gal', '5gal']);
    expect(queryTokens('1/2 in 1.5')).toEqual(['1/2', 'in', '1.5']);
  });
  test('of no text throw or are empty', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => [...queryTokens(text), ...indexTokens(text)].every((token) => token !== '')));
  });
});
