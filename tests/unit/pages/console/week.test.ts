import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daypartsOf, emptyWeek, weekOf, withDay, withHour } from '../../../../src/pages/console/week.ts';

const weeks = fc.array(fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }), { minLength: 7, maxLength: 7 });

test('daypartsOf() and weekOf() give back any week that is neither empty nor full', () => {
  fc.assert(fc.property(weeks, (week) => {
    const isWhole = week.every((hours) => hours.every(Boolean));
    expect(weekOf(daypartsOf(week))).toEqual(isWhole ? emptyWeek() : week);
  }));
});

test('daypartsOf() puts days of one span together, and says nothing of a week at any hour', () => {
  let week = emptyWeek();
  expect(daypartsOf(week)).toEqual([]);
  for (const day of [1, 2]) for (const hour of [9, 10]) week = withHour(week, day, hour, true);
  week = withDay(week, 6, true);
  expect(daypartsOf(week)).toEqual([{ weekdays: [1, 2], fromHour: 9, toHour: 11 }, { weekdays: [6], fromHour: 0, toHour: 24 }]);
  for (let day = 0; day < 7; day++) week = withDay(week, day, true);
  expect(daypartsOf(week)).toEqual([]);
});
