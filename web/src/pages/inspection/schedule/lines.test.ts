import { expect, it } from 'vitest';
import { travelLines, travelText, vehicleLines, vehicleText } from './lines';

it('reads lines as they are written, and says which one is wrong', () => {
  const ways = travelLines('003 004 25\n\n 004，005，40 ');
  expect(ways).toEqual({ list: [{ from: '003', to: '004', minutes: 25 }, { from: '004', to: '005', minutes: 40 }], bad: 0 });
  expect(travelLines(travelText(ways.list))).toEqual(ways);
  expect(travelLines('003 004 25\n003 004').bad).toBe(2);
  expect(vehicleLines('执法车 一号 7').list).toEqual([{ name: '执法车 一号', seats: 7 }]);
  expect(vehicleLines('执法车 0').bad).toBe(1);
  expect(vehicleLines(vehicleText([{ name: '一号车', seats: 5 }])).list).toHaveLength(1);
});
