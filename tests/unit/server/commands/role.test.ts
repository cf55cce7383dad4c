import { expect, test } from 'vitest';
import { isNpmScript } from '../../../../server/commands/role.ts';

test('isNpmScript() is true of this package\'s own scripts, and of nothing else that runs below npm', () => {
  for (const npm_lifecycle_event of ['start', 'homebird']) expect(isNpmScript({ npm_package_name: 'homebird', npm_lifecycle_event })).toBe(true);
  for (const inherited of [{}, { npm_lifecycle_event: 'deploy' }, { npm_package_name: 'the-shop', npm_lifecycle_event: 'start' }, { npm_package_name: 'homebird', npm_lifecycle_event: 'test' }]) expect(isNpmScript(inherited)).toBe(false);
});
